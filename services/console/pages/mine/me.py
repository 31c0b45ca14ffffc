"""A person's own page at the console: name, language, role, and what the access log says of them."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.board.queries.process_numbers import numbers_of
from services.console.pages.labels.platform import SOURCES
from services.console.pages.names import names_of
from services.console.pages.people.credentials import Standing, standing
from services.messages.directory import ChangePerson, ListSupervisors, ShowPerson
from services.messages.names import PersonName
from services.messages.operations import AccessLine, Opening
from services.messages.policy import scope
from services.messages.values import Language, Phone, Role
from services.runtime.finland import local_date
from services.web.access_log.acts import act_in_words
from services.web.access_log.both_doors import NONE_TOLD, Days, lines_of_both, openings_of_both
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.visit import LANGUAGE_COOKIE, SignedIn, Visit

router = APIRouter()
AT_MOST = 50
_A_YEAR_S = int(timedelta(days=365).total_seconds())


class MeForm(Form):
    given_name: PersonName
    family_name: PersonName
    language: Language
    phone: Phone = ""


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


async def _page(visit: Visit, form: Filled[MeForm], status: int = 200) -> HTMLResponse:
    sees_log = scope(visit.viewer.role, "access_log") != "no"
    own = await lines_of_both(visit, {}, AT_MOST, person_id=visit.person_id)
    opened = await _about_me(visit) if sees_log else NONE_TOLD
    everything: list[AccessLine | Opening] = [one.line for one in own.lines]
    everything += [one.opening for one in opened.openings]
    async with visit.transaction() as db:
        numbers = await numbers_of(db, [one.process_id for one in everything if one.process_id])
    return await visit.page(
        "me/show.html",
        status,
        form=form,
        introduced=await _introduced(visit),
        acting=Filled[Form]({"acting": visit.standing.key}),
        own=own,
        opened=opened,
        sees_log=sees_log,
        names=await names_of(visit, [one.opening.person_id for one in opened.openings]),
        numbers=numbers,
        acts={one.act: act_in_words(visit, one.act) for one in everything},
        doors={door: visit.text(SOURCES[door]) for door in ("portal", "console")},
    )


async def _introduced(visit: Visit) -> list[Standing]:
    """What customers are told of a supervisor; nothing of others."""
    if visit.viewer.role is not Role.SUPERVISOR:
        return []
    cards = (await visit.ask(ListSupervisors(with_ended=True, only=visit.person_id))).supervisors
    return [one for card in cards for one in standing(card, local_date(visit.now))]


async def _about_me(visit: Visit) -> Days:
    """What others did about this person; an administrator, who reads the whole log, is shown only what names them."""
    reads_all = scope(visit.viewer.role, "access_log") == "yes"
    return await openings_of_both(visit, AT_MOST, visit.person_id if reads_all else None)
