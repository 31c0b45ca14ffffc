"""A member joins from a day on: all that hangs on the roster follows the days, and nothing before them is theirs."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.messages import contracts as messages
from services.messages import sessions as of_sessions
from services.messages.contracts import ContractCard
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date, morning_of
from tests.house import House
from tests.integration.contracts.builders import MEMBERS, signed
from tests.integration.contracts.builders import said as said_by_contracts
from tests.integration.directory.builders import person, relate
from tests.integration.sessions.builders import (
    PLANNED,
    STRANGER,
    goal,
    held,
    hours,
    plan,
    planned,
    said,
    viewer,
)
from tests.integration.sessions.members.test_leaving import leaving, shown

NEWCOMER = UUID("0190a0a0-0000-7000-8000-00000000e0a1")
FIRST_DAY = date(2027, 4, 10)
LAST_SESSIONS_DAY = date(2027, 10, 4)


def proposing(contract: ContractCard, **facts: Any) -> messages.ProposeMember:
    order = {"process_id": contract.process_id, "person_id": NEWCOMER, "from_day": FIRST_DAY}
    return messages.ProposeMember.model_validate(
        order | {"proposed_by": MEMBERS[0], "as_of": PLANNED} | facts
    )


def agreeing(contract: ContractCard, by: UUID, **facts: Any) -> messages.AgreeToMember:
    order = {"process_id": contract.process_id, "newcomer_id": NEWCOMER, "from_day": FIRST_DAY}
    order |= {"agrees": True, "person_id": by, "as_of": PLANNED}
    return messages.AgreeToMember.model_validate(order | facts)


def joining(contract: ContractCard, **facts: Any) -> messages.JoinGroup:
    order = {"process_id": contract.process_id, "version": contract.version, "agrees": True}
    return messages.JoinGroup.model_validate(order | {"person_id": NEWCOMER, "as_of": PLANNED} | facts)


async def joined(house: House, contract: ContractCard, **facts: Any) -> None:
    """Proposed by who acts for the group, agreed to by the others, consented to by the newcomer."""
    await house.ask(proposing(contract, **facts))
    told = {name: value for name, value in facts.items() if name in ("from_day", "as_of")}
    who = facts.get("person_id", NEWCOMER)
    for member in MEMBERS[1:]:
        await house.ask(agreeing(contract, member, newcomer_id=who, **told))
    await house.ask(joining(contract, person_id=who, as_of=facts.get("as_of", PLANNED)))
    await house.quiet()


async def mondays(house: House) -> tuple[ContractCard, list[of_sessions.SessionCard]]:
    """The series of which the rules' worked days speak."""
    contract = await signed(house)
    monday = {"weekday": 0, "from_time": time(13), "to_time": time(14, 30)}
    await house.ask(hours(contract.parties.supervisor_id, **monday))
    return contract, await plan(house, contract.process_id)


async def numbers(house: House, contract: ContractCard, person_id: UUID) -> list[int]:
    """Of the sessions that they see."""
    own = viewer(person_id, Role.SUPERVISEE)
    query = of_sessions.ListSessions(process_id=contract.process_id, viewer=own)
    return [one.number for one in (await house.ask(query)).sessions]


async def refusal(house: House, order: Any) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as refused:
        await house.ask(order)
    return refused.value.code, refused.value.field


async def test_who_joins_on_10_april_and_leaves_on_5_october_is_in_sessions_6_to_13(sessions: House) -> None:
    contract, series = await mondays(sessions)
    assert [local_date(series[number - 1].starts_at) for number in (6, 13)] == [
        date(2027, 4, 26),
        LAST_SESSIONS_DAY,
    ]
    await joined(sessions, contract)
    assert await numbers(sessions, contract, NEWCOMER) == list(range(6, 16))
    leaves_at = morning_of(date(2027, 10, 5))
    sessions.move_clock(leaves_at)
    await sessions.ask(leaving(contract, NEWCOMER, as_of=leaves_at))
    assert await numbers(sessions, contract, NEWCOMER) == list(range(6, 14))
    by = contract.parties.supervisor_id
    for number in (5, 14):
        order = held(series[number - 1], by, present=[NEWCOMER])
        assert await refusal(sessions, order) == ("not_a_member", "present")
    for number in (6, 13):
        await sessions.ask(held(series[number - 1], by, present=[NEWCOMER]))
    assert [await consents(sessions, contract, series, kind) for kind in ("interim", "final")] == [
        True,
        False,
    ]


