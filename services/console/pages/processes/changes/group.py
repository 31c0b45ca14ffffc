"""The group of a signed contract, by name for who may know it; a coordinator settles how it goes on with fewer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.console.pages.names import names_of
from services.console.pages.processes.process_access import process_to
from services.messages.contracts import Newcomers, ShowNewcomers
from services.messages.sessions import Group, SettleGroup, ShowGroup
from services.runtime.commands.refusal import Fault, Refusal
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.representing import RepresentativeForm, naming
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_SETTLE: Final = "settle_group"
_NAME: Final = "name_representative"


class SettlingForm(Form):
    """Nothing to fill in: the press is what is said."""


@dataclass(frozen=True)
class Member:
    """left_on: the last day in the group; joins_on: the first, of who is to come. reason: to a coordinator."""

    name: str
    left_on: date | None
    reason: str
    joins_on: date | None = None
    person_id: UUID | None = None


@dataclass(frozen=True)
class NamedGroup:
    """names: of all of them, and of those who are to join."""

    members: Sequence[Member]
    shown: Group
    names: Mapping[UUID, str]
    newcomers: Newcomers = field(default_factory=Newcomers)


async def group_of(visit: Visit, process_id: UUID) -> NamedGroup | None:
    """None where nothing is signed, where the viewer knows no names, and while sessions does not answer."""
    try:
        group = await visit.ask(ShowGroup(process_id=process_id, viewer=visit.viewer))
    except (Refusal, Fault):
        return None
    joining = await newcomers_of(visit, process_id)
    ids = [*(one.person_id for one in group.members), *(one.person_id for one in joining.newcomers)]
    names = await names_of(visit, ids)
    members = [
        Member(names.get(one.person_id, ""), one.left_on, one.reason, one.joins_on, one.person_id)
        for one in group.members
    ]
    known = NamedGroup(members, group, names, joining)
    return known if members else None


async def newcomers_of(visit: Visit, process_id: UUID) -> Newcomers:
    """Nobody, while contracts does not answer."""
    try:
        return await visit.ask(ShowNewcomers(process_id=process_id, viewer=visit.viewer))
    except (Refusal, Fault):
        return Newcomers()


@router.post("/processes/{number}/group/settle")
async def settle(
    visit: SignedIn, number: str, form: Annotated[Filled[SettlingForm], Depends(filled(SettlingForm))]
) -> Response:
    process = await process_to(visit, _SETTLE, number)

    async def back() -> Response:
        return await visit.go(f"/processes/{process.number}", said=visit.text(_("This cannot be done now.")))

    return await send_form(
        visit,
        form,
        lambda _typed: SettleGroup(
            process_id=process.process_id, settled_by=visit.person_id, as_of=visit.now
        ),
        then=f"/processes/{process.number}",
        said=_("Noted: the group goes on as it is."),
        shown_again=back,
        process_id=process.process_id,
    )


@router.post("/processes/{number}/group/representative")
async def name(
    visit: SignedIn,
    number: str,
    form: Annotated[Filled[RepresentativeForm], Depends(filled(RepresentativeForm))],
) -> Response:
    """On the members' word: each of them is asked."""
    process = await process_to(visit, _NAME, number)
    path = f"/processes/{process.number}"

    async def back() -> Response:
        wrong = form.said or next(iter(form.errors.values()), _("This cannot be done now."))
        return await visit.go(f"{path}#group", said=visit.text(wrong))

    return await send_form(
        visit,
        form,
        lambda typed: naming(visit, process.process_id, typed),
        then=f"{path}#group",
        said=_("The members are asked. It is so when every one of them agrees."),
        shown_again=back,
        process_id=process.process_id,
    )
