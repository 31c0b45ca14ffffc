"""A process's reviews: its supervisor assesses goals and records them, a coordinator sees how they stand or waives."""

import asyncio
from typing import Annotated, Any, ClassVar, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.processes.process_access import process_to
from services.messages.intake import InquiryCard
from services.messages.policy import scope
from services.messages.sessions import (
    ConsentToReview,
    Goals,
    ListGoals,
    ListReviews,
    RecordReview,
    RefuseReview,
    ReviewCard,
    ReviewKind,
    ScoreGoal,
    WaiveReview,
)
from services.messages.values import LongText, Score
from services.web.http.errors import NotFound, Over
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import ProcessPage
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_LOOK: Final = "waive_review"  # whoever may waive a review may see how it stands


class ReviewForm(Form):
    benefit: bool
    wants_to_continue: bool
    statement: LongText = ""


class WaiverForm(Form):
    reason: LongText


class ConsentForm(Form):
    """Nothing to fill in: the press is what is said."""


class ScoreForm(Form):
    not_typed: ClassVar = frozenset({"score"})
    score: Score


@router.get("/processes/{number}/reviews")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process = await process_to(visit, _LOOK, number)
    await visit.note("opened_process", process.process_id)
    return await _list(visit, process)


@router.post("/processes/{number}/goals/{goal_id}/score")
async def score(
    visit: SignedIn,
    number: str,
    goal_id: UUID,
    form: Annotated[Filled[ScoreForm], Depends(filled(ScoreForm))],
) -> Response:
    """One of this very process's goals only."""
    process = await process_to(visit, "score_goal", number)
    if goal_id not in {one.goal_id for one in (await _goals(visit, process)).goals}:
        raise NotFound
    page = ProcessPage(visit, process, "reviews", lambda form: _list(visit, process, form))
    return await page.send(
        form,
        lambda typed: ScoreGoal(
            goal_id=goal_id, score=typed.score, scored_by=visit.person_id, as_of=visit.now
        ),
        said=_("The goal is assessed."),
    )


@router.get("/processes/{number}/reviews/{kind}")
async def show_open(visit: SignedIn, number: str, kind: ReviewKind) -> HTMLResponse:
    process = await process_to(visit, _LOOK, number)
    review = await _review(visit, process, kind)
    if review.status != "open":
        raise Over(f"/processes/{process.number}/reviews")
    return await _page(visit, process, review)


@router.post("/processes/{number}/reviews/{kind}")
async def record(
    visit: SignedIn,
    number: str,
    kind: ReviewKind,
    form: Annotated[Filled[ReviewForm], Depends(filled(ReviewForm))],
) -> Response:
    process = await process_to(visit, "record_review", number)

    async def shown_again(form: Filled[ReviewForm]) -> Response:
        return await _page(visit, process, await _review(visit, process, kind), record=form)

    page = ProcessPage(visit, process, "reviews", shown_again)
    known = {"process_id": page.process_id, "kind": kind, "recorded_by": visit.person_id}
    return await page.send(
        form,
        lambda typed: RecordReview.model_validate(known | typed.model_dump() | {"as_of": visit.now}),
        said=_("The review is recorded."),
    )


@router.post("/processes/{number}/reviews/{kind}/waive")
async def waive(
    visit: SignedIn,
    number: str,
    kind: ReviewKind,
    form: Annotated[Filled[WaiverForm], Depends(filled(WaiverForm))],
) -> Response:
    process = await process_to(visit, "waive_review", number)

    async def shown_again(form: Filled[WaiverForm]) -> Response:
        return await _page(visit, process, await _review(visit, process, kind), waiver=form)

    page = ProcessPage(visit, process, "reviews", shown_again)
    return await page.send(
        form,
        lambda typed: WaiveReview(
            process_id=page.process_id,
            kind=kind,
            reason=typed.reason,
            waived_by=visit.person_id,
            as_of=visit.now,
        ),
        said=_("The review is waived."),
    )


@router.post("/processes/{number}/reviews/{kind}/consent")
async def consent(
    visit: SignedIn,
    number: str,
    kind: ReviewKind,
    form: Annotated[Filled[ConsentForm], Depends(filled(ConsentForm))],
) -> Response:
    page = await _asked(visit, number)
    return await page.send(
        form,
        lambda _typed: ConsentToReview(
            process_id=page.process_id, kind=kind, person_id=visit.person_id, as_of=visit.now
        ),
        said=_("Your consent is given."),
    )


@router.post("/processes/{number}/reviews/{kind}/refuse")
async def refuse(
    visit: SignedIn,
    number: str,
    kind: ReviewKind,
    form: Annotated[Filled[ConsentForm], Depends(filled(ConsentForm))],
) -> Response:
    page = await _asked(visit, number)
    return await page.send(
        form,
        lambda _typed: RefuseReview(
            process_id=page.process_id, kind=kind, person_id=visit.person_id, as_of=visit.now
        ),
        said=_("The review is not released."),
    )


async def _asked(visit: Visit, number: str) -> ProcessPage:
    process = await process_to(visit, "consent_to_review", number)
    return ProcessPage(visit, process, "reviews", lambda form: _list(visit, process, form))


async def _reviews(visit: Visit, process: InquiryCard) -> list[ReviewCard]:
    query = ListReviews(process_id=process.process_id, viewer=visit.viewer)
    return (await visit.ask(query)).reviews


async def _review(visit: Visit, process: InquiryCard, kind: ReviewKind) -> ReviewCard:
    """Raises NotFound for one that was never opened."""
    found = next((one for one in await _reviews(visit, process) if one.kind == kind), None)
    if found is None:
        raise NotFound
    return found


async def _goals(visit: Visit, process: InquiryCard) -> Goals:
    return await visit.ask(ListGoals(process_id=process.process_id, viewer=visit.viewer))


async def _list(visit: Visit, process: InquiryCard, faulty: Filled[Any] | None = None) -> HTMLResponse:
    reviews, goals = await asyncio.gather(_reviews(visit, process), _goals(visit, process))
    return await visit.page(
        "reviews/list.html",
        422 if faulty else 200,
        process=process,
        reviews=reviews,
        goals=goals,
        sees_goals=scope(visit.viewer.role, "goals") != "no",
        form=faulty or Filled[ConsentForm](),
    )


async def _page(
    visit: Visit,
    process: InquiryCard,
    review: ReviewCard,
    *,
    record: Filled[ReviewForm] | None = None,
    waiver: Filled[WaiverForm] | None = None,
) -> HTMLResponse:
    """record, waiver: the one that was sent and is not right yet."""
    faulty: Filled[Any] | None = record or waiver
    return await visit.page(
        "reviews/open.html",
        422 if faulty else 200,
        process=process,
        review=review,
        form=faulty or Filled[ReviewForm](),
        record_form=record or Filled[ReviewForm](),
        waiver_form=waiver or Filled[WaiverForm](),
    )
