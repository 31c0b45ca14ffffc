"""Ending a process before its last day, as both doors have it: what it would come to, and the form that says so."""

from dataclasses import dataclass
from uuid import UUID

from services.messages.contracts import EndReason, PreviewTermination, TerminateProcess, TerminationPreview
from services.messages.sessions import EndingPreview, PreviewEnding
from services.messages.values import Day, LongText, Party
from services.runtime.commands.refusal import Refusal
from services.web.http.errors import NotFound
from services.web.pages.forms import Form
from services.web.pages.visit import Visit


class EndingForm(Form):
    """last_day: the one that was shown. by: of a coordinator, who says for whom."""

    by: Party | None = None
    reason_code: EndReason
    reason: LongText = ""
    waives_review: bool = False
    last_day: Day


@dataclass(frozen=True)
class Ending:
    """What its owners say that it would come to now; once it is ended, what has come of it."""

    termination: TerminationPreview
    sessions: EndingPreview


async def ending_of(visit: Visit, process_id: UUID) -> Ending:
    """Raises NotFound for who can neither end it nor read that somebody has."""
    try:
        said = await visit.ask(
            PreviewTermination(process_id=process_id, viewer=visit.viewer, as_of=visit.now)
        )
    except Refusal as refusal:
        if refusal.code in ("unknown_process", "contract_not_signed"):
            raise NotFound from None
        raise
    if not (said.may_terminate or said.already):
        raise NotFound
    sessions = await visit.ask(
        PreviewEnding(process_id=process_id, last_day=said.last_day, viewer=visit.viewer, as_of=visit.now)
    )
    return Ending(said, sessions)


def order(visit: Visit, process_id: UUID, ending: Ending, typed: EndingForm) -> TerminateProcess:
    """Who belongs to a party speaks for it, whatever was sent. Refuses: party_missing."""
    by = ending.termination.as_party or typed.by
    if by is None:
        raise Refusal("party_missing", "by")
    said = typed.model_dump(exclude={"by"})
    return TerminateProcess(
        process_id=process_id, by=by, **said, terminated_by=visit.person_id, as_of=visit.now
    )
