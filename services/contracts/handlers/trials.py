"""A trial before the contract: prepared, agreed to, decided."""

from datetime import datetime
from uuid import UUID

from services.contracts.papers import versions
from services.contracts.signing import interests
from services.contracts.tables import Trial
from services.contracts.trials import (
    agreements,
    decisions,
    declining,
    handing_over,
    looking,
    looking_ahead,
    on_paper,
    opening,
    preparing,
    shown,
)
from services.messages import contracts as messages
from services.messages.envelope import Done
from services.messages.intake import ShowProposal
from services.runtime import commissioners, permitted
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.policy import may


async def prepare_trial(order: messages.PrepareTrial, work: Work) -> Done:
    """Next: services/contracts/trials/preparing.py:prepare"""
    await permitted.check(work.ask, order.prepared_by, "prepare_trial", "prepared_by")
    proposal = await work.ask(ShowProposal(process_id=order.process_id, accepted=True))
    customer = (proposal.organisation_id, proposal.department_id)
    if order.commissioner_id not in await commissioners.acting_for(work.ask, *customer):
        raise Refusal("not_a_commissioner", "commissioner_id")
    if await versions.look_up(work.db, order.process_id, lock=False):
        raise Refusal("trial_decided", "process_id")
    days = await _days(order, work) if order.fingerprint is not None else None
    interest = await interests.to_show(work.ask, order.process_id, proposal.supervisor_id)
    trial = await opening.find_or_open(work.db, proposal, order.as_of)
    await preparing.prepare(work.db, trial, order, proposal.supervisor_id, interest, days)
    return Done()


async def agree_to_trial(order: messages.AgreeToTrial, work: Work) -> Done:
    asked = await opening.find(work.db, order.process_id, lock=False)
    acting = await commissioners.acting_for(work.ask, asked.organisation_id, asked.department_id)
    await agreements.agree(work.db, order, acting)
    return Done()


async def decline_trial(order: messages.DeclineTrial, work: Work) -> Done:
    asked = await opening.find(work.db, order.process_id, lock=False)
    acting = await commissioners.acting_for(work.ask, asked.organisation_id, asked.department_id)
    await declining.decline(work.db, order, acting)
    return Done()


async def say_trial_decision(order: messages.SayTrialDecision, work: Work) -> Done:
    await decisions.say(work.db, order)
    return Done()


async def give_up_trial(order: messages.GiveUpTrial, work: Work) -> Done:
    await permitted.check(work.ask, order.given_up_by, "prepare_trial", "given_up_by")
    await decisions.give_up(work.db, await _found(order.process_id, order.as_of, work), order)
    return Done()


async def hand_over_trial(order: messages.HandOverTrial, work: Work) -> Done:
    """Next: services/contracts/trials/handing_over.py:hand_over"""
    await permitted.check(work.ask, order.handed_over_by, "prepare_trial", "handed_over_by")
    decides = opening.decider_of(await opening.find(work.db, order.process_id, lock=False))
    left = decides if await handing_over.leaves(work.ask, decides) else None
    chosen = (await work.ask(ShowProposal(process_id=order.process_id, accepted=True))).supervisor_id
    trial = await opening.find(work.db, order.process_id)
    await handing_over.hand_over(work.db, trial, order, chosen, left=left)
    return Done()


async def look_at_trial(order: messages.LookAtTrial, work: Work) -> messages.TrialFound:
    return await looking.look(work.db, await _found(order.process_id, order.as_of, work), order.as_of)


async def show_trial(query: messages.ShowTrial, work: Work) -> messages.TrialShown:
    """Also where nothing has been done about it yet, as the proposal has it."""
    trial = await _as_it_stands(query.process_id, work)
    told = await shown.show(work.db, trial, query.viewer)
    if not may(query.viewer.role, "prepare_trial"):
        return told
    possible = await handing_over.is_possible(work.ask, trial, work.clock.now())
    return told.model_copy(update={"may_hand_over": possible})


async def show_trial_paper(query: messages.ShowTrialPaper, work: Work) -> messages.TrialPaper:
    trial = await _as_it_stands(query.process_id, work)
    await shown.check_reach(work.db, trial, query.viewer)
    return await on_paper.paper_of(trial, work)


async def preview_trial(query: messages.PreviewTrial, work: Work) -> messages.TrialPreview:
    """Next: services/sessions/trials/preparing.py:look"""
    trial = await _as_it_stands(query.process_id, work)
    return looking_ahead.preview(trial, await work.ask(looking_ahead.days_wanted(trial, query)))


async def list_trials(query: messages.ListTrials, work: Work) -> messages.Trials:
    return await shown.list_open(work.db, query.viewer)


async def _days(order: messages.PrepareTrial, work: Work) -> str:
    """What would be found now, as a fingerprint."""
    trial = await _as_it_stands(order.process_id, work)
    wanted = looking_ahead.days_from(trial, order.first_day, order.as_of)
    return looking_ahead.fingerprint(await work.ask(wanted))


async def _as_it_stands(process_id: UUID, work: Work) -> Trial:
    """Kept nowhere, where nobody has prepared it yet."""
    if trial := await opening.look_up(work.db, process_id, lock=False):
        return trial
    proposal = await work.ask(ShowProposal(process_id=process_id, accepted=True))
    return Trial(**opening.as_accepted(proposal, work.clock.now()))


async def _found(process_id: UUID, at: datetime, work: Work) -> Trial:
    """Opened, where nobody has prepared it yet."""
    if trial := await opening.look_up(work.db, process_id):
        return trial
    proposal = await work.ask(ShowProposal(process_id=process_id, accepted=True))
    return await opening.find_or_open(work.db, proposal, at)
