"""Who could supervise: one to three on hard facts, each with the reasons; the others with what stands against them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.names import all_supervisors
from services.console.pages.people.credentials import last_day
from services.console.pages.processes.process_access import people_of, process_to
from services.messages.contracts import HandOverTrial, ShowTrial, TrialShown
from services.messages.directory import Person, SupervisorCard
from services.messages.intake import (
    Candidate,
    ChooseSupervisor,
    InquiryCard,
    InquiryStatus,
    InterestCard,
    ShortlistSupervisors,
    ShowInterests,
)
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit
from services.wording.ordering import by_family_name

router = APIRouter()
_ACTION: Final = "match"
_CHANGED_ON_THE_CARD = {
    "language": "languages",
    "region": "regions",
    "audience": "audiences",
    "no_capacity": "capacity",
}
"""The field of the supervisor's card in which a reason against them is mended."""

_HAS_A_PAPER = (InquiryStatus.ACCEPTED, InquiryStatus.RENEWAL)
_SAID = {
    "proposing": _("The supervisor is chosen. Make the proposal next."),
    "contracting": _("The supervisor is chosen. Complete the contract, which names them."),
    "taken over": _("The supervisor is chosen, and says now whether it goes on. Everybody is told."),
    "trial": _("The supervisor is chosen. Prepare the trial, which names them."),
}


class ChoiceForm(Form):
    """instead_of: who is chosen as the page was made."""

    supervisor_id: UUID
    instead_of: UUID | None = None


@dataclass(frozen=True)
class Reason:
    """A reason of `services.intake.supervisors.matching`: code is what stands before its colon,
    about what stands behind it.

    lapsed_on: a credential's last day; none where there never was one. mended_at: the page where it can be changed.
    """

    code: str
    about: str = ""
    lapsed_on: date | None = None
    mended_at: str = ""


@dataclass(frozen=True)
class Shown:
    """One supervisor on the page. interest: what they have said, or were asked; none where neither."""

    supervisor_id: UUID
    name: str
    family_name: str
    card: SupervisorCard | None
    reasons: list[Reason]
    can_be_chosen: bool
    free_places: int
    interest: InterestCard | None

    @property
    def has_said(self) -> bool:
        """That nothing stands in the way of the choice."""
        told = self.interest is not None and self.interest.interest is not None
        return told and self.interest is not None and self.interest.effect != "blocks"


@router.get("/matching/{number}")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process = await process_to(visit, _ACTION, number)
    await visit.note("opened_process", process.process_id)
    return await _page(visit, process, Filled[ChoiceForm]())


@router.post("/matching/{number}")
async def choose(
    visit: SignedIn, number: str, form: Annotated[Filled[ChoiceForm], Depends(filled(ChoiceForm))]
) -> Response:
    process = await process_to(visit, _ACTION, number)
    trial = await _trial(visit, process)
    takes_over = trial is not None and trial.may_hand_over
    was_taken_over = trial is not None and trial.decider_id is not None
    chosen = await send_form(
        visit,
        form,
        lambda typed: ChooseSupervisor(
            process_id=process.process_id,
            supervisor_id=typed.supervisor_id,
            instead_of=typed.instead_of,
            chosen_by=visit.person_id,
            as_of=visit.now,
        ),
        then=f"/processes/{process.number}/{_next_page(process)}",
        said=_SAID["taken over" if takes_over or was_taken_over else _next_page(process)],
        shown_again=lambda: _page(visit, process, form, 422),
        process_id=process.process_id,
        about=lambda _chosen: form.data.supervisor_id,
    )
    if takes_over and chosen.status_code == HTTPStatus.SEE_OTHER:
        act = HandOverTrial(process_id=process.process_id, handed_over_by=visit.person_id, as_of=visit.now)
        await visit.ask(act)
        await visit.note(HandOverTrial, process.process_id)
    return chosen


async def _trial(visit: Visit, process: InquiryCard) -> TrialShown | None:
    """It may wait for the word of who leaves: then who is chosen says it."""
    if not process.trial_open:
        return None
    return await visit.ask(ShowTrial(process_id=process.process_id, viewer=visit.viewer))


def _next_page(process: InquiryCard) -> str:
    """What is accepted, or renews another, has its paper to be seen to."""
    if process.trial_open:
        return "trial"
    return "contracting" if process.status in _HAS_A_PAPER else "proposing"


async def _page(
    visit: Visit, process: InquiryCard, form: Filled[ChoiceForm], status: int = 200
) -> HTMLResponse:
    suggested: list[Shown] = []
    excluded: list[Shown] = []
    if process.may_match:
        query = ShortlistSupervisors(process_id=process.process_id, as_of=visit.now)
        found = await visit.ask(query)
        every = await shown_of(visit, process, [*found.suggested, *found.excluded])
        suggested, excluded = every[: len(found.suggested)], every[len(found.suggested) :]
    chosen, trial = await people_of(visit, [process.supervisor_id]), await _trial(visit, process)
    return await visit.page(
        "matching/show.html",
        status,
        process=process,
        suggested=suggested,
        excluded=sorted(
            by_family_name(excluded, visit.language, lambda one: one), key=lambda one: not one.can_be_chosen
        ),
        chosen=chosen.get(process.supervisor_id) if process.supervisor_id else None,
        last_day=last_day,
        takes_over=trial is not None and trial.may_hand_over,
        trial_agreed=trial is not None and trial.status == "agreed" and not trial.may_hand_over,
        form=form,
    )


async def shown_of(visit: Visit, process: InquiryCard, found: Sequence[Candidate]) -> list[Shown]:
    """In the order given."""
    known = {one.supervisor_id: one for one in await all_supervisors(visit)}
    names = await people_of(visit, known)
    asked = ShowInterests(process_id=process.process_id, viewer=visit.viewer)
    said = {one.supervisor_id: one for one in (await visit.ask(asked)).cards}
    return [_shown(one, known, names[one.supervisor_id], said) for one in found]


def _shown(
    candidate: Candidate, known: dict[UUID, SupervisorCard], person: Person, said: dict[UUID, InterestCard]
) -> Shown:
    card = known.get(candidate.supervisor_id)
    return Shown(
        supervisor_id=candidate.supervisor_id,
        name=person.name,
        family_name=person.family_name,
        card=card,
        reasons=[_reason(code, candidate.supervisor_id, card) for code in candidate.reasons],
        can_be_chosen=candidate.may_be_chosen,
        free_places=candidate.free_places,
        interest=said.get(candidate.supervisor_id),
    )


def _reason(told: str, supervisor_id: UUID, card: SupervisorCard | None) -> Reason:
    code, _colon, about = told.partition(":")
    lapsed_on = None
    if card and code == "credential_expired":
        lapsed_on = {str(kind): day for kind, day in card.credentials.items()}.get(about)
    return Reason(code, about, lapsed_on, _mended_at(code, f"/supervisors/{supervisor_id}"))


def _mended_at(code: str, path: str) -> str:
    if code == "credential_expired":
        return f"{path}#credentials"
    return f"{path}/card#field-{_CHANGED_ON_THE_CARD[code]}" if code in _CHANGED_ON_THE_CARD else ""
