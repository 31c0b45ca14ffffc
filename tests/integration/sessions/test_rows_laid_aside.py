"""A row that falls due and cannot be seen to keeps no other waiting: it is told of, and tried again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.operations import ListParked, ParkedMessage, ReplayParked
from services.runtime.commands.refusal import Refusal, Unavailable
from services.runtime.events.announcing import announce
from services.sessions.recording import chasing
from tests.house import House
from tests.integration.sessions.builders import A_DAY, held, planned, said

PAUSES = "UPDATE failure SET since = since - interval '%s seconds'"


class Fault:
    """Of one session, for as long as it lasts."""

    def __init__(self, session_id: UUID) -> None:
        self.session_id: UUID | None = session_id
        self.met = 0

    async def announce(self, db: AsyncSession, event: Any) -> Any:
        if getattr(event, "session_id", None) == self.session_id:
            self.met += 1
            raise ZeroDivisionError(str(event))
        return await announce(db, event)


async def parked(house: House) -> list[ParkedMessage]:
    return (await house.ask(ListParked(), of="sessions")).messages


async def asked_for(house: House) -> list[UUID]:
    return [event.session_id for event in await said(house, messages.ConfirmationOverdue)]


@pytest.fixture
async def broken(sessions: House, monkeypatch: pytest.MonkeyPatch) -> tuple[Fault, Any, Any]:
    """The first of three sessions that nobody has recorded."""
    contract, series = await planned(sessions)
    fault = Fault(series[0].session_id)
    monkeypatch.setattr(chasing, "announce", fault.announce)
    sessions.move_clock(series[2].ends_at + A_DAY)
    await sessions.quiet()
    return fault, contract, series


async def test_the_others_go_on_and_it_is_told(sessions: House, broken: tuple[Fault, Any, Any]) -> None:
    fault, contract, series = broken
    assert await asked_for(sessions) == [series[1].session_id, series[2].session_id]
    [one] = await parked(sessions)
    assert (one.source, one.subject, one.reason) == ("due", "due.session", "failed: ZeroDivisionError")
    assert (one.event_id, one.aggregate_id) == (f"session:{fault.session_id}", contract.process_id)
    report = await sessions.services["sessions"].report()
    assert (report.parked, report.due_now, fault.met) == (1, 0, 1)


class Flicker:
    """Whoever is asked was away for one question, and answers when one looks."""

    def __init__(self) -> None:
        self.met = 0

    async def announce(self, db: AsyncSession, event: Any) -> Any:
        self.met += 1
        if self.met == 1:
            raise Unavailable("nobody was there", "contracts")
        return await announce(db, event)


async def test_who_is_back_when_one_looks_leaves_nothing_aside(
    sessions: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, series = await planned(sessions)
    flicker = Flicker()
    monkeypatch.setattr(chasing, "announce", flicker.announce)
    sessions.move_clock(series[0].ends_at + A_DAY)
    await sessions.quiet()
    assert (await asked_for(sessions), await parked(sessions)) == ([series[0].session_id], [])
    assert flicker.met == 2


async def test_it_is_tried_again_after_pauses_that_grow(
    sessions: House, broken: tuple[Fault, Any, Any]
) -> None:
    fault, _, series = broken
    for waited, tries in ((30, 1), (31, 2), (90, 2), (31, 3)):
        await sessions.rows("sessions", PAUSES % waited)
        sessions.move_clock(sessions.clock.now() + timedelta(minutes=1))
        await sessions.quiet()
        assert fault.met == tries
    assert len(await parked(sessions)) == 1
    fault.session_id = None
    await sessions.rows("sessions", PAUSES % 300)
    sessions.move_clock(sessions.clock.now() + timedelta(minutes=1))
    await sessions.quiet()
    assert series[0].session_id in await asked_for(sessions)
    assert await parked(sessions) == []
    assert await sessions.rows("sessions", "SELECT FROM failure") == []


async def test_it_is_tried_again_on_order(sessions: House, broken: tuple[Fault, Any, Any]) -> None:
    fault, _, series = broken
    [one] = await parked(sessions)
    with pytest.raises(Refusal, match="still_refused"):
        await sessions.ask(ReplayParked(parked_id=one.parked_id), of="sessions")
    assert [again.parked_id for again in await parked(sessions)] == [one.parked_id]
    fault.session_id = None
    await sessions.ask(ReplayParked(parked_id=one.parked_id), of="sessions")
    assert (series[0].session_id in await asked_for(sessions), await parked(sessions)) == (True, [])


async def test_what_somebody_has_seen_to_is_told_no_more(
    sessions: House, broken: tuple[Fault, Any, Any]
) -> None:
    _, contract, series = broken
    await sessions.ask(held(series[0], contract.parties.supervisor_id))
    sessions.move_clock(sessions.clock.now() + timedelta(minutes=1))
    await sessions.quiet()
    assert await parked(sessions) == []
