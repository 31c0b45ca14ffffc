"""Ending a process before its last day, as both doors have it: what it would come to, and the forms that say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.contracts import (
    EndAtOnce,
    EndReason,
    PreviewTermination,
    TerminateProcess,
    TerminationPreview,
)
from services.messages.sessions import EndingPreview, PreviewEnding
from services.messages.values import Day, LongText, Party
from services.runtime.commands.refusal import Refusal
from services.web.http.errors import NotFound, NotTheirs, Over
from services.web.pages.forms import Form
from services.web.pages.process_forms.costs import Cost, costs_of
from services.web.pages.process_forms.not_theirs import why_not
from services.web.pages.sending import Numbered
from services.web.pages.visit import Visit


class EndingForm(Form):
    """last_day: the one that was shown, and seen what it would come to. by: of a coordinator, who says for whom."""

    by: Party | None = None
    seen: Annotated[str, Field(max_length=40)] = ""
    reason_code: EndReason
    reason: LongText = ""
    waives_review: bool = False
    successor_stands: bool = False
    last_day: Day


class AtOnceForm(Form):
    """by: of a coordinator, who says for whom. seen: what was shown that it would come to. sure: ticked on purpose."""

    by: Party | None = None
    seen: Annotated[str, Field(max_length=40)] = ""
    sure: bool = False
    reason: LongText = ""
    waives_review: bool = False
    successor_stands: bool = False


@dataclass(frozen=True)
class Ending:
    """What its owners say that it would come to now; once it is ended, what has come of it.

    costs: of an end at once by the supervisees, what is called off so late that it may be paid for.
    """

    termination: TerminationPreview
    sessions: EndingPreview
    costs: Sequence[Cost] = ()

    @property
    def seen(self) -> str:
        """What a form that was shown before is held against."""
        return f"{len(self.sessions.standing)}-{len(self.sessions.called_off)}"


async def ending_of(visit: Visit, process: Numbered) -> Ending:
    """Who can neither end it any more nor read that somebody has is led to the process. Raises NotFound."""
    process_id = process.process_id
    try:
        said = await visit.ask(
            PreviewTermination(process_id=process_id, viewer=visit.viewer, as_of=visit.now)
        )
    except Refusal as refusal:
        if refusal.code in ("unknown_process", "contract_not_signed"):
            raise NotFound from None
        raise
    if not (said.may_terminate or said.already):
        raise await why_not(visit, process)
    return Ending(said, await _sessions(visit, process_id, said.last_day))


async def ending_at_once(visit: Visit, process: Numbered) -> Ending:
    """The same, were it to end now. Where it does not end so, or has ended, on to how it ends."""
    said = (await ending_of(visit, process)).termination
    if not said.at_once_by:
        page = f"/processes/{process.number}/terminate"
        raise Over(page) if said.already else NotTheirs(page)
    sessions = await _sessions(visit, process.process_id, None)
    if Party.SUPERVISEE not in said.at_once_by or said.withdraws_until:
        return Ending(said, sessions)
    costs = await costs_of(visit, sessions.called_off, Party.SUPERVISEE, "end_at_once")
    return Ending(said, sessions, costs)


async def _sessions(visit: Visit, process_id: UUID, last_day: Day | None) -> EndingPreview:
    return await visit.ask(
        PreviewEnding(process_id=process_id, last_day=last_day, viewer=visit.viewer, as_of=visit.now)
    )


def order(visit: Visit, process_id: UUID, ending: Ending, typed: EndingForm) -> TerminateProcess:
    """Who belongs to a party speaks for it, whatever was sent. Refuses: party_missing, ending_changed."""
    refuse_unseen(ending, typed.seen)
    by = _speaking(ending, typed)
    said = typed.model_dump(exclude={"by", "seen"})
    return TerminateProcess(
        process_id=process_id, by=by, **said, terminated_by=visit.person_id, as_of=visit.now
    )


def order_at_once(visit: Visit, process_id: UUID, ending: Ending, typed: AtOnceForm) -> EndAtOnce:
    """As `order`. Refuses: party_missing, ending_changed, not_sure."""
    refuse_unseen(ending, typed.seen)
    by = _speaking(ending, typed)
    refuse_unsure(typed.sure)
    said = typed.model_dump(exclude={"by", "seen", "sure"})
    return EndAtOnce(process_id=process_id, by=by, **said, ended_by=visit.person_id, as_of=visit.now)


def _speaking(ending: Ending, typed: EndingForm | AtOnceForm) -> Party:
    by = ending.termination.as_party or typed.by
    if by is None:
        raise Refusal("party_missing", "by")
    return by


def refuse_unseen(ending: Ending, seen: str) -> None:
    """What it would come to is not what the form was shown beside. Refuses: ending_changed."""
    if seen and seen != ending.seen and not ending.termination.already:
        raise Refusal("ending_changed")


def refuse_unsure(sure: bool) -> None:
    """Of what ends on one press and is not undone. Refuses: not_sure."""
    if not sure:
        raise Refusal("not_sure", "sure")
