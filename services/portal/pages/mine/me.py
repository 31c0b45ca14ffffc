"""A person's own page: name, language, roles, what is kept about them and who looked at it."""

import asyncio
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, JSONResponse, Response

from services.messages.directory import ChangePerson, ShowContacts, ShowPerson, ShowRelations
from services.messages.intake import ListInquiries
from services.messages.names import PersonName
from services.messages.notices import ShowMailChoices
from services.messages.policy import scope
from services.messages.values import Language
from services.web.access_log.acts import act_in_words
from services.web.access_log.both_doors import NONE_TOLD, Day, Days, Line, lines_of_both, openings_of_both
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.patience import answer_or_none
from services.web.pages.visit import LANGUAGE_COOKIE, SignedIn, Visit

router = APIRouter()
AT_MOST = 200
_A_YEAR_S = int(timedelta(days=365).total_seconds())


class MeForm(Form):
    given_name: PersonName
    family_name: PersonName
    language: Language


@router.get("/me")
async def me(visit: SignedIn) -> HTMLResponse:
    person = await visit.ask(ShowPerson(person_id=visit.person_id))
    return await _page(visit, Filled[MeForm](person.model_dump()))


@router.post("/me")
async def change(visit: SignedIn, form: Annotated[Filled[MeForm], Depends(filled(MeForm))]) -> Response:
    """The language is that of the pages from now on, and of mails and papers."""
    changed = await form.carry_out(
        lambda typed: visit.ask(
            ChangePerson(
                person_id=visit.person_id, changed_by=visit.person_id, as_of=visit.now, **typed.model_dump()
            )
        )
    )
    if changed is None:
        return await _page(visit, form, 422)
    visit.door.identities.forget(visit.person_id)
    said = visit.door.renderer.text(changed.language, _("Your details are saved."))
    response = await visit.go("/me", said=said)
    response.set_cookie(
        LANGUAGE_COOKIE,
        changed.language,
        max_age=_A_YEAR_S,
        secure=visit.door.cookies_are_sealed,
        httponly=True,
        samesite="lax",
    )
    return response


@router.get("/me/data.json")
async def data(visit: SignedIn) -> Response:
    """What the doors and the directory hold about the person, in a form that other programs read."""
    person, relations, mails, opened, own = await asyncio.gather(
        visit.ask(ShowPerson(person_id=visit.person_id)),
        visit.ask(ShowRelations(person_id=visit.person_id)),
        answer_or_none(visit, ShowMailChoices(person_id=visit.person_id)),
        _opened_by(visit),
        lines_of_both(visit, {}, AT_MOST, person_id=visit.person_id),
    )
    content = {
        "exported_at": visit.now.isoformat(),
        "person": person.model_dump(mode="json"),
        "roles": [one.model_dump(mode="json") for one in relations.relations],
        "mails": mails.model_dump() if mails else None,
        "what_i_did_here": [_line(one) for one in own.lines],
        "who_opened_my_data": [_day(one) for one in opened.openings],
    }
    return JSONResponse(
        content, headers={"content-disposition": 'attachment; filename="luotsi-my-data.json"'}
    )


async def _page(visit: Visit, form: Filled[MeForm], status: int = 200) -> HTMLResponse:
    opened = await _opened_by(visit)
    acting = Filled[Form]({"acting": visit.standing.key})
    return await visit.page(
        "me/show.html",
        status,
        form=form,
        acting=acting,
        opened=opened,
        names=await _names(visit, {one.opening.person_id for one in opened.openings}),
        numbers=await _numbers(visit, opened),
        acts={one.opening.act: act_in_words(visit, one.opening.act) for one in opened.openings},
        sees_log=_sees_log(visit),
    )


async def _opened_by(visit: Visit) -> Days:
    """What others did, at both doors, about the person or about a process of theirs; for roles that may know."""
    return await openings_of_both(visit, AT_MOST) if _sees_log(visit) else NONE_TOLD


def _sees_log(visit: Visit) -> bool:
    return scope(visit.viewer.role, "access_log") != "no"


async def _names(visit: Visit, person_ids: set[UUID]) -> dict[UUID, str]:
    if not person_ids:
        return {}
    contacts = await visit.ask(ShowContacts(person_ids=sorted(person_ids)))
    return {one.person_id: one.name for one in contacts.people}


async def _numbers(visit: Visit, opened: Days) -> dict[UUID, str]:
    if not any(one.opening.process_id for one in opened.openings):
        return {}
    in_reach = await visit.ask(ListInquiries(viewer=visit.viewer))
    return {one.process_id: one.number for one in in_reach.inquiries}


def _line(one: Line) -> dict[str, Any]:
    return {"door": one.door} | one.line.model_dump(mode="json", exclude={"line_id"})


def _day(one: Day) -> dict[str, Any]:
    return {"door": one.door} | one.opening.model_dump(mode="json")
