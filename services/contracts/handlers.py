"""One thin function per message: what contracts answers, and what it listens to."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.changes import amending, pausing, supervisors
from services.contracts.ending import choosing_anew, continuation, earlier_ends, ending_at_once, terminating
from services.contracts.papers import as_accepted, drafting, renewed_terms, versions
from services.contracts.parties import joining, membership, newcomers, representatives, speaking
from services.contracts.showing import contract_cards, reading
from services.contracts.signing import (
    deadlines,
    declining,
    interests,
    meetings,
    refusing,
    signatures,
    withdrawing,
)
from services.contracts.tables import metadata
from services.messages import contracts as messages
from services.messages.billing import ShowConsumerPrice
from services.messages.directory import PersonsMerged, ShowPromises
from services.messages.envelope import Done
from services.messages.intake import ShowEligible, ShowProposal
from services.messages.promises import Promises
from services.messages.sessions import (
    FindLastPlanned,
    FindLastRecorded,
    MemberLeft,
    RepresentativeNamed,
    ReviewDone,
    ReviewWaived,
)
from services.messages.values import Party, Role, Utc
from services.runtime import commissioners, permitted
from services.runtime.commands.asking import Work
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date, next_morning
from services.runtime.policy import may
from services.runtime.same_person import taking_over

_OfAParty = (
    messages.TerminateProcess
    | messages.EndAtOnce
    | messages.ProposeEarlierEnd
    | messages.AnswerEarlierEnd
    | messages.PauseProcess
    | messages.ResumeProcess
)


async def persons_merged(event: PersonsMerged, work: Work) -> None:
    """A signature and a paper stay as they were given; whose they are, is the entry that stays."""
    await taking_over.take_over(work.db, metadata, event.kept_id, event.absorbed_id)


async def draft_contract(order: messages.DraftContract, work: Work) -> messages.ContractDrafted:
    """Next: services/contracts/papers/drafting.py:draft_accepted"""
    if order.renews:
        kept = await continuation.promised_to_successor(work.db, order.renews)
        promises = kept or await _promised_on(order.as_of, work)
        old = await versions.find(work.db, order.renews)
        price = await renewed_terms.price_of(work.ask, old)
        contract = await drafting.draft_renewal(work.db, order, old, promises, price)
    else:
        proposal = await work.ask(ShowProposal(process_id=order.process_id, accepted=True))
        contract = await drafting.draft_accepted(work.db, order, proposal)
        await meetings.follow(work.db, contract, proposal)
    return await contract_cards.drafted(work.db, contract)


async def complete_contract(order: messages.CompleteContract, work: Work) -> messages.ContractCard:
    await _check_completes(order.completed_by, "completed_by", work)
    contract = await versions.find(work.db, order.process_id, lock=False)
    acting = await commissioners.acting_for(work.ask, contract.organisation_id, contract.department_id)
    if order.commissioner_id not in acting:
        raise Refusal("not_a_commissioner", "commissioner_id")
    await as_accepted.check(work.ask, contract)
    await renewed_terms.check_supervisor(work.ask, contract)
    numbers = await renewed_terms.changed(work.ask, contract, order)
    shown = await interests.check_completing(work, contract, order, acting)
    return await contract_cards.card(work.db, await drafting.complete(work.db, order, numbers, shown))


async def record_consent(order: messages.RecordConsent, work: Work) -> Done:
    await signatures.record_consent(work.db, order)
    return Done()


async def refuse_consent(order: messages.RefuseConsent, work: Work) -> Done:
    await refusing.refuse(work.db, order)
    return Done()


async def withdraw_contract(order: messages.WithdrawContract, work: Work) -> messages.ContractCard:
    await _check_completes(order.withdrawn_by, "withdrawn_by", work)
    return await contract_cards.card(work.db, await withdrawing.withdraw(work.db, order))


async def give_up_contract(order: messages.GiveUpContract, work: Work) -> Done:
    await _check_completes(order.given_up_by, "given_up_by", work)
    await withdrawing.give_up(work.db, order)
    return Done()


async def ask_to_sign_again(order: messages.AskToSignAgain, work: Work) -> Done:
    await _check_completes(order.asked_by, "asked_by", work)
    await withdrawing.ask_again(work.db, order)
    return Done()


async def sign_contract(order: messages.SignContract, work: Work) -> messages.ContractCard:
    asked = await versions.find_being_made(work.db, order.process_id, lock=False)
    acting = await commissioners.acting_for(work.ask, asked.organisation_id, asked.department_id)
    await interests.check_signing(work, asked, order, acting)
    recorded = await _last_recorded(order.process_id, work) if asked.supersedes else None
    return await contract_cards.card(work.db, await signatures.sign(work.db, order, acting, recorded))


async def decline_signing(order: messages.DeclineSigning, work: Work) -> messages.ContractCard:
    acting = await _acting(order, work)
    return await contract_cards.card(work.db, await declining.decline(work.db, order, acting))


async def preview_amendment(query: messages.PreviewAmendment, work: Work) -> messages.AmendmentPreview:
    """Refuses: unknown_process, also to who prepares no contract."""
    if not may(query.viewer.role, "complete_contract"):
        raise Refusal("unknown_process", "process_id")
    facts = await _following(query, work)
    recorded = await _last_recorded(query.process_id, work)
    return await amending.preview(work.db, query, facts, recorded)


async def draft_amendment(order: messages.DraftAmendment, work: Work) -> messages.ContractCard:
    """Next: services/contracts/changes/amending.py:draft"""
    await _check_completes(order.drafted_by, "drafted_by", work)
    facts = await _following(order, work)
    recorded = await _last_recorded(order.process_id, work)
    return await contract_cards.card(work.db, await amending.draft(work.db, order, facts, recorded))


async def withdraw_amendment(order: messages.WithdrawAmendment, work: Work) -> Done:
    await _check_completes(order.withdrawn_by, "withdrawn_by", work)
    await amending.withdraw(work.db, order)
    return Done()


async def show_amendment(query: messages.ShowAmendment, work: Work) -> messages.AmendmentPreview:
    return await amending.compare(work.db, query, local_date(work.clock.now()))


async def propose_supervisor(order: messages.ProposeSupervisor, work: Work) -> messages.ContractCard:
    """Next: services/contracts/changes/supervisors.py:propose"""
    await permitted.check(work.ask, order.proposed_by, "propose_supervisor", "proposed_by")
    contract = await versions.find(work.db, order.process_id, lock=False)
    acting = await commissioners.acting_for(work.ask, contract.organisation_id, contract.department_id)
    recorded = await _last_recorded(order.process_id, work)
    days = order.model_dump(include={"process_id", "from_day", "until_day"})
    last = (await work.ask(FindLastPlanned.model_validate(days))).day
    asked = order.model_dump(include={"process_id", "supervisor_id", "as_of"})
    through = max(last or order.from_day, order.from_day)
    fits = await work.ask(ShowEligible.model_validate(asked | {"through": through}))
    proposed = await supervisors.propose(work.db, order, acting, fits.shown, recorded)
    return await contract_cards.card(work.db, proposed)


async def record_meeting(order: messages.RecordMeeting, work: Work) -> Done:
    await _check_completes(order.recorded_by, "recorded_by", work)
    await meetings.record(work.db, order)
    return Done()


async def waive_meeting(order: messages.WaiveMeeting, work: Work) -> Done:
    await _check_completes(order.waived_by, "waived_by", work)
    await meetings.waive(work.db, order)
    return Done()


async def remind_of_draft(order: messages.RemindOfDraft, work: Work) -> Done:
    await deadlines.remind_of_draft(work.db, order)
    return Done()


async def remind_signer(order: messages.RemindSigner, work: Work) -> Done:
    await deadlines.remind_signer(work.db, order)
    return Done()


async def expire_contract(order: messages.ExpireContract, work: Work) -> messages.SigningFound:
    return await deadlines.expire(work.db, order)


async def show_contract(query: messages.ShowContract, work: Work) -> messages.ContractCard:
    return await contract_cards.show(work.db, query, local_date(work.clock.now()))


async def list_contracts(query: messages.ListContracts, work: Work) -> messages.ContractList:
    return await contract_cards.list_seen(work.db, query, local_date(work.clock.now()))


async def show_contract_text(query: messages.ShowContractText, work: Work) -> messages.ContractText:
    return await reading.read(work.db, query, local_date(work.clock.now()))


async def is_member(query: messages.IsMember, work: Work) -> messages.Membership:
    return messages.Membership(member=await contract_cards.is_member(work.db, query.person_id))


async def ask_continuation(order: messages.AskContinuation, work: Work) -> Done:
    if not await pausing.stands_still(work.db, order.process_id, order.as_of):
        await continuation.ask(work.db, order)
    return Done()


async def choose_continuation(order: messages.ChooseContinuation, work: Work) -> Done:
    await continuation.choose(work.db, order, await _acting_for(order.process_id, work))
    return Done()


async def take_back_continuation(order: messages.TakeBackContinuation, work: Work) -> Done:
    await choosing_anew.take_back(work.db, order, await _acting_for(order.process_id, work))
    return Done()


async def end_process(order: messages.EndProcess, work: Work) -> messages.EndFound:
    """Of one that stands still nothing ends: its last day moves."""
    if await pausing.stands_still(work.db, order.process_id, order.as_of):
        return messages.EndFound(ended_as=None, ends_at=next_morning(order.as_of))
    return await continuation.end(work.db, order, await _promised_on(order.as_of, work))


async def preview_termination(query: messages.PreviewTermination, work: Work) -> messages.TerminationPreview:
    """Whose word depends on it is shown whether a credential has lapsed."""
    asks = query.viewer.role in (Role.COMMISSIONER, Role.COORDINATOR)
    lapsed = asks and await _has_lapsed(query.process_id, query.as_of, work)
    return await terminating.preview(work.db, query, lapsed=lapsed)


async def terminate_process(order: messages.TerminateProcess, work: Work) -> messages.TerminationPreview:
    """Next: services/contracts/ending/terminating.py:terminate"""
    await _check_speaks(order, order.terminated_by, "terminated_by", work)
    return await terminating.terminate(work.db, order)


async def end_at_once(order: messages.EndAtOnce, work: Work) -> messages.TerminationPreview:
    """Next: services/contracts/ending/ending_at_once.py:end"""
    await _check_speaks(order, order.ended_by, "ended_by", work)
    asks = order.by is Party.COMMISSIONER
    lapsed = asks and await _has_lapsed(order.process_id, order.as_of, work)
    return await ending_at_once.end(work.db, order, lapsed=lapsed)


async def confirm_ending(order: messages.ConfirmEnding, work: Work) -> Done:
    await permitted.check(work.ask, order.confirmed_by, "confirm_ending", "confirmed_by")
    await ending_at_once.confirm(work.db, order)
    return Done()


async def show_earlier_end(query: messages.ShowEarlierEnd, work: Work) -> messages.EarlierEndShown:
    return await earlier_ends.show(work.db, query)


async def propose_earlier_end(order: messages.ProposeEarlierEnd, work: Work) -> messages.EarlierEndShown:
    """Next: services/contracts/ending/earlier_ends.py:propose"""
    await _check_speaks(order, order.proposed_by, "proposed_by", work)
    return await earlier_ends.propose(work.db, order)


async def answer_earlier_end(order: messages.AnswerEarlierEnd, work: Work) -> messages.EarlierEndShown:
    """Next: services/contracts/ending/earlier_ends.py:answer"""
    await _check_speaks(order, order.answered_by, "answered_by", work)
    return await earlier_ends.answer(work.db, order)


async def show_pauses(query: messages.ShowPauses, work: Work) -> messages.PauseShown:
    return await pausing.shown_to(work.db, query)


async def pause_process(order: messages.PauseProcess, work: Work) -> messages.PauseShown:
    """Next: services/contracts/changes/pausing.py:pause"""
    await _check_speaks(order, order.paused_by, "paused_by", work)
    return await pausing.pause(work.db, order, work.ask)


async def resume_process(order: messages.ResumeProcess, work: Work) -> messages.PauseShown:
    await _check_speaks(order, order.resumed_by, "resumed_by", work)
    return await pausing.resume(work.db, order, work.ask)


async def remind_of_pause(order: messages.RemindOfPause, work: Work) -> Done:
    await pausing.remind(work.db, order)
    return Done()


async def propose_member(order: messages.ProposeMember, work: Work) -> Done:
    """Next: services/contracts/parties/joining.py:propose"""
    contract = await versions.find(work.db, order.process_id, lock=False)
    today = local_date(order.as_of)
    if not await speaking.speaks_for(work.db, Party.SUPERVISEE, order.proposed_by, contract, today):
        theirs = order.proposed_by in await membership.members(work.db, contract, today)
        if theirs:
            raise Refusal("not_the_representative", "proposed_by")
        await permitted.check(work.ask, order.proposed_by, "propose_member", "proposed_by")
    await joining.propose(work.db, order)
    return Done()


async def agree_to_member(order: messages.AgreeToMember, work: Work) -> Done:
    await joining.answer(work.db, order)
    return Done()


async def join_group(order: messages.JoinGroup, work: Work) -> Done:
    await joining.join(work.db, order)
    return Done()


async def show_newcomers(query: messages.ShowNewcomers, work: Work) -> messages.Newcomers:
    return await newcomers.shown_to(work.db, query, local_date(work.clock.now()))


async def review_done(event: ReviewDone, work: Work) -> None:
    await continuation.hear_review(work.db, event.process_id, event.kind, waived=False)


async def review_waived(event: ReviewWaived, work: Work) -> None:
    await continuation.hear_review(work.db, event.process_id, event.kind, waived=True)


async def member_left(event: MemberLeft, work: Work) -> None:
    await drafting.leave_out(work.db, event.process_id, event.person_id)
    await joining.after_leaving(work.db, event.process_id, work.clock.now())


async def representative_named(event: RepresentativeNamed, work: Work) -> None:
    await representatives.hear(work.db, event)


async def _acting(order: messages.DeclineSigning, work: Work) -> list[UUID]:
    """Who acts for the customer today, where it is the customer's turn that is taken."""
    return await _acting_for(order.process_id, work) if order.party is Party.COMMISSIONER else []


