"""A signed contract is amended, gets another supervisor, stands still and goes on."""

from datetime import date
from typing import Any

from services.contracts import asked_first
from services.contracts.changes import amending, comparing, pauses_shown, pausing, resuming, supervisors
from services.contracts.papers import versions
from services.contracts.papers.terms import terms_of
from services.contracts.showing import contract_cards
from services.contracts.tables import Contract
from services.messages import contracts as messages
from services.messages.billing import ShowConsumerPrice
from services.messages.envelope import Done
from services.messages.intake import ShowEligible
from services.messages.sessions import FindLastPlanned, PreviewChange, PreviewHandingOver
from services.runtime import commissioners, permitted
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date
from services.runtime.policy import may


async def preview_amendment(query: messages.PreviewAmendment, work: Work) -> messages.AmendmentPreview:
    """Refuses: unknown_process, also to who prepares no contract."""
    if not may(query.viewer.role, "complete_contract"):
        raise Refusal("unknown_process", "process_id")
    facts = await _following(query, work)
    await asked_first.check_count(query, work)
    recorded = await asked_first.last_recorded(query.process_id, work)
    return await amending.preview(work.db, query, facts, recorded)


async def draft_amendment(order: messages.DraftAmendment, work: Work) -> messages.ContractCard:
    """Next: services/contracts/changes/amending.py:draft"""
    await asked_first.check_completes(order.drafted_by, "drafted_by", work)
    facts = await _following(order, work)
    await asked_first.check_count(order, work)
    recorded = await asked_first.last_recorded(order.process_id, work)
    return await contract_cards.card(work.db, await amending.draft(work.db, order, facts, recorded))


async def withdraw_amendment(order: messages.WithdrawAmendment, work: Work) -> Done:
    await asked_first.check_completes(order.withdrawn_by, "withdrawn_by", work)
    await amending.withdraw(work.db, order)
    return Done()


async def show_amendment(query: messages.ShowAmendment, work: Work) -> messages.AmendmentPreview:
    return await comparing.compare(work.db, query, local_date(work.clock.now()))


async def propose_supervisor(order: messages.ProposeSupervisor, work: Work) -> messages.ContractCard:
    """Next: services/contracts/changes/supervisors.py:propose"""
    await permitted.check(work.ask, order.proposed_by, "propose_supervisor", "proposed_by")
    contract = await versions.find(work.db, order.process_id, lock=False)
    acting = await commissioners.acting_for(work.ask, contract.organisation_id, contract.department_id)
    recorded = await asked_first.last_recorded(order.process_id, work)
    days = order.model_dump(include={"process_id", "from_day", "until_day"})
    last = (await work.ask(FindLastPlanned.model_validate(days))).day
    asked = order.model_dump(include={"process_id", "supervisor_id", "as_of"})
    through = max(last or order.from_day, order.from_day)
    fits = await work.ask(ShowEligible.model_validate(asked | {"through": through}))
    proposed = await supervisors.propose(work.db, order, acting, fits.shown, recorded)
    return await contract_cards.card(work.db, proposed)


async def show_pauses(query: messages.ShowPauses, work: Work) -> messages.PauseShown:
    return await pauses_shown.shown_to(work.db, query)


async def pause_process(order: messages.PauseProcess, work: Work) -> messages.PauseShown:
    """Next: services/contracts/changes/pausing.py:pause"""
    await asked_first.check_speaks(order, order.paused_by, "paused_by", work)
    return await pausing.pause(work.db, order, work.ask)


async def resume_process(order: messages.ResumeProcess, work: Work) -> messages.PauseShown:
    await asked_first.check_speaks(order, order.resumed_by, "resumed_by", work)
    return await resuming.resume(work.db, order, work.ask)


async def remind_of_pause(order: messages.RemindOfPause, work: Work) -> Done:
    await pausing.remind(work.db, order)
    return Done()


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


async def _with_vat(cents: int, on: date, work: Work) -> int:
    return (await work.ask(ShowConsumerPrice(price_cents=cents, on=on))).cents


async def show_handing_over(query: messages.ShowHandingOver, work: Work) -> messages.HandingOverShown:
    """Of no other change, and of one that waits no more: nothing."""
    asked = messages.ShowAmendment(**query.model_dump(exclude={"as_of"}))
    told = await comparing.compare(work.db, asked, local_date(query.as_of))
    version = await work.db.get_one(Contract, (query.process_id, query.version))
    if told.supervisor is None or version.status != "signing" or version.effective_from is None:
        return messages.HandingOverShown()
    plan = await work.ask(
        PreviewHandingOver(
            process_id=query.process_id,
            supervisor_id=told.supervisor.supervisor_id,
            from_day=version.effective_from,
            until_day=told.supervisor.until_day,
            as_of=query.as_of,
        )
    )
    return messages.HandingOverShown.model_validate(
        plan.model_dump(include=set(messages.HandingOverShown.model_fields))
    )


async def show_changed_days(query: messages.ShowChangedDays, work: Work) -> messages.DaysShown:
    """Of a change that leaves the days alone, and of one that waits no more: nothing."""
    asked = messages.ShowAmendment(**query.model_dump(exclude={"as_of"}))
    told = await comparing.compare(work.db, asked, local_date(query.as_of))
    version = await work.db.get_one(Contract, (query.process_id, query.version))
    if not told.series_changes or version.status != "signing" or version.effective_from is None:
        return messages.DaysShown()
    said = terms_of(version).model_dump(include=comparing.OF_THE_SERIES & set(told.changes))
    about = {"process_id": query.process_id, "effective_from": version.effective_from, "as_of": query.as_of}
    plan = await work.ask(PreviewChange.model_validate(about | said))
    shown = plan.model_dump(include=set(messages.DaysShown.model_fields) - {"conflicts"})
    return messages.DaysShown.model_validate(shown)
