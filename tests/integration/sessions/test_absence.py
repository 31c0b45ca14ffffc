"""One member cannot come: the supervisor knows who, the others how many; the group's session stays the group's."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages import sessions as messages
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.contracts.builders import MEMBERS, completion, drafted, sign_by
from tests.integration.sessions.builders import (
    A_DAY,
    PLANNED,
    STRANGER,
    cancel,
    hours,
    move,
    no_show,
    plan,
    planned,
    said,
    viewer,
)
from tests.integration.sessions.members.test_leaving import leaving

SIGNS, MEMBER = MEMBERS[0], MEMBERS[2]


def absence(session: messages.SessionCard, person_id: UUID = MEMBER, **facts: Any) -> messages.ReportAbsence:
    order = {"session_id": session.session_id, "person_id": person_id, "as_of": PLANNED}
    return messages.ReportAbsence.model_validate(order | facts)


def coming(session: messages.SessionCard, person_id: UUID = MEMBER) -> messages.TakeBackAbsence:
    return messages.TakeBackAbsence(session_id=session.session_id, person_id=person_id, as_of=PLANNED)


async def waiting(house: House, person_id: UUID, role: Role = Role.SUPERVISEE) -> messages.Waits:
    return await house.ask(messages.ShowWaiting(viewer=viewer(person_id, role), as_of=PLANNED))


async def shown(
    house: House,
    session: messages.SessionCard,
    person_id: UUID,
    role: Role,
    organisation_id: UUID | None = None,
) -> messages.SessionShown:
    asks = viewer(person_id, role, organisation_id)
    return await house.ask(messages.ShowSession(session_id=session.session_id, viewer=asks))


async def test_who_cannot_come_is_known_to_the_supervisor_and_to_the_others_as_a_number(
    sessions: House,
) -> None:
    contract, series = await planned(sessions)
    sessions.move_clock(PLANNED)
    for _ in range(2):
        await sessions.ask(absence(series[3]))
    [told] = await said(sessions, messages.AbsenceReported)
    assert (told.number, told.absent, told.members, told.asked_id) == (4, 1, 5, None)
    assert str(MEMBER) not in told.model_dump_json()
    supervisor = await shown(sessions, series[3], contract.parties.supervisor_id, Role.SUPERVISOR)
    assert (supervisor.absent, supervisor.absent_count) == ([MEMBER], 1)
    for person_id, role, of in (
        (MEMBERS[1], Role.SUPERVISEE, None),
        (STRANGER, Role.COORDINATOR, None),
        (STRANGER, Role.COMMISSIONER, contract.terms.organisation_id),
    ):
        other = await shown(sessions, series[3], person_id, role, of)
        assert (other.absent, other.absent_count, other.card.cannot_come) == ([], 1, False), role
    own = await shown(sessions, series[3], MEMBER, Role.SUPERVISEE)
    assert own.card.cannot_come and own.card.may_report_absence and not own.card.may_cancel
    for _ in range(2):
        await sessions.ask(coming(series[3]))
    assert [one.absent for one in await said(sessions, messages.AbsenceTakenBack)] == [0]
    assert not (await shown(sessions, series[3], MEMBER, Role.SUPERVISEE)).card.cannot_come
    assert await said(sessions, messages.SessionCancelled) == []


async def test_of_a_pair_the_other_is_not_told_how_many(sessions: House) -> None:
    contract, series = await planned(sessions)
    for one in MEMBERS[2:]:
        await sessions.ask(leaving(contract, one))
    await sessions.ask(absence(series[3], MEMBERS[1]))
    other = await shown(sessions, series[3], SIGNS, Role.SUPERVISEE)
    assert (other.absent_count, other.absent) == (None, [])
    supervisor = await shown(sessions, series[3], contract.parties.supervisor_id, Role.SUPERVISOR)
    assert (supervisor.absent_count, supervisor.absent) == (1, [MEMBERS[1]])


async def test_where_nobody_can_come_in_time_who_signs_for_the_group_is_asked_and_nothing_is_cancelled(
    sessions: House,
) -> None:
    contract, series = await planned(sessions)
    in_time, late = series[2], series[3]
    for one in MEMBERS:
        await sessions.ask(absence(in_time, one))
        await sessions.ask(absence(late, one, as_of=late.starts_at - A_DAY))
    told = await said(sessions, messages.AbsenceReported)
    asked = {(one.number, one.absent): one.asked_id for one in told if one.asked_id}
    assert asked == {(3, 5): SIGNS}, "after the contract's notice there is nothing to ask"
    sessions.move_clock(PLANNED)
    for person_id, is_asked in ((SIGNS, True), (MEMBERS[1], False)):
        listed = messages.ListSessions(
            process_id=in_time.process_id, viewer=viewer(person_id, Role.SUPERVISEE)
        )
        cards = (await sessions.ask(listed)).sessions
        assert [one.number for one in cards if one.nobody_can_come] == ([3, 4] if is_asked else [])
    waits = await waiting(sessions, SIGNS)
    assert [one.number for one in waits.nobody_can_come] == [3, 4] and waits.goals == []
    supervisor = contract.parties.supervisor_id
    assert len((await waiting(sessions, supervisor, Role.SUPERVISOR)).nobody_can_come) == 2
    for person_id, role in ((MEMBERS[1], Role.SUPERVISEE), (STRANGER, Role.SUPERVISOR)):
        assert (await waiting(sessions, person_id, role)).nobody_can_come == []
    assert await said(sessions, messages.SessionCancelled) == []
    await sessions.ask(coming(late, MEMBER))
    await sessions.ask(cancel(in_time, PLANNED, "supervisee"))
    assert (await waiting(sessions, SIGNS)).nobody_can_come == []
    assert len(await said(sessions, messages.SessionCancelled)) == 1


async def test_where_all_say_too_late_that_they_cannot_come_it_costs_what_not_coming_costs(
    sessions: House,
) -> None:
    """The session stands, and its supervisor says that nobody came: half of the price by this contract."""
    await sessions.open("billing")
    card = await sessions.ask(completion(await drafted(sessions), no_show_percent=50))
    await sign_by(sessions, card)
    await sessions.ask(hours(card.parties.supervisor_id))
    fourth = (await plan(sessions, card.process_id))[3]
    for one in MEMBERS:
        await sessions.ask(absence(fourth, one, as_of=fourth.starts_at - A_DAY))
    told = await said(sessions, messages.AbsenceReported)
    assert [(one.absent, one.asked_id) for one in told] == [(count, None) for count in range(1, 6)]
    assert (await sessions.ask(messages.ListSessions(process_id=card.process_id))).sessions[3] == fourth
    sessions.move_clock(fourth.ends_at)
    assert (await sessions.ask(no_show(fourth, card.parties.supervisor_id))).status == "no_show"
    await sessions.quiet()
    [item] = await sessions.rows("billing", "select kind, percent, price_cents from billable_item")
    assert tuple(item) == ("no_show", 50, card.terms.price_cents)
    assert await said(sessions, messages.SessionCancelled) == []


async def test_a_session_at_a_new_time_asks_anew(sessions: House) -> None:
    contract, series = await planned(sessions)
    sessions.move_clock(PLANNED)
    await sessions.ask(absence(series[3]))
    await sessions.ask(move(series[3], series[3].starts_at + A_DAY))
    moved = await shown(sessions, series[3], contract.parties.supervisor_id, Role.SUPERVISOR)
    assert (moved.absent, moved.absent_count) == ([], 0)
    await sessions.ask(absence(series[3]))
    moved = await shown(sessions, series[3], contract.parties.supervisor_id, Role.SUPERVISOR)
    assert moved.absent == [MEMBER]


async def test_what_is_no_absence_is_refused_by_its_field(sessions: House) -> None:
    contract, series = await planned(sessions)
    await sessions.ask(cancel(series[1], PLANNED))
    await sessions.ask(leaving(contract, MEMBERS[4]))
    refused = [
        (absence(series[0], as_of=series[0].starts_at), "session_already_begun: session_id"),
        (absence(series[1]), "session_not_open: session_id"),
        (absence(series[2], STRANGER), "not_a_member: person_id"),
        (absence(series[2], MEMBERS[4]), "not_a_member: person_id"),
        (absence(series[2], contract.parties.supervisor_id), "not_a_member: person_id"),
        (absence(series[2], session_id=uuid4()), "unknown_session: session_id"),
        (coming(series[1]), "session_not_open: session_id"),
        (coming(series[2], STRANGER), "not_a_member: person_id"),
    ]
    for order, why in refused:
        with pytest.raises(Refusal, match=why):
            await sessions.ask(order)
    for one in MEMBERS[1:4]:
        await sessions.ask(leaving(contract, one))
    with pytest.raises(Refusal, match="alone_in_it"):
        await sessions.ask(absence(series[2], SIGNS))
    assert await said(sessions, messages.AbsenceReported) == []


async def test_one_member_of_a_group_neither_cancels_nor_moves_it(sessions: House) -> None:
    contract, series = await planned(sessions)
    to = series[5].starts_at + A_DAY
    by_member = cancel(series[5], PLANNED, "supervisee").model_copy(update={"person_id": MEMBER})
    for order, field in ((by_member, "person_id"), (move(series[5], to, moved_by=MEMBER), "moved_by")):
        with pytest.raises(Refusal, match=f"not_the_representative: {field}"):
            await sessions.ask(order)
    sessions.move_clock(PLANNED)
    for query in _queries(series[5], MEMBER):
        with pytest.raises(Refusal, match="unknown_session"):
            await sessions.ask(query)
    for query in _queries(series[5], SIGNS):
        await sessions.ask(query)
    await sessions.ask(move(series[5], to, moved_by=SIGNS, party="supervisee"))
    await sessions.ask(leaving(contract, SIGNS, as_of=PLANNED + timedelta(hours=1)))
    with pytest.raises(Refusal, match="unknown_session"):
        await sessions.ask(_queries(series[5], SIGNS)[0])
    with pytest.raises(Refusal, match="not_the_representative"):
        await sessions.ask(by_member)
    await sessions.ask(cancel(series[5], PLANNED, "commissioner"))


def _queries(session: messages.SessionCard, person_id: UUID) -> list[Any]:
    asks = {"session_id": session.session_id, "viewer": viewer(person_id, Role.SUPERVISEE), "as_of": PLANNED}
    return [
        messages.ListFreeTimes.model_validate(asks),
        messages.PreviewCancellation.model_validate(asks | {"cancelled_by": "supervisee"}),
    ]