async def _acting_for(process_id: UUID, work: Work) -> list[UUID]:
    contract = await versions.find(work.db, process_id, lock=False)
    return await commissioners.acting_for(work.ask, contract.organisation_id, contract.department_id)


async def _following(
    asked: messages.PreviewAmendment | messages.DraftAmendment, work: Work
) -> dict[str, Any]:
    """What is another by its changes, as those say who own it. Refuses: unknown_process, not_a_commissioner."""
    contract = await versions.find(work.db, asked.process_id, lock=False)
    if who := asked.changes.commissioner_id:
        customer = (contract.organisation_id, contract.department_id)
        await commissioners.check_acts_for(work.ask, *customer, who, "commissioner_id")
    price = asked.changes.price_cents
    if price is None or contract.consumer_price_cents is None:
        return {}
    return {"consumer_price_cents": await _with_vat(price, asked.effective_from, work)}


async def _last_recorded(process_id: UUID, work: Work) -> date | None:
    """The last day on which it is known what became of a session."""
    return (await work.ask(FindLastRecorded(process_id=process_id))).day


async def _with_vat(cents: int, on: date, work: Work) -> int:
    return (await work.ask(ShowConsumerPrice(price_cents=cents, on=on))).cents


async def _check_completes(person_id: UUID, field: str, work: Work) -> None:
    """Refuses: not_yours_to_decide."""
    await permitted.check(work.ask, person_id, "complete_contract", field)


async def _check_speaks(order: _OfAParty, person_id: UUID, field: str, work: Work) -> None:
    """One of the party itself, or a coordinator to whom it was said. Refuses: unknown_process, not_yours_to_decide."""
    contract = await versions.find(work.db, order.process_id, lock=False)
    customer = (contract.organisation_id, contract.department_id)
    if await speaking.speaks_for(work.db, order.by, person_id, contract, local_date(order.as_of)):
        return
    if order.by is Party.COMMISSIONER and person_id in await commissioners.acting_for(work.ask, *customer):
        return
    await _check_completes(person_id, field, work)


async def _has_lapsed(process_id: UUID, at: Utc, work: Work) -> bool:
    contract = await versions.find(work.db, process_id, lock=False)
    return await ending_at_once.has_lapsed(work.ask, contract.supervisor_id, local_date(at))


async def _promised_on(instant: Utc, work: Work) -> Promises:
    """What the provider promises to those who begin on that day."""
    return (await work.ask(ShowPromises(on=local_date(instant)))).promises
