"""My day: what waits for the visitor, the most urgent first; every row leads to the act that clears it."""

from collections.abc import Sequence
from datetime import date, datetime

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.console.board import assignments, live_changes
from services.console.board.queries.process_numbers import numbers_of
from services.console.board.queries.worklist import Item, worklist
from services.console.pages.labels.processes import TASKS
from services.console.pages.mine import papers
from services.console.pages.mine.other_roles import in_other_roles
from services.console.pages.mine.whom_to_call import nobody_to_call
from services.console.pages.money.delivering import undelivered as undelivered_documents
from services.console.pages.money.reported import reports_that_wait
from services.console.pages.money.waiting_runs import runs_that_wait
from services.console.pages.names import with_customers
from services.console.pages.operations.undelivered import Reader, by_reader, undelivered
from services.console.pages.settings.first_steps import Step, are_missing, first_steps, only_inquiry
from services.console.pages.settings.overview import inquiry_address, told
from services.messages.billing import DraftItems, ListDraftItems
from services.messages.contracts import ListContracts, ListTrials, TrialShown
from services.messages.directory import AdmissionCard, ListAdmissions
from services.messages.intake import InterestAskedOf, ListInterestsAsked
from services.messages.sessions import SessionCard, ShowWaiting, Waits
from services.messages.values import Role
from services.runtime.finland import local_date
from services.web.pages.patience import answer_or_none, parts_or_none
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
TASK_PAGES = {
    "decide_screening": "/processes/{number}/screening",
    "match": "/matching/{number}",
    "send_proposal": "/processes/{number}/proposing",
    "change_proposal": "/processes/{number}/proposing",
    "chase_answer": "/processes/{number}/proposing",
    "prepare_trial": "/processes/{number}/trial",
    "answer_trial": "/processes/{number}/trial",
    "chase_trial": "/processes/{number}/trial",
    "complete_contract": "/processes/{number}/contracting",
    "name_commissioner": "/organisations/{organisation_id}",
    "mend_contract": "/processes/{number}/contracting",
    "chase_signature": "/processes/{number}/contracting",
    "decide_interest": "/processes/{number}/interest",
    "answer_member": "/processes/{number}/contracting",
    "settle_group": "/processes/{number}#group",
    "find_supervisor": "/processes/{number}/supervisor",
    "replace_chosen": "/matching/{number}",
    "end_pause": "/processes/{number}/pause",
    "end_wait": "/processes/{number}/pause",
    "take_change_back": "/processes/{number}/amendment",
    "confirm_ending": "/processes/{number}/terminate",
    "propose_plan": "/processes/{number}/plan",
    "replan_session": "/sessions/{session_id}/replan",
    "chase_confirmation": "/sessions/{session_id}",
    "confirm_session": "/sessions/{session_id}",
    "settle_review": "/processes/{number}/reviews",
    "chase_review": "/processes/{number}/reviews",
    "record_review": "/processes/{number}/reviews",
    "chase_continuation": "/processes/{number}",
    "bill_by_hand": "/billing/runs#held",
    "resolve_dispute": "/billing/disputes",
}


@router.get("/")
async def my_day(visit: SignedIn) -> HTMLResponse:
    mails, told = await _undelivered(visit), await _told_by_sessions(visit)
    async with visit.transaction() as db:
        # First: what comes to pass meanwhile is told once more, never lost.
        newest = await live_changes.newest(db)
        waiting = await worklist(db, visit.viewer.role, visit.person_id, visit.now, told.reviews)
    nobody_can_come, plans = await _of_sessions(visit, told)
    return await visit.page(
        "day/show.html",
        items=await _with_acts(visit, waiting.items),
        more=waiting.more,
        admissions=await _admissions(visit),
        nobody_can_come=nobody_can_come,
        plans=plans,
        papers=await papers.waiting(visit),
        earlier_ends=await _earlier_ends(visit),
        interests=await _interests(visit),
        trials=await _trials(visit),
        mails=mails or [],
        mails_unknown=mails is None,
        documents=await undelivered_documents(visit),
        runs=await runs_that_wait(visit),
        reports=await reports_that_wait(visit),
        elsewhere=await in_other_roles(visit),
        newest=newest,
        today=local_date(visit.now),
        draft=await _draft(visit),
        nobody_to_call=await nobody_to_call(visit),
        steps=await _first_steps(visit),
        inquiry=inquiry_address(visit),
        only_inquiry=await only_inquiry(visit),
    )


async def _with_acts(visit: Visit, items: Sequence[Item]) -> list[tuple[Item, str, str]]:
    """Each with its page and its title."""
    titles = {kind: visit.text(words) for kind, words in TASKS.items()}
    return [(one, path_to(one), titles[one.kind]) for one in await with_customers(visit, items)]


