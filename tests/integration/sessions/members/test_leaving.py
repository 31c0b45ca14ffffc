"""A member takes part no longer: the roster ends, what was theirs stays theirs, and too small a group is a task."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.messages import sessions as messages
from services.messages.contracts import ContractCard
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.contracts.builders import MEMBERS
from tests.integration.directory.builders import person, relate
from tests.integration.sessions.builders import (
    A_DAY,
    PLANNED,
    STRANGER,
    goal,
    held,
    no_show,
    planned,
    said,
    viewer,
)
from tests.integration.sessions.content.test_consents import consent, reviewed

LEAVER = MEMBERS[2]
WHY = "Kanarialintu: jään perhevapaalle"


def leaving(contract: ContractCard, person_id: UUID = LEAVER, **facts: Any) -> messages.LeaveGroup:
    order = {"process_id": contract.process_id, "person_id": person_id, "as_of": PLANNED}
    return messages.LeaveGroup.model_validate(order | facts)


async def shown(house: House, contract: ContractCard, person_id: UUID, role: Role) -> messages.Group:
    query = messages.ShowGroup(process_id=contract.process_id, viewer=viewer(person_id, role))
    return await house.ask(query)


async def test_who_leaves_is_in_no_later_session_and_keeps_what_was_theirs(sessions: House) -> None:
    contract, series = await planned(sessions)
    at = series[0].starts_at
    sessions.move_clock(at)
    await sessions.ask(leaving(contract, as_of=at))
    leaver = viewer(LEAVER, Role.SUPERVISEE)
    listed = await sessions.ask(messages.ListSessions(process_id=contract.process_id, viewer=leaver))
    assert [one.number for one in listed.sessions] == [1]
    await sessions.ask(held(series[0], contract.parties.supervisor_id, present=[LEAVER]))
    with pytest.raises(Refusal) as refused:
        await sessions.ask(held(series[1], contract.parties.supervisor_id, present=[LEAVER]))
    assert refused.value.code == "not_a_member"
    with pytest.raises(Refusal) as refused:
        await sessions.ask(goal(contract.process_id, set_by=LEAVER, as_of=at + A_DAY))
    assert refused.value.code == "not_a_member"
    own = await shown(sessions, contract, LEAVER, Role.SUPERVISEE)
    assert (own.left_on, own.may_leave) == (local_date(at), False)


async def test_goals_of_the_day_on_which_they_left_stay_theirs_to_read_and_they_set_no_more(
    sessions: House,
) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(PLANNED)
    own, ours = goal(contract.process_id, set_by=LEAVER), goal(contract.process_id, whose="group")
    later = goal(contract.process_id, "Muuta", as_of=PLANNED + timedelta(hours=2))
    query = messages.ListGoals(process_id=contract.process_id, viewer=viewer(LEAVER, Role.SUPERVISEE))
    for order in (own, ours):
        await sessions.ask(order)
    assert (await sessions.ask(query)).may_set
    await sessions.ask(leaving(contract, as_of=PLANNED + timedelta(hours=1)))
    await sessions.ask(later)
    read = await sessions.ask(query)
    assert {one.goal_id for one in read.goals} == {own.goal_id, ours.goal_id}
    assert not read.may_set and not any(one.may_change for one in read.goals)
    others = query.model_copy(update={"viewer": viewer(MEMBERS[1], Role.SUPERVISEE)})
    assert len((await sessions.ask(others)).goals) == 3


async def test_who_has_said_so_sets_and_changes_no_goal_on_their_last_day_either(sessions: House) -> None:
    contract, series = await planned(sessions)
    at = series[0].starts_at
    sessions.move_clock(at)
    await sessions.ask(goal(contract.process_id, set_by=LEAVER, as_of=at))
    await sessions.ask(leaving(contract, as_of=at))
    query = messages.ListGoals(process_id=contract.process_id, viewer=viewer(LEAVER, Role.SUPERVISEE))
    read = await sessions.ask(query)
    assert [(one.may_change, one.may_share) for one in read.goals] == [(False, False)]
    assert (read.may_set, read.has_left) == (False, True)


async def test_a_session_of_the_day_that_has_not_begun_is_theirs_no_more(sessions: House) -> None:
    contract, series = await planned(sessions)
    early = series[0].starts_at.replace(minute=0, hour=1)
    await sessions.ask(leaving(contract, as_of=early))
    leaver = viewer(LEAVER, Role.SUPERVISEE)
    listed = await sessions.ask(messages.ListSessions(process_id=contract.process_id, viewer=leaver))
    assert listed.sessions == []
    [told] = await said(sessions, messages.MemberLeft)
    assert told.left_on == local_date(early) - A_DAY


async def test_why_is_read_by_coordinators_alone_and_stands_nowhere_in_the_clear(sessions: House) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(PLANNED)
    for _ in range(2):
        await sessions.ask(leaving(contract, reason=WHY))
    [told] = await said(sessions, messages.MemberLeft)
    assert (told.person_id, told.settle_by) == (LEAVER, None)
    assert told.remaining == [one for one in MEMBERS if one != LEAVER]
    assert WHY not in told.model_dump_json()
    rows = await sessions.rows("sessions", "SELECT * FROM leaving")
    assert WHY not in str(rows)
    with pytest.raises(Refusal) as refused:
        await sessions.ask(leaving(contract, reason="something else"))
    assert refused.value.code == "already_left"
    group = await shown(sessions, contract, STRANGER, Role.COORDINATOR)
    assert [(one.person_id, one.reason) for one in group.members if one.left_on] == [(LEAVER, WHY)]
    supervisor = await shown(sessions, contract, contract.parties.supervisor_id, Role.SUPERVISOR)
    assert [(one.person_id, one.reason) for one in supervisor.members if one.left_on] == [(LEAVER, "")]
    others = await shown(sessions, contract, MEMBERS[1], Role.SUPERVISEE)
    assert [one.person_id for one in others.members] == told.remaining and others.may_leave


async def test_a_group_without_its_signer_or_too_small_waits_for_a_coordinator(sessions: House) -> None:
    contract, _ = await planned(sessions)
    await sessions.ask(leaving(contract, MEMBERS[0]))
    first = (await said(sessions, messages.MemberLeft))[-1]
    assert first.settle_by
    assert (await shown(sessions, contract, STRANGER, Role.COORDINATOR)).unsettled
    settling = {"process_id": contract.process_id, "as_of": PLANNED}
    with pytest.raises(Refusal) as refused:
        await sessions.ask(messages.SettleGroup.model_validate(settling | {"settled_by": STRANGER}))
    assert refused.value.code == "not_yours_to_decide"
    coordinator = await person(sessions, "Kerttu")
    await relate(sessions, coordinator, "coordinator")
    by = {"settled_by": coordinator}
    for _ in range(2):
        await sessions.ask(messages.SettleGroup.model_validate(settling | by))
    assert len(await said(sessions, messages.GroupSettled)) == 1
    for member in MEMBERS[1:]:
        await sessions.ask(leaving(contract, member))
    told = await said(sessions, messages.MemberLeft)
    assert [len(one.remaining) for one in told] == [4, 3, 2, 1, 0]
    assert all(one.settle_by for one in told)


async def test_nobody_stays_away_from_a_session_before_which_all_had_left(sessions: House) -> None:
    contract, series = await planned(sessions)
    for member in MEMBERS:
        await sessions.ask(leaving(contract, member))
    sessions.move_clock(series[0].ends_at)
    with pytest.raises(Refusal) as refused:
        await sessions.ask(no_show(series[0], contract.parties.supervisor_id))
    assert refused.value.code == "nobody_to_come"


async def test_who_is_no_member_cannot_leave(sessions: House) -> None:
    contract, _ = await planned(sessions)
    for order in (
        leaving(contract, STRANGER),
        leaving(contract, contract.parties.supervisor_id),
        leaving(contract, as_of=PLANNED + 400 * A_DAY),
    ):
        with pytest.raises(Refusal) as refused:
            await sessions.ask(order)
        assert refused.value.code == "not_a_member"


async def test_a_members_no_keeps_a_review_from_the_commissioner_and_nobody_learns_whose_it_was(
    sessions: House,
) -> None:
    contract = await reviewed(sessions)
    for member in MEMBERS[:-1]:
        await sessions.ask(consent(contract, member))
    no = messages.RefuseReview(
        process_id=contract.process_id, kind="interim", person_id=MEMBERS[0], as_of=PLANNED + A_DAY
    )
    for _ in range(2):
        await sessions.ask(no)
    await sessions.ask(consent(contract, MEMBERS[-1]))
    assert await said(sessions, messages.ReviewReleased) == []
    [told] = await said(sessions, messages.ReviewRefused)
    assert str(MEMBERS[0]) not in told.model_dump_json()
    seen = {}
    for role, person_id in (
        (Role.SUPERVISEE, MEMBERS[0]),
        (Role.SUPERVISOR, contract.parties.supervisor_id),
        (Role.COORDINATOR, STRANGER),
    ):
        query = messages.ListReviews(process_id=contract.process_id, viewer=viewer(person_id, role))
        [seen[role]] = (await sessions.ask(query)).reviews
    own = seen[Role.SUPERVISEE]
    assert (own.refused_at, own.may_consent, own.may_refuse, own.consents_refused) == (
        PLANNED + A_DAY, True, False, None,
    )  # fmt: skip
    assert {seen[role].consents_refused for role in (Role.SUPERVISOR, Role.COORDINATOR)} == {1}
    await sessions.ask(consent(contract, MEMBERS[0]))
    assert len(await said(sessions, messages.ReviewReleased)) == 1
    with pytest.raises(Refusal) as refused:
        await sessions.ask(no)
    assert refused.value.code == "review_released"
