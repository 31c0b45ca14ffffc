"""For anybody who holds a copy of a signed contract: whether it is still what was sealed. Nothing of it is kept."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.messages.contracts import SealedPaperShown, ShowSealCertificates, ShowSealedPaper
from services.paper_seals.bounded import TooManyAtOnce, UnreadableFile, checked
from services.portal.pages.processes.own_process import or_nothing
from services.web.http import limits
from services.web.http.leaving import while_there
from services.web.http.uploads import file_of, takes_file
from services.web.pages.forms import Filled
from services.web.pages.languages import marked as _
from services.web.pages.visit import Anyone, Visit

router = APIRouter()
LARGEST = 5 << 20
"""Bytes. A contract of ours has a fiftieth of it."""
_BEGINS = b"%PDF-"
_MAY_STAND_BEFORE = 1024


@dataclass(frozen=True)
class Answer:
    """paper: which one it is; none where only its seal says so, by `number` and `version`."""

    found: Literal["unchanged", "added_to", "changed", "not_ours", "unreadable"]
    number: str = ""
    version: str = ""
    paper: SealedPaperShown | None = None


@router.get("/verify")
async def show(visit: Anyone) -> HTMLResponse:
    return await _page(visit, Filled[Any]())


@router.post("/verify")
@takes_file(LARGEST)
async def check(visit: Anyone) -> HTMLResponse:
    form = Filled[Any]()
    if not await _may_go_on(visit):
        form.refuse(None, _("Many files have come from here in a short time. Wait some minutes."))
        return await _page(visit, form, status=429)
    file = await file_of(visit.request, "file")
    if not file:
        form.refuse("file", _("Choose the file first."))
    elif _BEGINS not in file[:_MAY_STAND_BEFORE]:
        form.refuse(
            "file", _("This is not a PDF file. Choose the file of the contract as it was downloaded.")
        )
    if not form.is_valid:
        return await _page(visit, form, status=422)
    try:
        return await _page(visit, form, await _looked_into(visit, file))
    except TooManyAtOnce:
        form.refuse(None, _("Others are having their files checked just now. Try again in a minute."))
        return await _page(visit, form, status=429)


async def _looked_into(visit: Visit, file: bytes) -> Answer:
    """What is kept byte for byte needs no more; else what its seal covers."""
    if paper := await _kept(visit, sha256(file).hexdigest()):
        return _of(paper, "unchanged")
    ours = (await visit.ask(ShowSealCertificates())).certificates
    try:
        seal = await while_there(visit.request, checked(file, ours, visit.network))
    except UnreadableFile:
        return Answer("unreadable")
    if seal.seal != "holds":
        return Answer("changed" if seal.seal == "broken" else "not_ours")
    found: Literal["unchanged", "added_to"] = "unchanged" if seal.whole else "added_to"
    if paper := await _kept(visit, seal.covered_sha256):
        return _of(paper, found)
    number, _slash, version = seal.label.rpartition("/")
    return Answer(found, number, version)


async def _kept(visit: Visit, fingerprint: str) -> SealedPaperShown | None:
    return await or_nothing(visit.ask(ShowSealedPaper(sha256=fingerprint)), "unknown_paper")


def _of(paper: SealedPaperShown, found: Literal["unchanged", "added_to"]) -> Answer:
    return Answer(found, paper.number, str(paper.version), paper)


async def _may_go_on(visit: Visit) -> bool:
    async with visit.transaction() as db:
        return await limits.take(db, limits.PAPER, visit.network, visit.door.real_clock.now())


async def _page(
    visit: Visit, form: Filled[Any], answer: Answer | None = None, status: int = 200
) -> HTMLResponse:
    megabytes = LARGEST >> 20
    return await visit.page("verify/show.html", status, form=form, answer=answer, megabytes=megabytes)
