"""Another member acts for the group from a day on: every member agrees, and all that hangs on it follows the day."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.messages import sessions as messages
from services.messages.contracts import ContractCard, PreviewTermination, ShowContract
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.contracts.builders import MEMBERS
from tests.integration.directory.builders import person, relate
from tests.integration.sessions.builders import A_DAY, PLANNED, STRANGER, move, planned, said, viewer
from tests.integration.sessions.members.test_leaving import leaving, shown

OLD, NEW, THIRD = MEMBERS[:3]
FROM_DAY = local_date(PLANNED) + timedelta(days=10)


def naming(contract: ContractCard, by: UUID = OLD, **facts: Any) -> messages.NameRepresentative:
    order = {"process_id": contract.process_id, "representative_id": NEW, "from_day": FROM_DAY}
    return messages.NameRepresentative.model_validate(order | {"named_by": by, "as_of": PLANNED} | facts)


def answer(contract: ContractCard, by: UUID, **facts: Any) -> messages.AgreeToRepresentative:
    order = {"process_id": contract.process_id, "representative_id": NEW, "agrees": True}
    return messages.AgreeToRepresentative.model_validate(order | {"person_id": by, "as_of": PLANNED} | facts)


async def named(house: House, contract: ContractCard, members: list[UUID], **facts: Any) -> None:
    """Proposed by the first, and agreed to by the others."""
    await house.ask(naming(contract, members[0], **facts))
    for member in members[1:]:
        await house.ask(answer(contract, member))


async def refusal(house: House, order: Any) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as refused:
        await house.ask(order)
    return refused.value.code, refused.value.field


async def rights(house: House, contract: ContractCard, person_id: UUID, at: datetime) -> tuple[bool, ...]:
    """To move and cancel the last session, to end the contract, and what the contract's own card says of that."""
    if at > house.clock.now():
        house.move_clock(at)
    own = viewer(person_id, Role.SUPERVISEE)
    last = (await house.ask(messages.ListSessions(process_id=contract.process_id, viewer=own))).sessions[-1]
    ending = PreviewTermination(process_id=contract.process_id, viewer=own, as_of=at)
    card = await house.ask(ShowContract(process_id=contract.process_id, viewer=own))
    may_terminate = (await house.ask(ending)).may_terminate
    return last.may_move, last.may_cancel, may_terminate, card.own.may_end


async def asks(house: House, person_id: UUID) -> list[UUID]:
    """The processes on whose home it waits for this member's word on who acts for the group."""
    query = messages.ShowWaiting(viewer=viewer(person_id, Role.SUPERVISEE), as_of=PLANNED)
    return (await house.ask(query)).representatives


async def test_who_acts_for_the_group_changes_on_the_day_that_all_have_agreed_to(sessions: House) -> None:
    contract, series = await planned(sessions)
    sessions.move_clock(PLANNED)
    await named(sessions, contract, MEMBERS[:-1])
    assert await said(sessions, messages.RepresentativeNamed) == []
    waits = (await shown(sessions, contract, MEMBERS[-1], Role.SUPERVISEE)).waiting
    assert waits and (waits.agreed, waits.asked, waits.may_answer) == (4, 5, True)
    assert await asks(sessions, MEMBERS[-1]) == [contract.process_id]
    assert await asks(sessions, OLD) == await asks(sessions, STRANGER) == []
    for _ in range(2):
        await sessions.ask(answer(contract, MEMBERS[-1]))
    assert await asks(sessions, MEMBERS[-1]) == []
    [told] = await said(sessions, messages.RepresentativeNamed)
    assert (told.representative_id, told.from_day, told.members) == (NEW, FROM_DAY, MEMBERS)
    group = await shown(sessions, contract, THIRD, Role.SUPERVISEE)
    assert (group.representative_id, group.next_representative_id, group.next_from) == (OLD, NEW, FROM_DAY)
    before = PLANNED + timedelta(days=9)
    assert set(await rights(sessions, contract, OLD, before)) == {True}
    assert set(await rights(sessions, contract, NEW, before)) == {False}
    late = series[-1].starts_at + 7 * A_DAY
    by = {"party": "supervisee", "as_of": before}
    assert (await refusal(sessions, move(series[-1], late, moved_by=NEW, **by)))[
        0
    ] == "not_the_representative"
    then = PLANNED + timedelta(days=10)
    assert set(await rights(sessions, contract, NEW, then)) == {True}
    assert set(await rights(sessions, contract, OLD, then)) == {False}
    by |= {"as_of": then}
    assert (await refusal(sessions, move(series[-1], late, moved_by=OLD, **by)))[
        0
    ] == "not_the_representative"


async def test_a_word_on_who_acts_for_the_group_that_comes_when_it_is_decided_is_not_thrown_away(
    sessions: House,
) -> None:
    contract, _ = await planned(sessions)
    await named(sessions, contract, MEMBERS)
    for facts in ({}, {"from_day": FROM_DAY}):
        await sessions.ask(answer(contract, THIRD, **facts))
        no = answer(contract, THIRD, agrees=False, **facts)
        assert await refusal(sessions, no) == ("decided_otherwise", "agrees")


