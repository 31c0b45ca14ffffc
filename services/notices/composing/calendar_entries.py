"""Which letters carry calendar entries, and the entries made of such a letter's facts, or of its plan."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from services.notices.composing.invitations import (
    Method,
    Organiser,
    SessionEvent,
    attach,
    attach_all,
    invitation,
)
from services.notices.composing.readers import Reader
from services.notices.letter_kinds import ENDS_SESSIONS, PLANS_AGAIN, LetterKind
from services.notices.wording import Fact, wording
from services.wording.formats import Formats

METHODS: Mapping[str, Method] = {
    LetterKind.SESSION_INVITATION: "REQUEST",
    LetterKind.SESSION_MOVED: "REQUEST",
    LetterKind.SESSION_REPLANNED: "REQUEST",
    LetterKind.SESSION_CANCELLED: "CANCEL",
    LetterKind.MEETING_ARRANGED: "REQUEST",
    LetterKind.MEETING_OFF: "CANCEL",
}


def attach_sessions(
    mail: EmailMessage,
    notice: Any,
    facts: Mapping[str, Fact],
    plan: Sequence[Any],
    places: Mapping[UUID, str],
    reader: Reader,
    organiser: Organiser,
) -> None:
    """Adds an entry to a letter of one of the kinds above, a file with all of them to a plan's; to any other nothing.

    plan: the sessions of the row, as they stand now. places: where each of them is.
    """
    if method := METHODS.get(notice.kind):
        if "calendar_uid" not in facts:  # of a meeting, from before meetings had entries
            return
        session = _session(facts, reader.language)
        ics = invitation(session, reader.recipient, organiser, method, notice.written_at)
        attach(mail, ics, method)
    elif plan:
        planned = _as_they_stand(notice, facts, plan, places, reader)
        name = str(facts["process_number"])
        attach_all(mail, planned, reader.recipient, organiser, notice.written_at, name)


def _as_they_stand(
    notice: Any, facts: Mapping[str, Fact], plan: Sequence[Any], places: Mapping[UUID, str], reader: Reader
) -> list[SessionEvent]:
    over, mixed = notice.kind in ENDS_SESSIONS, notice.kind in PLANS_AGAIN
    gone = _gone(notice)
    return [
        replace(
            _session(_told(facts, one, places, over=over) | gone.get(one.session_id, {}), reader.language),
            cancelled=over or (mixed and one.cancelled) or one.session_id in gone,
        )
        for one in plan
    ]


Changed = tuple[bool, Mapping[str, Fact], Organiser]
"""Whether a session is called off, its facts with its place, and who asks to it."""


def attach_changes(
    mail: EmailMessage, changed: Sequence[Changed], reader: Reader, stamped_at: datetime, name: str
) -> None:
    """Of several changes: each session with its higher SEQUENCE, called off where the first says so."""
    entries = [
        replace(_session(facts, reader.language), cancelled=over, organiser=organiser)
        for over, facts, organiser in changed
    ]
    attach_all(mail, entries, reader.recipient, changed[0][2], stamped_at, name)


def still_planned(notice: Any, plan: Sequence[Any]) -> list[Any]:
    """Of a plan that is made anew, what its reader is to come to."""
    gone = _gone(notice)
    return [one for one in plan if not one.cancelled and one.session_id not in gone]


def off_for_good(notice: Any, plan: Sequence[Any]) -> list[Any]:
    """Of a series that a changed contract plans again, what has no place in it any more."""
    if notice.kind != LetterKind.SERIES_AMENDED:
        return []
    gone = _gone(notice)
    return [one for one in plan if one.cancelled and one.session_id not in gone]


def _gone(notice: Any) -> dict[UUID, dict[str, Any]]:
    """What is another supervisor's now, with the time that the reader's calendar has: they hear of no other."""
    pairs = [one.split("=") for one in notice.facts.get("gone", "").split()]
    times = {UUID(one): datetime.fromisoformat(starts_at) for one, starts_at in pairs}
    return {one: {"starts_at": at, "ends_at": at + timedelta(minutes=1)} for one, at in times.items()}


def _told(
    facts: Mapping[str, Fact], session: Any, places: Mapping[UUID, str], *, over: bool
) -> dict[str, Any]:
    """over: for this reader alone, so that their calendar hears of a change that no other does."""
    told = {**facts, **session.model_dump(), "place": places[session.session_id]}
    return told | {"sequence": session.sequence + 1} if over else told


def plan_in_words(
    plan: Sequence[Any], language: str, places: Mapping[UUID, str], off: Sequence[Any] = ()
) -> str:
    """A line a session, by number; empty without one. places: said with each where they are several. off: what is not
    held any more, and is said to be so.
    """
    if not (plan or off):
        return ""
    words = wording(language)
    formats = Formats(words.language)
    several = len({places.get(one.session_id, "") for one in plan}) > 1

    def line(one: Any) -> str:
        number, place = words.fill("{number}", one.model_dump()), places.get(one.session_id, "")
        when = f"{number}. {formats.moment(one.starts_at)}–{formats.time(one.ends_at)}"
        if one in off:
            return f"{when}: {words.tables['changes']['not_held']}"
        return f"{when}, {place}" if several and place else when

    said = sorted([*plan, *off], key=lambda one: one.starts_at)
    return "\n".join([*map(line, said), f"({words.tables['forms']['zone']})"])


def _session(facts: Mapping[str, Any], language: str) -> SessionEvent:
    """number: a three-way meeting has none."""
    wanted = ("calendar_uid", "sequence", "starts_at", "ends_at", "process_number", "place")
    return SessionEvent(
        **{name: facts[name] for name in wanted},
        number=facts.get("number", 0),
        trial=bool(facts.get("trial")),
        meeting="number" not in facts,
        language=language,
    )
