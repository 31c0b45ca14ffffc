"""Pausing a process and having it go on, as both doors have it: what it would come to, and the forms that say so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated, TypeVar
from uuid import UUID

from pydantic import Field

from services.messages.contracts import (
    PauseCard,
    PauseProcess,
    PauseReason,
    PauseShown,
    ResumeProcess,
    ShowPauses,
)
from services.messages.sessions import PausePlan, PreviewPause, PreviewResuming, SessionCard
from services.messages.values import Day, LongText, Party, Role
from services.runtime.commands.refusal import Refusal
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form
from services.web.pages.process_forms.costs import Cost, costs_of
from services.web.pages.process_forms.first_day import session_on
from services.web.pages.process_forms.not_theirs import why_not
from services.web.pages.sending import Numbered
from services.web.pages.visit import Visit


class Days(Form):
    """Which days are to be paused. by: of a coordinator, who says for whom."""

    by: Party | None = None
    from_day: Day
    until_day: Day | None = None


class PauseForm(Days):
    """ends_on: the last day that was shown; seen: what else was, as `seen_of` says it."""

    reason_code: PauseReason
    reason: LongText = ""
    ends_on: Day | None = None
    seen: Annotated[str, Field(max_length=40)] = ""


class GoingOn(Form):
    """On which day it is to go on. pause_from: the first day of the pause that is meant; none: the open one.

    by: as of Days.
    """

    by: Party | None = None
    pause_from: Day | None = None
    on: Day


class ResumeForm(GoingOn):
    """ends_on, seen: as of PauseForm."""

    ends_on: Day
    seen: Annotated[str, Field(max_length=40)] = ""


T = TypeVar("T", bound=Form)
_ENOUGH = 16
"""Of a digest, to tell two plans apart."""


@dataclass
class Pausing:
    """What its owners say. ends: the pause whose end is asked about. look: the days that are looked at; plan: what they
    would come to. costs: of those that are called off too late, before the press. on_first_day: what is to be held on
    the first day of a pause that is looked at.
    """

    shown: PauseShown
    ends: PauseCard | None = None
    look: Filled[Days] = field(default_factory=lambda: Filled[Days]())
    going_on: Filled[GoingOn] = field(default_factory=lambda: Filled[GoingOn]())
    plan: PausePlan | None = None
    costs: Sequence[Cost] = ()
    on_first_day: SessionCard | None = None

    @property
    def calls_off(self) -> bool:
        """Whether what is looked at is the pause's own first day: then there is no pause."""
        return self.ends is not None and self.going_on.values.get("on") == self.ends.from_day.isoformat()

    @property
    def seen(self) -> str:
        """What a form that was shown before is held against."""
        return seen_of(self.plan) if self.plan else ""


def seen_of(plan: PausePlan) -> str:
    """How many sessions leave the diary for nothing, how many cost something, and when those are that are left."""
    days = sha256(" ".join(one.starts_at.isoformat() for one in plan.planned).encode()).hexdigest()
    return f"{len(plan.paused)}-{len(plan.charged)}-{days[:_ENOUGH]}"


async def pausing_of(visit: Visit, process: Numbered, asked: Mapping[str, str | None]) -> Pausing:
    """asked: the days, as they were typed; all None where nothing was asked yet.

    Who speaks for nobody, or not any more, and has no pause to read of is led to the process. Raises NotFound.
    """
    process_id = process.process_id
    try:
        shown = await visit.ask(ShowPauses(process_id=process_id, viewer=visit.viewer, as_of=visit.now))
    except Refusal as refusal:
        if refusal.code in ("unknown_process", "contract_not_signed"):
            raise NotFound from None
        raise
    speaks = shown.as_party is not None or visit.viewer.role is Role.COORDINATOR
    if not (speaks or shown.pauses):
        raise await why_not(visit, process)
    found = Pausing(shown, _ending(shown, asked.get("pause_from")))
    if any(typed is not None for typed in asked.values()):
        await _look_at(visit, process_id, found, asked)
    return found


async def _look_at(visit: Visit, process_id: UUID, found: Pausing, asked: Mapping[str, str | None]) -> None:
    common = {"process_id": process_id, "viewer": visit.viewer, "as_of": visit.now}

    async def pause(typed: Days) -> PausePlan:
        days = typed.model_dump(include={"from_day", "until_day"})
        by = said_by(found.shown, typed.by)
        plan = await visit.ask(PreviewPause.model_validate(common | days | {"by": by}))
        found.costs = await costs_of(visit, plan.charged, by)
        found.on_first_day = await session_on(visit, process_id, typed.from_day)
        return plan

    async def go_on(typed: GoingOn) -> PausePlan:
        said_by(found.shown, typed.by)
        said = {"from_day": typed.pause_from, "on": typed.on}
        return await visit.ask(PreviewResuming.model_validate(common | said))

    if found.ends:
        if asked.get("on") is None:
            return
        found.going_on = _read(GoingOn, asked)
        found.plan = await found.going_on.carry_out(go_on)
    elif found.shown.may_pause and asked.get("from_day") is not None:
        found.look = _read(Days, asked)
        found.plan = await found.look.carry_out(pause)


def _ending(shown: PauseShown, pause_from: str | None) -> PauseCard | None:
    """The open one, unless another was named whose end is agreed."""
    if pause_from and shown.may_end_sooner:
        return next(
            (one for one in shown.pauses if one.goes_on and one.from_day.isoformat() == pause_from), None
        )
    return next((one for one in shown.pauses if not one.goes_on), None) if shown.may_resume else None


def _read(form: type[T], asked: Mapping[str, str | None]) -> Filled[T]:
    return Filled[T]({name: asked.get(name) or "" for name in form.model_fields}).check(form)


def said_by(shown: PauseShown, typed: Party | None) -> Party:
    """Who belongs to a party speaks for it, whatever was sent. Refuses: party_missing."""
    by = shown.as_party or typed
    if by is None:
        raise Refusal("party_missing", "by")
    return by


async def pause_order(visit: Visit, process_id: UUID, shown: PauseShown, typed: PauseForm) -> PauseProcess:
    """Refuses: party_missing, plan_changed (it comes to something else than was shown)."""
    said = typed.model_dump(exclude={"by", "seen"})
    by = said_by(shown, typed.by)
    is_done = any(one.from_day == typed.from_day for one in shown.pauses)
    if typed.seen and not is_done:
        facts = typed.model_dump(include={"from_day", "until_day"}) | {"process_id": process_id, "by": by}
        plan = await visit.ask(PreviewPause(viewer=visit.viewer, as_of=visit.now, **facts))
        if seen_of(plan) != typed.seen:
            raise Refusal("plan_changed")
    return PauseProcess(process_id=process_id, by=by, **said, paused_by=visit.person_id, as_of=visit.now)


def resume_order(visit: Visit, process_id: UUID, pausing: Pausing, typed: ResumeForm) -> ResumeProcess:
    """pausing: with what it comes to now; none, where it goes on already. Refuses: party_missing, plan_changed."""
    shown = pausing.shown
    if typed.seen and pausing.plan and pausing.seen != typed.seen:
        raise Refusal("plan_changed")
    said = typed.model_dump(include={"on", "ends_on"}) | {"from_day": typed.pause_from}
    by = said_by(shown, typed.by)
    return ResumeProcess(process_id=process_id, by=by, **said, resumed_by=visit.person_id, as_of=visit.now)