async def test_one_no_leaves_it_as_it_is_and_nobody_learns_whose_it_was(sessions: House) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(PLANNED)
    await named(sessions, contract, [OLD, NEW])
    no = answer(contract, THIRD, agrees=False)
    for _ in range(2):
        await sessions.ask(no)
    [told] = await said(sessions, messages.RepresentativeRefused)
    assert (told.representative_id, told.members) == (NEW, MEMBERS)
    group = await shown(sessions, contract, OLD, Role.SUPERVISEE)
    assert (group.representative_id, group.waiting, group.next_from) == (OLD, None, None)
    for member in MEMBERS:
        assert await refusal(sessions, answer(contract, member)) == ("decided_otherwise", "agrees")
    assert await said(sessions, messages.RepresentativeNamed) == []


async def test_when_the_representative_has_left_a_coordinator_asks_the_others_and_the_task_ends(
    sessions: House,
) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(PLANNED)
    await sessions.ask(leaving(contract, OLD))
    assert (await said(sessions, messages.MemberLeft))[-1].settle_by
    theirs = ShowContract(process_id=contract.process_id, viewer=viewer(OLD, Role.SUPERVISEE))
    assert not (await sessions.ask(theirs)).own.may_end
    coordinator = await person(sessions, "Kerttu")
    await relate(sessions, coordinator, "coordinator")
    today = {"from_day": local_date(PLANNED)}
    await sessions.ask(naming(contract, coordinator, **today))
    [asked] = await said(sessions, messages.RepresentativeProposed)
    assert asked.asked == MEMBERS[1:]
    seen = await shown(sessions, contract, coordinator, Role.COORDINATOR)
    assert seen.unsettled and seen.may_name and seen.representative_id is None
    assert seen.waiting and (seen.waiting.agreed, seen.waiting.may_answer) == (0, False)
    for member in MEMBERS[1:4]:
        await sessions.ask(answer(contract, member))
    await sessions.ask(leaving(contract, MEMBERS[4], as_of=PLANNED + A_DAY))
    [told] = await said(sessions, messages.RepresentativeNamed)
    assert told.members == MEMBERS[1:4], "nobody waits for who has left"
    assert told.from_day == local_date(PLANNED + A_DAY), "not earlier than the last yes"
    assert len(await said(sessions, messages.GroupSettled)) == 1
    assert set(await rights(sessions, contract, NEW, PLANNED + A_DAY)) == {True}


async def test_who_was_to_act_for_the_group_and_leaves_first_is_not_waited_for(sessions: House) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(PLANNED)
    await sessions.ask(naming(contract))
    await sessions.ask(leaving(contract, NEW))
    assert len(await said(sessions, messages.RepresentativeRefused)) == 1
    stay = [one for one in MEMBERS if one != NEW]
    await sessions.ask(naming(contract, OLD, representative_id=THIRD))
    for member in stay[1:]:
        await sessions.ask(answer(contract, member, representative_id=THIRD))
    await sessions.ask(leaving(contract, THIRD, as_of=PLANNED + A_DAY))
    assert (await said(sessions, messages.MemberLeft))[-1].settle_by, "nobody is to act from that day on"


async def test_who_may_be_named_by_whom_and_from_when(sessions: House) -> None:
    contract, _ = await planned(sessions)
    long_past, after = date(2026, 12, 3), contract.terms.ends_on + A_DAY
    for order, expected in (
        (naming(contract, STRANGER), ("not_yours_to_decide", "named_by")),
        (naming(contract, contract.parties.supervisor_id), ("not_yours_to_decide", "named_by")),
        (naming(contract, process_id=STRANGER), ("unknown_process", "process_id")),
        (naming(contract, from_day=long_past), ("from_day_passed", "from_day")),
        (naming(contract, from_day=after), ("outside_the_contract", "from_day")),
        (naming(contract, representative_id=OLD), ("already_the_representative", "representative_id")),
        (naming(contract, representative_id=STRANGER), ("representative_not_a_member", "representative_id")),
        (answer(contract, STRANGER), ("not_a_member", "person_id")),
        (answer(contract, STRANGER, process_id=STRANGER), ("unknown_process", "process_id")),
    ):
        assert await refusal(sessions, order) == expected
    await sessions.ask(naming(contract))
    another = {"representative_id": THIRD}
    waits = ("another_waits", "representative_id")
    assert await refusal(sessions, naming(contract, NEW, **another)) == waits
    assert await refusal(sessions, answer(contract, NEW, **another)) == waits
    assert await refusal(sessions, answer(contract, NEW, from_day=after)) == ("another_waits", "from_day")
    assert await said(sessions, messages.RepresentativeNamed) == []


async def test_who_is_left_alone_acts_for_themselves_at_once_and_nobody_is_asked(sessions: House) -> None:
    contract, series = await planned(sessions)
    sessions.move_clock(PLANNED)
    *gone, alone = MEMBERS
    for member in gone:
        await sessions.ask(leaving(contract, member))
    [told] = await said(sessions, messages.RepresentativeNamed)
    assert (told.representative_id, told.members) == (alone, [alone])
    assert told.from_day == local_date(PLANNED)
    group = await shown(sessions, contract, alone, Role.SUPERVISEE)
    assert (group.representative_id, group.may_name) == (alone, False)
    assert set(await rights(sessions, contract, alone, PLANNED)) == {True}
    moved = move(series[1], series[1].starts_at + A_DAY, moved_by=alone, party="supervisee", as_of=PLANNED)
    await sessions.ask(moved)


async def test_nothing_is_named_anew_where_the_one_who_stays_acts_already(sessions: House) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(PLANNED)
    for member in MEMBERS:
        if member != OLD:
            await sessions.ask(leaving(contract, member))
    assert await said(sessions, messages.RepresentativeNamed) == []
