"""Mail that did not arrive, by reader: why, where the address is corrected, sending it again, and leaving it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.console.pages.labels.mails import MAIL_REASONS, MAILS, NOT_WRITTEN
from services.console.pages.operations.undelivered_readers import Addressee, addressees, reader_of
from services.messages.notices import (
    LeaveUndelivered,
    ListUndelivered,
    SendAgain,
    UndeliveredMail,
    UndeliveredMails,
)
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.patience import answer_or_none
from services.web.pages.sending import send_command
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/undelivered")
_ACTION: Final = "mend_mail"


@dataclass(frozen=True)
class Letter:
    """One mail, in the visitor's words. status: how it goes on by itself, or that it does not."""

    title: str
    number: str | None
    reason: str
    digits: str
    since: datetime
    next_try_at: datetime | None


@dataclass(frozen=True)
class Reader:
    """Everything that did not reach one reader. notice_ids: as the buttons send them."""

    key: str
    addressee: Addressee
    letters: Sequence[Letter]
    notice_ids: Sequence[UUID]


class MailsForm(Form):
    notice_ids: Annotated[list[UUID], Field(min_length=1, max_length=200)]


@router.get("")
async def show(visit: SignedIn) -> HTMLResponse:
    visit.must(_ACTION)
    found = await undelivered(visit)
    readers = await by_reader(visit, found.mails) if found else []
    return await visit.page(
        "undelivered/list.html", readers=readers, away=found is None, more=found.more if found else False
    )


@router.post("/again")
async def send_again(
    visit: SignedIn, form: Annotated[Filled[MailsForm], Depends(filled(MailsForm))]
) -> Response:
    return await send_command(
        visit,
        SendAgain(sent_by=visit.person_id, notice_ids=_chosen(visit, form), as_of=visit.now),
        then="/undelivered",
        said=_("It is sent again now. If it fails again, it comes back to this list."),
    )


@router.post("/leave")
async def leave(visit: SignedIn, form: Annotated[Filled[MailsForm], Depends(filled(MailsForm))]) -> Response:
    return await send_command(
        visit,
        LeaveUndelivered(left_by=visit.person_id, notice_ids=_chosen(visit, form)),
        then="/undelivered",
        said=_("It is not sent any more."),
    )


async def undelivered(visit: Visit) -> UndeliveredMails | None:
    """None: the service that sends mail is away."""
    return await answer_or_none(visit, ListUndelivered(viewer=visit.viewer, as_of=visit.now))


async def by_reader(visit: Visit, mails: Sequence[UndeliveredMail]) -> list[Reader]:
    """In the order of each reader's longest undelivered one."""
    grouped: dict[str, list[UndeliveredMail]] = {}
    for mail in mails:
        grouped.setdefault(reader_of(mail), []).append(mail)
    named = await addressees(visit, mails)
    return [
        Reader(key, named[key], [_letter(visit, one) for one in theirs], [one.notice_id for one in theirs])
        for key, theirs in grouped.items()
    ]


def reason_of(visit: Visit, reason: str) -> str:
    return visit.text(MAIL_REASONS.get(reason, NOT_WRITTEN))


def _letter(visit: Visit, mail: UndeliveredMail) -> Letter:
    return Letter(
        title=visit.text(MAILS[mail.kind]),
        number=mail.process_number,
        reason=reason_of(visit, mail.reason),
        digits=mail.reply or "",
        since=mail.since,
        next_try_at=mail.next_try_at,
    )


def _chosen(visit: Visit, form: Filled[MailsForm]) -> list[UUID]:
    """Raises NotFound for what no button of the page sends."""
    visit.must(_ACTION)
    if not form.is_valid:
        raise NotFound
    return form.data.notice_ids
