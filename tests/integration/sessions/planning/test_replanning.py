"""A supervisor's cancellation plans again in the same transaction; what finds no time waits for a coordinator."""

from datetime import time, timedelta
from uuid import UUID

import pytest

from services.messages import sessions as messages
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date, to_local
from tests.house import House
from tests.integration.contracts.builders import MEMBERS
from tests.integration.directory.builders import person, relate
from tests.integration.sessions.builders import (
    A_DAY,
    STRANGER,
    cancel,
    hours,
    local,
    move,
    planned,
    said,
    viewer,
)


async def test_a_supervisors_cancellation_has_another_time_and_keeps_number_and_entry(
    sessions: House,
) -> None:
    contract, series = await planned(sessions)
    lost, told = series[3], series[3].starts_at - 2 * A_DAY
    order = cancel(lost, told, by="supervisor")
    assert (await sessions.ask(order)).status == "replaced"
    assert (await sessions.ask(order)).status == "replaced"
    now = (await sessions.ask(messages.ListSessions(process_id=contract.process_id))).sessions
    assert [one.number for one in now] == [one.number for one in series]
    found = now[3]
    assert (found.status, found.sequence, found.entry) == ("planned", 2, lost.entry)
    assert found.session_id not in [one.session_id for one in series]
    assert to_local(found.starts_at).weekday() == to_local(lost.starts_at).weekday()
    assert to_local(found.starts_at).time() == to_local(lost.starts_at).time()
    assert series[2].starts_at < found.starts_at < series[4].starts_at
    [off] = await said(sessions, messages.SessionCancelled)
    [again] = await said(sessions, messages.SessionReplanned)
    assert (off.planned_again, off.replan_by, off.sequence) == (True, None, 1)
    assert (again.replaces, again.session_id, again.previous_starts_at, again.number) == (
        lost.session_id, found.session_id, lost.starts_at, lost.number,
    )  # fmt: skip
    who = viewer(contract.parties.supervisor_id, Role.SUPERVISOR)
    shown = await sessions.ask(messages.ShowSession(session_id=lost.session_id, viewer=who))
    assert (shown.replaced_by, shown.cancelled_by) == (found.session_id, "supervisor")


async def test_what_others_cancel_does_not_come_again(sessions: House) -> None:
    _, series = await planned(sessions)
    done = await sessions.ask(cancel(series[3], series[3].starts_at - 2 * A_DAY))
    assert done.status == "cancelled"
    assert not await said(sessions, messages.SessionReplanned)


async def test_the_last_session_waits_for_a_coordinator_who_finds_a_time(sessions: House) -> None:
    contract, series = await planned(sessions)
    lost, told = series[-1], series[-1].starts_at - timedelta(hours=3)
    assert (await sessions.ask(cancel(lost, told, by="supervisor"))).status == "cancelled"
    [off] = await said(sessions, messages.SessionCancelled)
    assert not off.planned_again and off.replan_by > told
    coordinator = await a_coordinator(sessions)
    who = viewer(coordinator, Role.COORDINATOR)
    shown = await sessions.ask(messages.ShowSession(session_id=lost.session_id, viewer=who))
    assert shown.card.may_replan
    await sessions.ask(hours(contract.parties.supervisor_id, weekday=3, from_time=time(9)))
    order = messages.ReplanSession(
        session_id=lost.session_id,
        starts_at=local(*local_date(lost.starts_at + A_DAY).timetuple()[:3], 10),
        planned_by=coordinator,
        as_of=told,
    )
    for refused in (STRANGER, contract.parties.supervisor_id):
        with pytest.raises(Refusal, match="not_yours_to_decide: planned_by"):
            await sessions.ask(order.model_copy(update={"planned_by": refused}))
    with pytest.raises(Refusal, match="outside_the_contract: starts_at"):
        await sessions.ask(order.model_copy(update={"starts_at": lost.starts_at + 400 * A_DAY}))
    found = await sessions.ask(order)
    assert (found.status, found.number, found.entry) == ("planned", lost.number, lost.entry)
    assert await sessions.ask(order) == found
    [again] = await said(sessions, messages.SessionReplanned)
    assert again.replaces == lost.session_id
    with pytest.raises(Refusal, match="session_not_open"):
        await sessions.ask(order.model_copy(update={"starts_at": None}))


async def test_what_the_supervisor_called_off_is_moved_once_for_nothing(sessions: House) -> None:
    contract, series = await planned(sessions)
    told = series[3].starts_at - 2 * A_DAY
    await sessions.ask(cancel(series[3], told, by="supervisor"))
    again = (await sessions.ask(messages.ListSessions(process_id=contract.process_id))).sessions[3]
    late = again.starts_at - timedelta(hours=3)
    who = viewer(contract.parties.commissioner_id, Role.COMMISSIONER, contract.terms.organisation_id)
    query = messages.PreviewMove(session_id=again.session_id, viewer=who, as_of=late)
    shown = await sessions.ask(query)
    assert (shown.free, shown.notice_hours, shown.notice_working_days) == (True, 3, 0)
    for days in (1, 2):
        await sessions.ask(move(again, again.starts_at + days * A_DAY, as_of=late))
    first, second = await said(sessions, messages.SessionMoved)
    assert (first.free, first.performed_on, first.minutes) == (True, local_date(again.starts_at), 90)
    assert (second.free, second.party, second.notice_hours) == (False, "commissioner", 27)
    assert not (await sessions.ask(query)).free


