"""The letter that tells several changed sessions, with their calendar entries: of a process, or of a supervisor's."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from itertools import groupby
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from services.notices.composing.calendar_entries import Changed, attach_changes
from services.notices.composing.composing import NothingToTell
from services.notices.composing.doors import Doors
from services.notices.composing.known import known_of
from services.notices.composing.letters import compose, message_id
from services.notices.composing.readers import Reader
from services.notices.composing.surroundings import Surroundings
from services.notices.letter_kinds import LetterKind
from services.notices.mailing.gathering import gathered_in
from services.notices.wording import Fact, Wording, wording
from services.notices.writing import read
from services.wording.formats import Formats


async def changes_of(
    connection: AsyncConnection,
    letter: Any,
    reader: Reader,
    around: Surroundings,
    doors: Doors,
    now: datetime,
) -> EmailMessage:
    """Of one process: each session once, as it stands after its last change. Raises NothingToTell."""
    rows = _of_what_is_known(_newest(await gathered_in(connection, letter, now)), around)
    facts = read(letter.facts) | {"number": len(rows)} | _called_off(rows)
    below = [f"{_lines(rows, reader.language)}\n({_zone(reader.language)})", await around.of(letter, reader)]
    link = doors.link(letter, reader.recipient.address, supervises=around.known.supervises(letter))
    to, head = reader.recipient, around.replies.head(letter, reader.recipient)
    about = message_id(letter.notice_id)
    mail = compose(letter.kind, reader.language, to, facts, about, now, link=link, below=below, **head)
    name = str(facts["process_number"])
    attach_changes(mail, await _changed(rows, around), reader, letter.written_at, name)
    return mail


async def calendar_of(
    connection: AsyncConnection,
    letter: Any,
    reader: Reader,
    batch: Surroundings,
    doors: Doors,
    now: datetime,
) -> EmailMessage:
    """Of a supervisor's processes, each by itself. Raises NothingToTell."""
    rows = _newest(await gathered_in(connection, letter, now))
    replies = await batch.replies.also_of(batch.ask, rows)
    around = Surroundings(batch.ask, await known_of(connection, rows), replies)
    rows = _of_what_is_known(rows, around)
    said = [await _process(list(some), reader, around) for _, some in groupby(rows, key=_number_of)]
    said.append("\n".join([f"({_zone(reader.language)})", *await around.whom_to_call(rows, reader)]))
    to, head = reader.recipient, replies.head(letter, reader.recipient)
    facts, about = {"number": len(rows)}, message_id(letter.notice_id)
    link = doors.link(letter, reader.recipient.address, supervises=True)
    mail = compose(letter.kind, reader.language, to, facts, about, now, link=link, below=said, **head)
    name = f"{letter.written_at:%Y-%m-%d}"
    attach_changes(mail, await _changed(rows, around), reader, letter.written_at, name)
    return mail


async def _process(rows: Sequence[Any], reader: Reader, around: Surroundings) -> str:
    head = [_number_of(rows[0]), *await around.whereabouts(rows[0], reader)]
    return "\n".join([*head, _lines(rows, reader.language)])


async def _changed(rows: Sequence[Any], around: Surroundings) -> list[Changed]:
    return [
        (
            _is_off(one),
            {**read(one.facts), "place": await around.places.of(one)},
            around.replies.organiser(one),
        )
        for one in rows
    ]


def _newest(rows: Iterable[Any]) -> list[Any]:
    """Of each session what was said last, by its process and number."""
    by_session = {one.facts["session_id"]: one for one in sorted(rows, key=lambda one: one.facts["sequence"])}
    return sorted(by_session.values(), key=lambda one: (_number_of(one), one.facts["number"]))


def _of_what_is_known(rows: Sequence[Any], around: Surroundings) -> list[Any]:
    """Without what calls off a session of which its reader has never heard. Raises NothingToTell."""
    told = [one for one in rows if not around.known.calls_off_nothing(one)]
    if not told:
        raise NothingToTell("changes")
    return told


def _called_off(rows: Sequence[Any]) -> dict[str, Fact]:
    """What the letter of one says of a supervisor's calling off: that it costs nothing, and who may move what came in
    its place.
    """
    by = [one for one in rows if one.facts.get("by_supervisor")]
    again = [one.facts for one in by if one.kind == LetterKind.SESSION_REPLANNED]
    off = again or [one for one in by if one.facts.get("owed")]
    told = {name: int(any(facts.get(name) for facts in again)) for name in ("may_move", "others_move")}
    return {"off_by_supervisor": int(bool(off)), **told}


def _number_of(row: Any) -> str:
    return str(row.facts["process_number"])


def _is_off(row: Any) -> bool:
    return bool(row.kind == LetterKind.SESSION_CANCELLED)


def _zone(language: str) -> str:
    zone: str = wording(language).tables["forms"]["zone"]
    return zone


def _lines(rows: Iterable[Any], language: str) -> str:
    words = wording(language)
    return "\n".join(_line(words, _is_off(one), read(one.facts)) for one in rows)


def _line(wording: Wording, over: bool, facts: Mapping[str, Fact]) -> str:
    formats, words = Formats(wording.language), wording.tables["changes"]
    starts_at, ends_at, before = (facts.get(name) for name in ("starts_at", "ends_at", "previous_starts_at"))
    assert isinstance(starts_at, datetime) and isinstance(ends_at, datetime)
    time = f"{wording.fill('{number}', facts)}. {formats.moment(starts_at)}–{formats.time(ends_at)}"
    if over:
        return f"{time}: {words['owed' if facts.get('owed') else 'cancelled']}"
    return f"{time} ({words['before']} {formats.moment(before)})" if isinstance(before, datetime) else time