async def consents(
    house: House, contract: ContractCard, series: list[of_sessions.SessionCard], kind: str
) -> bool:
    """Whether the newcomer's is asked for, of the review that the session of its number opens."""
    at = series[{"interim": 9, "final": 15}[kind] - 1].ends_at
    opening = {"process_id": contract.process_id, "kind": kind, "as_of": at}
    await house.ask(of_sessions.OpenReview.model_validate(opening))
    words = {"benefit": True, "wants_to_continue": True, "statement": "Kanarialintu."}
    by = {"recorded_by": contract.parties.supervisor_id}
    await house.ask(of_sessions.RecordReview.model_validate(opening | words | by))
    order = {"process_id": contract.process_id, "kind": kind, "person_id": NEWCOMER, "as_of": at}
    try:
        await house.ask(of_sessions.ConsentToReview.model_validate(order))
    except Refusal as refused:
        assert refused.code == "not_a_member"
        return False
    return True


async def test_nobody_is_in_before_every_member_and_they_themselves_have_said_yes(sessions: House) -> None:
    contract, _ = await planned(sessions)
    await sessions.ask(proposing(contract))
    for member in MEMBERS[1:]:
        assert await refusal(sessions, joining(contract)) == ("not_a_member", "person_id")
        for _ in range(2):
            await sessions.ask(agreeing(contract, member))
    [asked] = await said_by_contracts(sessions, messages.MemberProposed)
    assert asked.asked == MEMBERS[1:]
    assert len(await said_by_contracts(sessions, messages.NewcomerAsked)) == 1
    with pytest.raises(Refusal):
        await numbers(sessions, contract, NEWCOMER)
    for _ in range(2):
        await sessions.ask(joining(contract))
    [told] = await said_by_contracts(sessions, messages.MemberJoined)
    assert (told.person_id, told.from_day, told.members) == (NEWCOMER, FIRST_DAY, [*MEMBERS, NEWCOMER])
    group = await shown(sessions, contract, MEMBERS[1], Role.SUPERVISEE)
    assert [(one.person_id, one.joins_on) for one in group.members if one.joins_on] == [(NEWCOMER, FIRST_DAY)]


async def test_a_word_on_who_joins_that_comes_when_it_is_decided_is_not_taken_in_and_thrown_away(
    sessions: House,
) -> None:
    contract, _ = await planned(sessions)
    await joined(sessions, contract)
    await sessions.ask(agreeing(contract, MEMBERS[1]))
    too_late = agreeing(contract, MEMBERS[1], agrees=False)
    assert await refusal(sessions, too_late) == ("joining_over", "agrees")


@pytest.mark.parametrize("who", [MEMBERS[2], NEWCOMER])
async def test_one_no_leaves_it(sessions: House, who: UUID) -> None:
    contract, _ = await planned(sessions)
    await sessions.ask(proposing(contract))
    for member in MEMBERS[1:]:
        await sessions.ask(agreeing(contract, member))
    no = joining(contract, agrees=False) if who == NEWCOMER else agreeing(contract, who, agrees=False)
    await sessions.ask(no)
    [told] = await said_by_contracts(sessions, messages.MemberNotJoining)
    assert (told.newcomer_id, told.members) == (NEWCOMER, MEMBERS)
    assert await refusal(sessions, joining(contract)) == ("not_a_member", "person_id")
    assert await said_by_contracts(sessions, messages.MemberJoined) == []