async def test_only_its_supervisor_waives_what_a_late_move_costs(sessions: House) -> None:
    contract, series = await planned(sessions)
    lost, supervisor = series[3], contract.parties.supervisor_id
    facts = {"as_of": lost.starts_at - timedelta(hours=3), "waived": True, "party": "supervisee"}
    with pytest.raises(Refusal, match="not_the_supervisor: waived"):
        await sessions.ask(move(lost, lost.starts_at + A_DAY, **facts, moved_by=MEMBERS[0]))
    await sessions.ask(move(lost, lost.starts_at + A_DAY, **facts, moved_by=supervisor))
    [event] = await said(sessions, messages.SessionMoved)
    assert (event.free, event.party) == (True, "supervisee")


async def a_coordinator(house: House) -> UUID:
    found = await person(house, "Kerttu")
    await relate(house, found, "coordinator")
    return found


async def test_a_session_that_waits_is_offered_its_own_time_where_that_is_free_again(sessions: House) -> None:
    _, series = await planned(sessions)
    lost, told = series[-1], series[-1].starts_at - timedelta(days=3)
    await sessions.ask(cancel(lost, told, by="supervisor"))
    coordinator = await a_coordinator(sessions)
    asks = messages.ListFreeTimes(
        session_id=lost.session_id, viewer=viewer(coordinator, Role.COORDINATOR), as_of=told
    )
    assert lost.starts_at in (await sessions.ask(asks)).times
    order = messages.ReplanSession(
        session_id=lost.session_id, starts_at=lost.starts_at, planned_by=coordinator, as_of=told
    )
    again = await sessions.ask(order)
    assert (again.status, again.starts_at) == ("planned", lost.starts_at)
    assert again.session_id != lost.session_id


async def test_a_session_that_is_left_out_as_agreed_waits_no_longer(sessions: House) -> None:
    _, series = await planned(sessions)
    lost, told = series[-1], series[-1].starts_at - timedelta(hours=3)
    await sessions.ask(cancel(lost, told, by="supervisor"))
    coordinator = await a_coordinator(sessions)
    order = messages.ReplanSession(session_id=lost.session_id, planned_by=coordinator, as_of=told)
    assert (await sessions.ask(order)).status == "cancelled"
    assert (await sessions.ask(order)).status == "cancelled"
    assert [one.agreed for one in await said(sessions, messages.SessionLeftOut)] == [True]


async def test_only_what_is_called_off_too_late_counts_as_used(sessions: House) -> None:
    """What its supervisor calls off is left for as long as it waits for another day, and unused once it does not."""
    contract, series = await planned(sessions)
    early, late, lost = series[4], series[5], series[-1]
    for one, ahead in ((early, 30 * A_DAY), (late, timedelta(hours=3))):
        await sessions.ask(cancel(one, one.starts_at - ahead))
    told = lost.starts_at - timedelta(hours=3)
    await sessions.ask(cancel(lost, told, by="supervisor"))
    who = viewer(contract.parties.commissioner_id, Role.COMMISSIONER, contract.terms.organisation_id)
    query = messages.ListSessions(process_id=contract.process_id, viewer=who)
    unused = {one.number for one in (await sessions.ask(query)).sessions if one.unused}
    assert unused == {early.number}
    coordinator = await a_coordinator(sessions)
    await sessions.ask(messages.ReplanSession(session_id=lost.session_id, planned_by=coordinator, as_of=told))
    unused = {one.number for one in (await sessions.ask(query)).sessions if one.unused}
    assert unused == {early.number, lost.number}
    told_of = {one.number: one.unused for one in await said(sessions, messages.SessionCancelled)}
    assert told_of == {early.number: True, late.number: False, lost.number: True}


async def test_a_cancellation_that_was_told_by_telephone_is_recorded_afterwards_with_its_notice(
    sessions: House,
) -> None:
    contract, series = await planned(sessions)
    supervisor, first = contract.parties.supervisor_id, series[0]
    told = first.starts_at - timedelta(hours=47)
    facts = {"cancelled_by": "commissioner", "told_at": told, "recorded_by": supervisor}
    order = messages.RecordCancelled(session_id=first.session_id, as_of=first.ends_at, **facts)
    for wrong, refusal in (
        ({"as_of": first.ends_at - timedelta(minutes=1)}, "session_not_over"),
        ({"told_at": first.starts_at}, "told_after_the_start: told_at"),
        ({"told_at": first.starts_at - 800 * A_DAY}, "day_too_early: told_at"),
        ({"recorded_by": STRANGER}, "not_the_supervisor: recorded_by"),
    ):
        with pytest.raises(Refusal, match=refusal):
            await sessions.ask(order.model_copy(update=wrong))
    assert (await sessions.ask(order)).status == "cancelled"
    assert (await sessions.ask(order)).status == "cancelled"
    for otherwise in ({"cancelled_by": "supervisee"}, {"told_at": told - timedelta(hours=1)}):
        with pytest.raises(Refusal, match="already_recorded"):
            await sessions.ask(order.model_copy(update=otherwise))
    [event] = await said(sessions, messages.SessionCancelled)
    assert (event.notice_hours, event.cancelled_by, event.sequence) == (47, "commissioner", 0)
    second = series[1]
    by_supervisor = facts | {"cancelled_by": "supervisor", "told_at": second.starts_at - A_DAY}
    order = messages.RecordCancelled(session_id=second.session_id, as_of=second.ends_at, **by_supervisor)
    assert (await sessions.ask(order)).status in ("replaced", "cancelled")
    off = (await said(sessions, messages.SessionCancelled))[-1]
    assert off.planned_again or off.replan_by
