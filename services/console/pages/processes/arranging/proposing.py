"""A proposal: the price from the list, the dates, until when it is valid; sent to who acts for the customer."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import Annotated, ClassVar, Final, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field
from pydantic_core import PydanticCustomError

from services.console.pages.processes.arranging.counting import how_many_fit
from services.console.pages.processes.arranging.previewing import Preview, previewed, previewed_paper
from services.console.pages.processes.process_access import people_of, process_to
from services.messages.contracts import ListClauseTexts
from services.messages.directory import ListCommissioners, Person
from services.messages.intake import (
    InquiryCard,
    ListPrices,
    PriceLine,
    ProposalCard,
    SendProposal,
    ShowProposal,
    Template,
    TrialPrice,
    TrialSessions,
)
from services.messages.promises import IntervalDays, TrialDays
from services.messages.texts import is_digits
from services.messages.values import Count, Day, Language, Minutes, Version, of_our_years
from services.runtime.commands.refusal import Refusal
from services.runtime.far_days import is_unusual
from services.runtime.finland import local_date
from services.web.pages.documents import proposal_paper
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.patience import answer_or_none
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_ACTION: Final = "send_proposal"
_CARRIED_ON = {
    "duration_minutes", "base_interval_days", "sessions_agreed", "starts_on", "ends_on", "three_way_meeting",
}  # fmt: skip
_OTHER_COUNT = _(
    "By these terms another number of sessions fits. It stands here now: look at it before you send."
)
_MORE_THAN_FIT = _("More sessions than find a day by these terms: confirm it below if it is meant.")
_OF_A_TRIAL = {"trial_sessions", "trial_price", "trial_decision_days", "trial_ends_by"}


class ProposalForm(Form):
    """counted: how many sessions fit by the terms that the page was made with; none where that is not known.

    more_confirmed: more are meant than fit.
    """

    not_typed: ClassVar = frozenset({"duration_minutes"})
    said_if_missing: ClassVar = {
        "sessions_agreed": _(
            "Write how many sessions you offer: by it the proposal says what they cost in all."
        )
    }

    duration_minutes: Minutes
    base_interval_days: IntervalDays
    sessions_agreed: Count
    three_way_meeting: bool = False
    trial_sessions: TrialSessions = 0
    trial_price: TrialPrice = "normal"
    trial_decision_days: TrialDays | None = None
    trial_ends_by: Day | None = None
    starts_on: Day
    ends_on: Day
    valid_until: Day
    long_term_confirmed: bool = False
    replaces: Annotated[int, Field(ge=0, le=10_000)] | None = None
    counted: Annotated[int, Field(ge=0, le=260)] | None = None
    more_confirmed: bool = False
    act: Literal["send", "look", "print"] = "send"


@router.get("/processes/{number}/proposing")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process = await process_to(visit, _ACTION, number)
    await visit.note("opened_process", process.process_id)
    last = await _last_proposal(visit, process)
    today = local_date(visit.now)
    terms = _as_before(last, process, today) if last else as_promised(process, today)
    counted = await how_many_fit(visit, process, process.supervisor_id, terms)
    if counted and not last:
        terms |= {"sessions_agreed": counted}
    return await _page(visit, process, last, Filled[ProposalForm](terms), counted=counted)


async def _recount(visit: Visit, process: InquiryCard, form: Filled[ProposalForm]) -> int | None:
    """How many fit by what is typed. A number that was left as it was counted for other days is looked at as it is for
    these, and not sent unseen; more than fit are asked about once more.
    """
    if not form.is_valid:
        return None
    typed = form.data
    fits = await how_many_fit(visit, process, process.supervisor_id, typed.model_dump())
    if fits is None:
        return None
    confirmed = typed.more_confirmed and typed.counted == fits
    form.values |= {"counted": fits, "more_confirmed": confirmed}
    if fits and typed.counted == typed.sessions_agreed != fits:
        form.values |= {"sessions_agreed": fits}
        form.check(ProposalForm)
        if typed.act == "send":
            form.refuse("sessions_agreed", _OTHER_COUNT)
    elif typed.sessions_agreed > fits and typed.act == "send" and not confirmed:
        form.refuse("sessions_agreed", _MORE_THAN_FIT)
    return fits


@router.get("/processes/{number}/proposing/pdf")
async def as_file(visit: SignedIn, number: str, revision: Version | None = None) -> Response:
    """As its reader has it. revision: one that another has taken the place of; none: the newest."""
    process = await process_to(visit, _ACTION, number)
    await visit.note("opened_process", process.process_id)
    return await proposal_paper(visit, process.process_id, revision)


@router.post("/processes/{number}/proposing")
async def send(
    visit: SignedIn, number: str, form: Annotated[Filled[ProposalForm], Depends(filled(ProposalForm))]
) -> Response:
    """Or what it would be is looked at first, on the page or as its paper."""
    process = await process_to(visit, _ACTION, number)
    fits = await _recount(visit, process, form)

    async def shown_again(status: int = 422, preview: Preview | None = None) -> HTMLResponse:
        last = await _last_proposal(visit, process)
        return await _page(visit, process, last, form, status, counted=fits, preview=preview)

    if form.is_valid and form.data.act != "send":
        return await _looked_at(visit, process, form, shown_again)
    return await send_form(
        visit,
        form,
        lambda typed: order_of(visit, process, typed),
        then=f"/processes/{process.number}",
        said=_("The proposal is sent."),
        shown_again=shown_again,
        process_id=process.process_id,
    )


def order_of(visit: Visit, process: InquiryCard, typed: ProposalForm) -> SendProposal:
    terms = typed.model_dump(exclude={"act", "counted", "more_confirmed"})
    return SendProposal(process_id=process.process_id, sent_by=visit.person_id, as_of=visit.now, **terms)


async def _looked_at(
    visit: Visit,
    process: InquiryCard,
    form: Filled[ProposalForm],
    shown: Callable[[int, Preview | None], Awaitable[HTMLResponse]],
) -> Response:
    """As the customer will see it; nothing is sent. What could not be sent is told as when it is."""
    prints = form.data.act == "print"

    async def look(typed: ProposalForm) -> Preview | Response:
        order = order_of(visit, process, typed)
        return await (previewed_paper if prints else previewed)(visit, order)

    found = await form.carry_out(look)
    if isinstance(found, Response):
        return found
    return await shown(200 if found else 422, found)


async def _page(
    visit: Visit,
    process: InquiryCard,
    last: ProposalCard | None,
    form: Filled[ProposalForm],
    status: int = 200,
    counted: int | None = None,
    preview: Preview | None = None,
) -> HTMLResponse:
    """counted: the sessions that fit; none: unknown, or something else was typed. preview: what is looked at."""
    every, kind = (await visit.ask(ListPrices())).prices, process.audience.session_format
    lines = [line for line in every if line.format == kind]
    people = await people_of(visit, [process.supervisor_id])
    return await visit.page(
        "proposing/show.html",
        status,
        process=process,
        last=last,
        supervisor=people.get(process.supervisor_id) if process.supervisor_id else None,
        readers=await _readers(visit, process),
        lines=lines,
        in_force=in_force(lines, _day_of(form) or _begins(process, local_date(visit.now))),
        today=local_date(visit.now),
        asks_about_term=_is_unusual(form),
        asks_about_count=_is_more(form, counted),
        form=form,
        stands=stands(process),
        counted=counted,
        preview=preview,
        behind=await _texts_behind(visit, process.language),
    )


async def _texts_behind(visit: Visit, language: Language) -> list[str]:
    """The clauses that were changed in another language and not in the paper's."""
    told = await answer_or_none(visit, ListClauseTexts(language=language))
    behind = [one.title for one in told.texts if language in one.behind] if told else []
    return list(dict.fromkeys(behind))