def path_to(item: Item) -> str:
    """The page with the act that clears the row."""
    return TASK_PAGES[item.kind].format(**vars(item))


async def _first_steps(visit: Visit) -> list[tuple[Step, str, str]]:
    """What the provider itself still lacks, for those who may say some of it; nothing once it is all there."""
    steps = await first_steps(visit) if visit.may("watch_system") else []
    return told(visit, steps) if are_missing(steps) else []


async def _undelivered(visit: Visit) -> list[Reader] | None:
    """Of a coordinator's own processes, of those that nobody looks after, and of none; none: it is not known."""
    if not visit.may("mend_mail"):
        return []
    found = await undelivered(visit)
    if found is None:
        return None
    mails = found.mails
    if visit.viewer.role is Role.COORDINATOR:
        async with visit.transaction() as db:
            given = await assignments.given(db, {one.process_id for one in mails if one.process_id})
        mine = {None, visit.person_id}
        mails = [one for one in mails if one.process_id is None or given.get(one.process_id) in mine]
    return await by_reader(visit, mails)


async def _admissions(visit: Visit) -> list[AdmissionCard]:
    """Contacts of a known customer whom its HR has not answered about in its time."""
    if visit.viewer.role is not Role.COORDINATOR:
        return []
    waiting = (await visit.ask(ListAdmissions(viewer=visit.viewer))).admissions
    return [one for one in waiting if one.may_answer]


async def _told_by_sessions(visit: Visit) -> Waits:
    """Of a supervisor; nothing while it is away."""
    told = None
    if visit.viewer.role is Role.SUPERVISOR:
        told = await answer_or_none(visit, ShowWaiting(viewer=visit.viewer, as_of=visit.now))
    return told or Waits(goals=[], nobody_can_come=[])


async def _of_sessions(visit: Visit, told: Waits) -> tuple[list[tuple[SessionCard, str]], list[str]]:
    """With the numbers of the processes: sessions to which nobody can come, which may be moved or called off in time,
    and processes without days.
    """
    async with visit.transaction() as db:
        about = {*(one.process_id for one in told.nobody_can_come), *told.plans_to_propose}
        numbers = await numbers_of(db, about) if about else {}
    nobody = [(one, numbers[one.process_id]) for one in told.nobody_can_come if one.process_id in numbers]
    return nobody, sorted(numbers[one] for one in told.plans_to_propose if one in numbers)


async def _earlier_ends(visit: Visit) -> list[tuple[str, date]]:
    """Of a supervisor: where another party proposed an earlier last day, and until when it is to be answered."""
    if visit.viewer.role is not Role.SUPERVISOR:
        return []
    parts = await parts_or_none(visit, ListContracts(viewer=visit.viewer)) or []
    asked = {
        one.process_id: one.own.answer_end_by
        for part in parts
        for one in part.contracts
        if one.own.answer_end_by
    }
    async with visit.transaction() as db:
        numbers = await numbers_of(db, set(asked))
    return sorted(((numbers[one], by) for one, by in asked.items() if one in numbers), key=lambda row: row[1])


async def _interests(visit: Visit) -> list[InterestAskedOf]:
    """Of a supervisor: processes for which they are thought of, and what they have to do with them is not said."""
    if visit.viewer.role is not Role.SUPERVISOR:
        return []
    told = await answer_or_none(visit, ListInterestsAsked(viewer=visit.viewer))
    return told.waiting if told else []


async def _trials(visit: Visit) -> list[tuple[TrialShown, str]]:
    """Of a supervisor: trials to say yes to, and those after which they say whether it goes on; with the numbers."""
    if visit.viewer.role is not Role.SUPERVISOR:
        return []
    told = await answer_or_none(visit, ListTrials(viewer=visit.viewer))
    waiting = [one for one in told.trials if _asks(one, visit.now)] if told else []
    async with visit.transaction() as db:
        numbers = await numbers_of(db, {one.process_id for one in waiting})
    return [(one, numbers[one.process_id]) for one in waiting if one.process_id in numbers]


def _asks(trial: TrialShown, now: datetime) -> bool:
    """Their yes to it, and then, once it has begun, whether it goes on."""
    begun = min([*trial.starts_at, *trial.called_off], default=now) < now
    return trial.own.may_agree or (begun and trial.own.may_decide and trial.own.word is None)


async def _draft(visit: Visit) -> DraftItems | None:
    """What waits to be invoiced, for finance."""
    if visit.viewer.role is not Role.FINANCE:
        return None
    return await visit.ask(ListDraftItems(viewer=visit.viewer))
