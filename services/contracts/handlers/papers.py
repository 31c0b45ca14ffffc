"""The paper: drafted, completed, taken back, given up; and the meeting before it is signed."""

from services.contracts import asked_first
from services.contracts.ending import choosing_anew, continuation, successors
from services.contracts.papers import as_accepted, drafting, renewed_terms, versions
from services.contracts.showing import compared_with_accepted, contract_cards
from services.contracts.showing import meetings as shown_meetings
from services.contracts.signing import (
    deadlines,
    interests,
    meetings,
    withdrawing,
)
from services.contracts.trials import opening
from services.messages import contracts as messages
from services.messages.envelope import Done
from services.messages.intake import ShowProposal
from services.runtime import commissioners
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work


async def draft_contract(order: messages.DraftContract, work: Work) -> messages.ContractDrafted:
    """Next: services/contracts/papers/drafting.py:draft_accepted"""
    if order.renews:
        kept = await continuation.promised_to_successor(work.db, order.renews)
        promises = kept or await asked_first.promised_on(order.as_of, work)
        old = await versions.find(work.db, order.renews)
        price = await renewed_terms.price_of(work.ask, old)
        contract = await drafting.draft_renewal(work.db, order, old, promises, price)
        if contract.status == "draft" and not await continuation.is_followed_by(
            work.db, order.renews, order.process_id
        ):  # taken back before it was drafted
            await successors.end(work.db, contract, [], order.as_of)
    else:
        proposal = await work.ask(ShowProposal(process_id=order.process_id, accepted=True))
        tried = await opening.went_on(work.db, order.process_id)
        if proposal.trial_sessions and tried is None:
            raise Refusal("trial_open", "process_id")
        sent = await work.ask(ShowProposal(process_id=order.process_id, accepted=True, as_sent=True))
        contract = await drafting.draft_accepted(work.db, order, proposal, sent, tried)
        await meetings.follow(work.db, contract, proposal, tried.decided_at if tried else None)
    return await contract_cards.drafted(work.db, contract)


async def complete_contract(order: messages.CompleteContract, work: Work) -> messages.ContractCard:
    await asked_first.check_completes(order.completed_by, "completed_by", work)
    contract = await versions.find(work.db, order.process_id, lock=False)
    acting = await commissioners.acting_for(work.ask, contract.organisation_id, contract.department_id)
    if order.commissioner_id not in acting:
        raise Refusal("not_a_commissioner", "commissioner_id")
    supervisor_id = await as_accepted.check(work.ask, contract)
    await renewed_terms.check_supervisor(work.ask, contract, supervisor_id)
    numbers = await renewed_terms.changed(work.ask, contract, order)
    if supervisor_id != contract.supervisor_id:
        numbers["supervisor_id"] = supervisor_id
    shown = await interests.check_completing(work, supervisor_id, order, acting)
    return await contract_cards.card(work.db, await drafting.complete(work.db, order, numbers, shown))


async def compare_draft(query: messages.CompareDraft, work: Work) -> messages.AcceptedCompared:
    """With who is chosen by now, who may be another than was accepted."""
    contract = await versions.find(work.db, query.process_id, lock=False)
    return await compared_with_accepted.compare(work.db, query, await as_accepted.check(work.ask, contract))


async def withdraw_contract(order: messages.WithdrawContract, work: Work) -> messages.ContractCard:
    await asked_first.check_completes(order.withdrawn_by, "withdrawn_by", work)
    return await contract_cards.card(work.db, await withdrawing.withdraw(work.db, order))


async def give_up_contract(order: messages.GiveUpContract, work: Work) -> Done:
    await asked_first.check_completes(order.given_up_by, "given_up_by", work)
    await choosing_anew.hold_before(work.db, order.process_id)
    given_up = await withdrawing.give_up(work.db, order)
    await choosing_anew.came_to_nothing(work.db, given_up, order.as_of)
    return Done()


async def record_meeting(order: messages.RecordMeeting, work: Work) -> Done:
    await asked_first.check_completes(order.recorded_by, "recorded_by", work)
    await meetings.record(work.db, order)
    return Done()


async def arrange_meeting(order: messages.ArrangeMeeting, work: Work) -> Done:
    await asked_first.check_completes(order.arranged_by, "arranged_by", work)
    await meetings.arrange(work.db, order)
    return Done()


async def show_meeting_place(query: messages.ShowMeetingPlace, work: Work) -> messages.MeetingPlace:
    return await shown_meetings.place_of(work.db, query.process_id)


async def correct_meeting(order: messages.CorrectMeeting, work: Work) -> Done:
    await asked_first.check_completes(order.corrected_by, "corrected_by", work)
    await meetings.correct(work.db, order)
    return Done()


async def waive_meeting(order: messages.WaiveMeeting, work: Work) -> Done:
    await asked_first.check_completes(order.waived_by, "waived_by", work)
    await meetings.waive(work.db, order)
    return Done()


async def remind_of_draft(order: messages.RemindOfDraft, work: Work) -> Done:
    await deadlines.remind_of_draft(work.db, order)
    return Done()