async def _readers(visit: Visit, process: InquiryCard) -> list[Person]:
    """Who gets the proposal: whoever asked, while they act for the customer; else all who do."""
    if not process.organisation_id:
        return []
    query = ListCommissioners(organisation_id=process.organisation_id, department_id=process.department_id)
    acting = (await visit.ask(query)).people
    return [one for one in acting if one.person_id == process.contact_id] or acting


def in_force(lines: Sequence[PriceLine], on: date) -> list[PriceLine]:
    """The line of each length that holds on that day. lines: of one format, the newest of each length first."""
    held: dict[int, PriceLine] = {}
    for line in lines:
        if line.valid_from <= on:
            held.setdefault(line.duration_minutes, line)
    return list(held.values())


async def _last_proposal(visit: Visit, process: InquiryCard) -> ProposalCard | None:
    try:
        return await visit.ask(ShowProposal(process_id=process.process_id, viewer=visit.viewer))
    except Refusal as refusal:
        if refusal.code == "no_proposal":
            return None
        raise


def as_promised(process: InquiryCard, today: date) -> dict[str, object]:
    """What the form says unless somebody changes it."""
    promises, starts_on = process.promises, _begins(process, today)
    days_long: dict[Template, int] = {
        "year": promises.year_days,
        "short": promises.short_days,
        "crisis": promises.crisis_days,
    }
    return {
        "duration_minutes": process.duration_minutes or "",
        "base_interval_days": promises.interval_days,
        "starts_on": starts_on,
        "ends_on": starts_on + timedelta(days=days_long[process.template or "year"] - 1),
        "valid_until": _last_valid(process, today),
        "trial_decision_days": promises.trial_decision_days,
        "trial_price": "normal",
    }


def _as_before(last: ProposalCard, process: InquiryCard, today: date) -> dict[str, object]:
    """The last one's terms, to be changed; valid anew. What corrects one that was accepted offers no trial."""
    terms = last.model_dump(include=_CARRIED_ON if stands(process) else _CARRIED_ON | _OF_A_TRIAL)
    return terms | {"valid_until": _last_valid(process, today)}


def stands(process: InquiryCard) -> bool:
    """An accepted one does, whatever was sent since."""
    return process.status in ("accepted", "reproposed")


def _begins(process: InquiryCard, today: date) -> date:
    """The first day that was promised, or the later one from which they would like to begin.

    By promises of before it could be the last day of the answer, or earlier.
    """
    promised = today + timedelta(days=process.promises.begins_after_days)
    answered = _last_valid(process, today) + timedelta(days=1)
    return max(promised, answered, process.preferred_from or promised)


def _last_valid(process: InquiryCard, today: date) -> date:
    return today + timedelta(days=process.promises.proposal_valid_days)


def _is_unusual(form: Filled[ProposalForm]) -> bool:
    """Whether the typed term is so long that it is asked once more."""
    first, last = _day_of(form), _day_of(form, "ends_on")
    return bool(first and last and is_unusual(first, last))


def _is_more(form: Filled[ProposalForm], fits: int | None) -> bool:
    """Whether more are typed than fit, so that it is asked once more."""
    typed = str(form.values.get("sessions_agreed", ""))
    return fits is not None and is_digits(typed) and int(typed) > fits


def _day_of(form: Filled[ProposalForm], field: str = "starts_on") -> date | None:
    """The typed day, where it is one of our years."""
    typed = form.values.get(field)
    if isinstance(typed, date):
        return typed
    try:
        return of_our_years(date.fromisoformat(typed or ""))
    except (ValueError, PydanticCustomError):
        return None
