"""All processes of the viewer, and one with its milestones, its sessions used and left, and its papers."""

import asyncio
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.messages.billing import ProcessCost
from services.messages.contracts import ContractCard, ListContracts
from services.messages.directory import Person
from services.messages.intake import InquiryCard, InquiryChangeShown, ListInquiries, ListInquiryChanges
from services.messages.policy import scope
from services.messages.sessions import SessionCard
from services.portal.pages.mine.gathering import in_other_roles
from services.portal.pages.mine.waiting import Cards, waiting_for
from services.portal.pages.money import disputes
from services.portal.pages.processes.changes.joining import newcomers_of
from services.portal.pages.processes.changes.leaving import group_of
from services.portal.pages.processes.own_process import (
    Process,
    Used,
    find_process,
    held_before_change,
    or_nothing,
    people_of,
    sessions_of,
    trial_of,
    used,
)
from services.portal.pages.processes.phases import early_end, paused_openly, phase_of
from services.runtime.commands.parts import all_parts
from services.runtime.finland import local_date
from services.web.pages.money.costs import cost_of
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()


@router.get("/processes")
async def processes(visit: SignedIn) -> HTMLResponse:
    inquiries, contracts = await asyncio.gather(
        all_parts(visit.ask, ListInquiries(viewer=visit.viewer)),
        all_parts(visit.ask, ListContracts(viewer=visit.viewer)),
    )
    papers = {one.process_id: one for part in contracts for one in part.contracts}
    rows = [
        (one, phase_of(one, paper := papers.get(one.process_id)), early_end(paper))
        for part in inquiries
        for one in part.inquiries
    ]
    return await visit.page("process/list.html", rows=rows)


@router.get("/processes/{number}")
async def process(visit: SignedIn, number: str) -> HTMLResponse:
    found = await find_process(visit, number)
    sessions, supervisors, changes, group, newcomers, trial = await asyncio.gather(
        sessions_of(visit, found),
        supervisors_of(visit, found),
        changes_of(visit, found.inquiry),
        group_of(visit, found) if visit.may("leave_group") else nothing(),
        newcomers_of(visit, found) if visit.may("propose_member") else nothing(),
        trial_of(visit, found),
    )
    await visit.note("opened_process", found.inquiry.process_id)
    papers = [found.contract] if found.contract else []
    disputed = await disputes.are_there(visit, found.process_id)
    counted = _counted(visit, found, sessions)
    return await visit.page(
        "process/show.html",
        process=found,
        held=await held_before_change(visit, found),
        passed=found.milestones(tried=trial is not None, holds=counted.settled < counted.total),
        used=counted,
        end_moves=paused_openly(found.contract),
        supervisors=supervisors,
        changes=changes,
        waiting=waiting_for(Cards([found.inquiry], papers, {}, {})),
        elsewhere=await in_other_roles(visit, found),
        cost=await cost_for_payers(visit, found, sessions),
        group=group,
        newcomers=newcomers,
        ways=ways(visit, found, is_planned=_has_series(sessions), tries=trial is not None, disputed=disputed),
        today=local_date(visit.now),
        ends_early=early_end(found.contract),
    )


async def cost_for_payers(
    visit: Visit, process: Process, sessions: Sequence[SessionCard]
) -> ProcessCost | None:
    """None for who sees no prices, and while there is nothing that costs."""
    signed = process.contract is not None and process.contract.status == "signed"
    if scope(visit.viewer.role, "prices_and_invoices") != "yes" or not (signed or sessions):
        return None
    return await cost_of(visit, process.process_id)


def _counted(visit: Visit, found: Process, sessions: list[SessionCard]) -> Used:
    last_day = found.contract.terms.ends_on if found.contract else None
    return used(sessions, last_day, now=visit.now, waits=paused_openly(found.contract))


def _has_series(sessions: Sequence[SessionCard]) -> bool:
    return any(not one.trial for one in sessions)


async def nothing() -> None:
    """Of a viewer who is in no group."""


async def changes_of(visit: Visit, inquiry: InquiryCard) -> list[InquiryChangeShown]:
    """For who asked: what has become of it since it was sent."""
    if inquiry.revision == 1:
        return []
    asked = visit.ask(ListInquiryChanges(process_id=inquiry.process_id, viewer=visit.viewer))
    told = await or_nothing(asked, "unknown_process")
    return told.changes if told else []


async def supervisor_of(visit: Visit, inquiry: InquiryCard) -> Person | None:
    """Who it is, once one is chosen and offered."""
    known = await people_of(visit, [inquiry.supervisor_id])
    return next(iter(known.values()), None)


async def supervisors_of(visit: Visit, process: Process) -> dict[UUID, Person]:
    """Who it is, once one is chosen and offered, and who stands in."""
    stands_in = process.contract.stands_in if process.contract else None
    return await people_of(visit, [process.inquiry.supervisor_id, stands_in.person_id if stands_in else None])


def ways(
    visit: Visit, process: Process, *, is_planned: bool, tries: bool = False, disputed: bool = False
) -> list[str]:
    """The process's other pages that this viewer has something to see on, in order."""
    role = visit.viewer.role
    sees_prices = scope(role, "prices_and_invoices") != "no"
    signed = process.contract if process.contract and process.contract.status == "signed" else None
    has_series = signed is not None
    takes = signed.open_to if signed and signed.own.may_end else []
    shown = {
        "proposal": sees_prices and visit.may("answer_proposal") and process.inquiry.status in _PROPOSED,
        "trial": tries,
        "contract": visit.may("read_contract") and _has_a_paper(process.contract),
        "plan": has_series and not is_planned,
        "schedule": has_series or tries,
        "what-held": signed is not None and signed.terms.starts_on <= signed.terms.ends_on,
        "goals": has_series and scope(role, "goals") != "no",
        "reviews": has_series and scope(role, "review_statement") != "no",
        "disputes": disputed,
        "close": signed is not None and (signed.own.may_choose or signed.own.may_choose_anew),
        "pause": "pause" in takes
        or (visit.may("pause_process") and _is_paused(signed, local_date(visit.now))),
        "terminate": "end" in takes
        or (visit.may("terminate_process") and signed is not None and signed.ends_early),
    }
    return [name for name, there in shown.items() if there]


def _has_a_paper(contract: ContractCard | None) -> bool:
    """For who is asked to agree to it, or was."""
    return (
        contract is not None and not contract.never_completed and contract.status not in ("draft", "given_up")
    )


def _is_paused(contract: ContractCard | None, today: date) -> bool:
    """Or will be: what everybody in it may read of. One that is over is nobody's any more."""
    if contract is None or contract.ended or contract.paused_from is None:
        return False
    return contract.goes_on is None or contract.goes_on > today


_PROPOSED = {"proposed", "accepted", "reproposed", "declined", "expired"}
