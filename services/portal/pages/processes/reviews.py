"""A process's interim and final review: what was said, for whom it is to be read, and the consent to releasing it."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.policy import scope
from services.messages.sessions import ConsentToReview, ListReviews, RefuseReview, ReviewKind
from services.portal.pages.processes.own_process import Process, find_process
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import ProcessPage
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_CONSENT: Final = "consent_to_review"


class ConsentForm(Form):
    """Nothing to fill in: the press is what is said."""


@router.get("/processes/{number}/reviews")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process = await _opened(visit, number)
    await visit.note("opened_process", process.process_id)
    return await _page(visit, process, Filled[ConsentForm]())


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
        said=_("Your consent is given. Thank you."),
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
        said=_("The review is not released. Nobody is told who said no."),
    )


async def _asked(visit: Visit, number: str) -> ProcessPage:
    """Whose consent it takes, sessions says: also that of some who have left since."""
    visit.must(_CONSENT)
    process = await _opened(visit, number)
    return ProcessPage(visit, process, "reviews", lambda form: _page(visit, process, form, 422))


async def _opened(visit: Visit, number: str) -> Process:
    """Raises NotFound for whose role reviews are hidden from, and while nothing is signed."""
    if scope(visit.viewer.role, "review_statement") == "no":
        raise NotFound
    process = await find_process(visit, number)
    if process.contract is None or process.contract.status != "signed":
        raise NotFound
    return process


async def _page(visit: Visit, process: Process, form: Filled[ConsentForm], status: int = 200) -> HTMLResponse:
    query = ListReviews(process_id=process.process_id, viewer=visit.viewer)
    found = await visit.ask(query)
    return await visit.page("reviews/show.html", status, process=process, reviews=found.reviews, form=form)
