"""The link in a mail by which a member says yes or no to who is to join, without an account. GET changes nothing."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.contracts import AgreeToMember, Newcomer, ShowNewcomers, ShowPaperLink
from services.messages.directory import ShowContacts
from services.messages.values import Role, Viewer
from services.portal.pages.processes.mailed_links import opened
from services.portal.pages.processes.own_process import or_nothing
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.visit import Anyone, Visit

router = APIRouter()


class YesOrNoForm(Form):
    agrees: bool


@dataclass(frozen=True)
class Asked:
    """Of which member, about whom. one: as it stands."""

    token: str
    process_id: UUID
    person_id: UUID
    one: Newcomer


@router.get("/join/{token}")
async def show(visit: Anyone, token: str) -> HTMLResponse:
    return await _page(visit, token, Filled[YesOrNoForm]())


@router.post("/join/{token}")
async def answer(
    visit: Anyone, token: str, form: Annotated[Filled[YesOrNoForm], Depends(filled(YesOrNoForm))]
) -> Response:
    asked = await _asked(visit, token)
    if asked is None:
        return await visit.page("joining/link_over.html", 410)
    done = await form.carry_out(
        lambda typed: visit.ask(
            AgreeToMember(
                process_id=asked.process_id,
                newcomer_id=asked.one.person_id,
                from_day=asked.one.from_day,
                agrees=typed.agrees,
                person_id=asked.person_id,
                as_of=visit.now,
            )
        )
    )
    if done is None:
        return await _page(visit, token, form, 422)
    return await visit.page("joining/answered.html", agrees=form.data.agrees, token=token)


async def _page(visit: Visit, token: str, form: Filled[YesOrNoForm], status: int = 200) -> HTMLResponse:
    asked = await _asked(visit, token)
    if asked is None:
        return await visit.page("joining/link_over.html", 410)
    one = asked.one
    [person] = (await visit.ask(ShowContacts(person_ids=[one.person_id]))).people
    return await visit.page("joining/by_link.html", status, asked=asked, one=one, name=person.name, form=form)


async def _asked(visit: Visit, token: str) -> Asked | None:
    """None once its time is over, it went to an address that is no longer theirs, or nothing waits for this member.

    Raises NotFound for a link not of ours.
    """
    link = await opened(visit, ShowPaperLink, "joining", token)
    if link.standing != "good" or link.person_id is None:
        return None
    process_id, stays = UUID(link.facts["process_id"]), link.person_id
    viewer = Viewer(person_id=stays, role=Role.SUPERVISEE)
    query = ShowNewcomers(process_id=process_id, viewer=viewer)
    shown = await or_nothing(visit.ask(query), "unknown_process")
    wanted = (link.newcomer_id, date.fromisoformat(link.facts["from_day"]))
    for one in shown.newcomers if shown else []:
        if one.may_refuse and (one.person_id, one.from_day) == wanted:
            return Asked(token, process_id, stays, one)
    return None
