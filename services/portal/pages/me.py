"""A person's own page: name, language, roles, what is kept about them and who looked at it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, JSONResponse, Response

from services.messages.directory import ChangePerson, ShowContacts, ShowPerson, ShowRelations
from services.messages.policy import scope
from services.messages.values import Language, ShortText
from services.portal import access
from services.runtime.web.forms import Filled, Form, described, filled
from services.runtime.web.languages import marked as _
from services.runtime.web.visit import LANGUAGE_COOKIE, SignedIn, Visit

router = APIRouter()
_A_YEAR_S = int(timedelta(days=365).total_seconds())


class MeForm(Form):
    given_name: ShortText
    family_name: ShortText
    language: Language


@router.get("/me")
async def me(visit: SignedIn) -> HTMLResponse:
    person = await visit.ask(ShowPerson(person_id=visit.person_id))
    return await _page(visit, Filled[MeForm](person.model_dump()))


@router.post("/me", openapi_extra=described(MeForm))
async def change(visit: SignedIn, form: Annotated[Filled[MeForm], Depends(filled(MeForm))]) -> Response:
    """The language is that of the pages from now on, and of mails and papers."""
    changed = await form.carry_out(
        lambda typed: visit.ask(
            ChangePerson(person_id=visit.person_id, as_of=visit.now, **typed.model_dump())
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
    """What this door and the directory hold about the person, in a form that other programs read."""
    person, relations, opened = await asyncio.gather(
        visit.ask(ShowPerson(person_id=visit.person_id)),
        visit.ask(ShowRelations(person_id=visit.person_id)),
        _opened_by(visit),
    )
    async with visit.transaction() as session:
        own = await access.by(session, visit.person_id)
    content = {
        "exported_at": visit.now.isoformat(),
        "person": person.model_dump(mode="json"),
        "roles": [one.model_dump(mode="json") for one in relations.relations],
        "what_i_did_here": [_line(one) for one in own],
        "who_opened_my_data": [_line(one) for one in opened],
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
        names=await _names(visit, {one["person_id"] for one in opened}),
        acts=access.ACTS,
        sees_log=_sees_log(visit),
    )


async def _opened_by(visit: Visit) -> Sequence[sa.RowMapping]:
    """Empty for the roles to which the policy does not show it."""
    if not _sees_log(visit):
        return []
    async with visit.transaction() as session:
        return await access.about(session, visit.person_id)


def _sees_log(visit: Visit) -> bool:
    return scope(visit.viewer.role, "access_log") != "no"


async def _names(visit: Visit, person_ids: set[UUID]) -> dict[UUID, str]:
    if not person_ids:
        return {}
    contacts = await visit.ask(ShowContacts(person_ids=sorted(person_ids)))
    return {one.person_id: one.name for one in contacts.people}


def _line(row: sa.RowMapping) -> dict[str, Any]:
    shown = ("role", "act", "process_id", "person_id", "about_person_id")
    return {"at": row["at"].isoformat()} | {name: row[name] and str(row[name]) for name in shown}
