"""A series is looked at, proposed, and confirmed."""

from services.messages import contracts
from services.messages import sessions as messages
from services.messages.envelope import Done
from services.runtime import permitted
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date
from services.sessions import contract_facts
from services.sessions.changes import handing_over
from services.sessions.content.vault import vault_of
from services.sessions.planning import booking, counting
from services.sessions.proposing import answering, proposing, showing
from services.sessions.tables import Agreement
from services.sessions.trials import preparing


async def preview_series(query: messages.PreviewSeries, work: Work) -> messages.SeriesPlan:
    """Of the contract as it stands, signed or not."""
    card = await work.ask(contracts.ShowContract(process_id=query.process_id))
    agreed = contract_facts.facts(query.process_id, card.version, card.terms, card.parties)
    agreement = Agreement(**agreed, renews=card.renews)
    return await booking.preview(work.db, agreement, query.as_of)


async def count_sessions(query: messages.CountSessions, work: Work) -> messages.SessionsCounted:
    return await counting.count(work.db, query)


async def find_trial_days(query: messages.FindTrialDays, work: Work) -> messages.TrialDaysFound:
    return await preparing.look(work.db, query)


async def propose_first_plan(order: messages.ProposeFirstPlan, work: Work) -> Done:
    """Next: services/sessions/proposing/proposing.py:propose_first"""
    card = await work.ask(contracts.ShowContract(process_id=order.process_id))
    if card.status != "signed":
        raise Refusal("contract_not_signed", "process_id")
    await contract_facts.keep(work.db, order.process_id, card.version, card.terms, card.parties, card.renews)
    await proposing.propose_first(work.db, order.process_id, order.as_of)
    return Done()


async def preview_plan(query: messages.PreviewPlan, work: Work) -> messages.PlanPreview:
    return await proposing.preview(work.db, query)


async def propose_plan(order: messages.ProposePlan, work: Work) -> Done:
    agreement = await contract_facts.find(work.db, order.process_id, local_date(order.as_of))
    if order.proposed_by != agreement.supervisor_id:
        await permitted.check(work.ask, order.proposed_by, "propose_plan", "proposed_by")
    await proposing.propose(work.db, order)
    return Done()


async def confirm_plan(order: messages.ConfirmPlan, work: Work) -> Done:
    if await answering.confirm(work.db, order):
        await handing_over.hand_over_booked(work.db, order.process_id, order.as_of)
    return Done()


async def ask_other_plan(order: messages.AskOtherPlan, work: Work) -> Done:
    await answering.ask_otherwise(work.db, vault_of(work), order)
    return Done()


async def show_plan(query: messages.ShowPlan, work: Work) -> messages.PlanShown:
    return await showing.shown_to(work.db, vault_of(work), query)
