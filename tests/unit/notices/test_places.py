"""Where the sessions of a letter are: in its line, with each of them where they are in several, and in its file."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from services.messages.sessions import OwnPlace
from services.notices.composing.calendar_entries import plan_in_words
from services.notices.composing.letters import Recipient
from services.notices.composing.readers import Reader
from services.notices.composing.surroundings import Surroundings
from services.notices.letter_kinds import PLANS_AGAIN, LetterKind
from services.notices.tables import KnownSession
from tests.unit.notices.test_surroundings import KNOWN, LATER, PROCESS, REPLIES, SUPERVISOR, Owners, row

READER = Reader(Recipient("Aino", "aino@kunta.example"), "fi")
APRIL, JULY = datetime(2027, 4, 5, 9, tzinfo=UTC), datetime(2027, 7, 5, 9, tzinfo=UTC)


def session(number: int, starts_at: datetime) -> KnownSession:
    session_id = uuid4()
    return KnownSession(
        session_id=session_id,
        process_id=PROCESS,
        number=number,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        calendar_uid=session_id,
    )


def around(owners: Owners, *sessions: KnownSession) -> Any:
    known = replace(KNOWN, sessions={one.session_id: one for one in sessions})
    return Surroundings(owners, known, REPLIES)  # type: ignore[arg-type]  # asks as an Asker does


def letter(kind: LetterKind, *sessions: KnownSession) -> Any:
    return row(kind, SUPERVISOR, session_ids=" ".join(str(one.session_id) for one in sessions))


async def test_every_letter_that_brings_a_plan_anew_says_where_its_sessions_are() -> None:
    assert JULY.date() > LATER > APRIL.date()
    for kind in PLANS_AGAIN:
        for begins, where in ((APRIL, "Kirjasto, huone 2 Kirkkokatu 3"), (JULY, "Pappila")):
            one = session(3, begins)
            told = around(Owners(), one)
            assert f"Paikka: {where}" in str(await told.of(letter(kind, one), READER)), kind
            assert await told.places.of_each(letter(kind, one), [one]) == {one.session_id: where}


async def test_who_is_told_of_no_session_of_theirs_is_told_of_no_place() -> None:
    owners = Owners()
    assert "Paikka" not in str(await around(owners).of(row(LetterKind.SESSIONS_TAKEN_OVER), READER))


async def test_where_they_are_in_several_places_each_says_its_own() -> None:
    first, second = session(3, APRIL), session(4, APRIL + timedelta(days=14))
    owners = Owners()
    owners.own = [
        OwnPlace(session_id=second.session_id, starts_at=second.starts_at, place="https://etana.example/abc")
    ]
    for kind in (LetterKind.SESSION_PLAN, LetterKind.SESSIONS_TAKEN_OVER):
        told, plan = around(owners, first, second), [first, second]
        assert "Paikka" not in str(await told.of(letter(kind, *plan), READER)), kind
        lines = plan_in_words(plan, "fi", await told.places.of_each(letter(kind, *plan), plan)).split("\n")
        assert lines[0].endswith(", Kirjasto, huone 2 Kirkkokatu 3"), kind
        assert lines[1].endswith(", https://etana.example/abc"), kind


async def test_where_they_are_all_in_one_place_no_line_repeats_it() -> None:
    plan = [session(3, APRIL), session(4, APRIL + timedelta(days=14))]
    places = {one.session_id: "Kirjasto" for one in plan}
    assert "Kirjasto" not in plan_in_words(plan, "fi", places)