async def test_what_is_not_answered_before_its_day_falls_and_may_be_asked_anew(sessions: House) -> None:
    contract, _ = await planned(sessions)
    await sessions.ask(proposing(contract))
    late = morning_of(FIRST_DAY)
    sessions.move_clock(late)
    for member in MEMBERS[1:]:
        too_late = agreeing(contract, member, as_of=late)
        assert await refusal(sessions, too_late) == ("joining_over", "agrees")
    assert await refusal(sessions, joining(contract, as_of=late)) == ("not_a_member", "person_id")
    await joined(sessions, contract, from_day=FIRST_DAY + timedelta(days=1), as_of=late)
    [told] = await said_by_contracts(sessions, messages.MemberJoined)
    assert told.from_day == FIRST_DAY + timedelta(days=1)


async def test_who_left_joins_again_and_may_leave_again(sessions: House) -> None:
    contract, series = await planned(sessions)
    for begins, ends in ((series[1], series[2]), (series[4], series[6])):
        at = begins.starts_at - timedelta(days=3)
        sessions.move_clock(at)
        await joined(sessions, contract, from_day=local_date(begins.starts_at), as_of=at)
        sessions.move_clock(ends.ends_at)
        await sessions.ask(leaving(contract, NEWCOMER, as_of=ends.ends_at))
        await sessions.quiet()
    assert await numbers(sessions, contract, NEWCOMER) == [2, 3, 5, 6, 7]
    rows = await sessions.rows("sessions", f"SELECT * FROM group_member WHERE person_id = '{NEWCOMER}'")
    assert len(rows) == 2


async def test_who_is_only_to_come_may_leave_before_the_first_day(sessions: House) -> None:
    contract, _ = await planned(sessions)
    await joined(sessions, contract)
    own = await shown(sessions, contract, NEWCOMER, Role.SUPERVISEE)
    assert own.may_leave
    await sessions.ask(leaving(contract, NEWCOMER))
    await sessions.quiet()
    with pytest.raises(Refusal):
        await numbers(sessions, contract, NEWCOMER)
    await joined(sessions, contract)


async def test_a_newcomer_sees_no_goal_that_was_set_before(sessions: House) -> None:
    contract, _ = await planned(sessions)
    await sessions.ask(goal(contract.process_id, "Ennen"))
    await joined(sessions, contract)
    then = morning_of(FIRST_DAY)
    sessions.move_clock(then)
    await sessions.ask(goal(contract.process_id, "Jälkeen", as_of=then))
    listed = of_sessions.ListGoals(process_id=contract.process_id, viewer=viewer(NEWCOMER, Role.SUPERVISEE))
    assert [one.text for one in (await sessions.ask(listed)).goals] == ["Jälkeen"]


async def test_a_goal_of_before_is_shown_to_a_newcomer_by_whose_it_is(sessions: House) -> None:
    contract, _ = await planned(sessions)
    own, group = goal(contract.process_id, "Oma"), goal(contract.process_id, "Ryhmän", whose="group")
    for one in (own, group):
        await sessions.ask(one)
    await joined(sessions, contract)
    then = morning_of(FIRST_DAY)
    sessions.move_clock(then)
    for order, by in ((own, NEWCOMER), (own, MEMBERS[2]), (group, NEWCOMER)):
        sharing = of_sessions.ShareGoal(goal_id=order.goal_id, shared_by=by, as_of=then)
        assert await refusal(sessions, sharing) == ("not_your_goal", "shared_by")
    for order in (own, group):
        await sessions.ask(of_sessions.ShareGoal(goal_id=order.goal_id, shared_by=MEMBERS[1], as_of=then))
    listed = of_sessions.ListGoals(process_id=contract.process_id, viewer=viewer(NEWCOMER, Role.SUPERVISEE))
    assert [one.text for one in (await sessions.ask(listed)).goals] == ["Oma"]
    for member in (MEMBERS[0], *MEMBERS[2:]):
        yes = {"goal_id": group.goal_id, "kind": "share", "person_id": member, "agrees": True, "as_of": then}
        await sessions.ask(of_sessions.AgreeToGoalChange.model_validate(yes))
    shown_now = (await sessions.ask(listed)).goals
    assert sorted((one.text, one.may_change) for one in shown_now) == [("Oma", False), ("Ryhmän", False)]


async def test_who_may_propose_whom_and_for_when(sessions: House) -> None:
    contract, _ = await planned(sessions)
    coordinator = await person(sessions, "Kerttu")
    await relate(sessions, coordinator, "coordinator")
    for order, code, field in (
        (proposing(contract, proposed_by=MEMBERS[1]), "not_the_representative", "proposed_by"),
        (proposing(contract, proposed_by=STRANGER), "not_yours_to_decide", "proposed_by"),
        (proposing(contract, person_id=MEMBERS[1]), "already_a_member", "person_id"),
        (proposing(contract, person_id=contract.parties.supervisor_id), "supervisor_is_a_party", "person_id"),
        (proposing(contract, from_day=local_date(PLANNED)), "not_before_tomorrow", "from_day"),
        (proposing(contract, from_day=date(2028, 1, 1)), "outside_the_contract", "from_day"),
        (agreeing(contract, STRANGER), "not_a_member", "person_id"),
    ):
        assert await refusal(sessions, order) == (code, field)
    await sessions.ask(proposing(contract, proposed_by=coordinator))
    other_day = proposing(contract, from_day=FIRST_DAY + timedelta(days=2))
    assert await refusal(sessions, other_day) == ("proposed_already", "from_day")
    for number in range(6):
        await sessions.ask(proposing(contract, person_id=UUID(int=number + 1), proposed_by=coordinator))
    one_more = proposing(contract, person_id=UUID(int=99), proposed_by=coordinator)
    assert await refusal(sessions, one_more) == ("group_too_large", "person_id")
    # A coordinator's word is no member's yes.
    for member in MEMBERS[1:]:
        await sessions.ask(agreeing(contract, member))
    assert await said_by_contracts(sessions, messages.NewcomerAsked) == []


async def test_nobody_waits_for_who_has_left_and_a_group_large_enough_is_settled(sessions: House) -> None:
    contract, _ = await planned(sessions)
    for member in MEMBERS[2:]:
        await sessions.ask(leaving(contract, member))
    await sessions.ask(proposing(contract))
    await sessions.ask(leaving(contract, MEMBERS[1]))
    await sessions.quiet()
    assert (await shown(sessions, contract, STRANGER, Role.COORDINATOR)).unsettled
    await sessions.ask(joining(contract))
    assert len(await said(sessions, of_sessions.GroupSettled)) == 1


def at_noon(day: date) -> datetime:
    return morning_of(day) + timedelta(hours=4)


async def test_nobody_joins_a_contract_that_ends_before_their_day_by_now(sessions: House) -> None:
    contract, _ = await planned(sessions)
    await sessions.ask(proposing(contract))
    for member in MEMBERS[1:]:
        await sessions.ask(agreeing(contract, member))
    staff = {
        "viewer": viewer(STRANGER, Role.COORDINATOR),
        "process_id": contract.process_id,
        "as_of": PLANNED,
    }
    last_day = (await sessions.ask(messages.PreviewTermination.model_validate(staff))).last_day
    assert last_day < FIRST_DAY
    ending = {"by": "supervisee", "reason_code": "other", "last_day": last_day, "terminated_by": MEMBERS[0]}
    order = {"process_id": contract.process_id, "as_of": PLANNED} | ending
    await sessions.ask(messages.TerminateProcess.model_validate(order))
    assert await refusal(sessions, joining(contract)) == ("not_a_member", "person_id")
    theirs = messages.ShowContract(process_id=contract.process_id, viewer=viewer(NEWCOMER, Role.SUPERVISEE))
    assert (await refusal(sessions, theirs))[0] == "unknown_process"
    own = messages.ShowNewcomers(process_id=contract.process_id, viewer=viewer(MEMBERS[0], Role.SUPERVISEE))
    assert (await sessions.ask(own)).newcomers == []
    assert await said_by_contracts(sessions, messages.MemberJoined) == []
