"""Who reads what of the access log: one's own acts, what concerns oneself, or everything; from both doors."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from services.messages.operations import AccessLine, ListAccess, ListOpenings
from services.messages.values import Role, Viewer
from services.web.tables import access_log
from tests.house import House
from tests.integration.intake import builders as intake
from tests.visitor import asked_at_a_door

AT = datetime(2027, 3, 1, 8, tzinfo=UTC)
ANNA, BO = uuid4(), uuid4()


@pytest.fixture(scope="module")
async def opened_doors(shared_house: House) -> House:
    await shared_house.open("directory", "intake", "portal", "console")
    return shared_house


@pytest.fixture
async def doors(opened_doors: House) -> House:
    """Nothing is in their logs yet."""
    for door in ("portal", "console"):
        await opened_doors.rows(door, "DELETE FROM access_log")
    return opened_doors


async def note(house: House, door: str, *lines: dict[str, Any]) -> None:
    """Each a minute after the one before."""
    nobody = {"process_id": None, "about_person_id": None, "role": "coordinator", "act": "opened_process"}
    rows = [nobody | {"at": AT + timedelta(minutes=n)} | line for n, line in enumerate(lines)]
    async with house.services[door].engine.begin() as connection:
        await connection.execute(sa.insert(access_log), rows)


async def lines(house: House, door: str, role: Role, reader: UUID, **more: Any) -> list[AccessLine]:
    viewer = Viewer(person_id=reader, role=role)
    return (await asked_at_a_door(house, ListAccess(viewer=viewer, **more), door)).lines


@pytest.mark.parametrize("door", ["portal", "console"])
async def test_an_administrator_reads_everything_the_newest_first(doors: House, door: str) -> None:
    await note(doors, door, {"person_id": ANNA}, {"person_id": BO, "about_person_id": ANNA})
    found = await lines(doors, door, Role.ADMINISTRATOR, uuid4())
    assert [(one.person_id, one.about_person_id) for one in found] == [(BO, ANNA), (ANNA, None)]
    assert found[0].line_id > found[1].line_id


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.PAYER, Role.COORDINATOR, Role.FINANCE])
async def test_roles_without_the_log_read_what_they_did_themselves_and_no_more(
    doors: House, role: Role
) -> None:
    await note(doors, "console", {"person_id": ANNA}, {"person_id": BO, "about_person_id": ANNA})
    assert [one.person_id for one in await lines(doors, "console", role, ANNA)] == [ANNA]
    assert await lines(doors, "console", role, ANNA, by_others=True) == []
    assert await lines(doors, "console", role, ANNA, person_id=BO) == []


async def test_a_supervisor_reads_who_opened_their_own_processes_and_no_other(doors: House) -> None:
    supervisor = await intake.supervisor(doors)
    mine = (await doors.ask(intake.inquiry())).process_id
    await doors.ask(intake.decision(mine))
    await intake.chosen(doors, mine, supervisor)
    other = (await doors.ask(intake.inquiry())).process_id
    await note(
        doors,
        "console",
        {"person_id": ANNA, "process_id": mine, "act": "opened_process"},
        {"person_id": ANNA, "process_id": other, "act": "decide_screening"},
        {"person_id": BO, "about_person_id": supervisor, "act": "record_credential"},
        {"person_id": supervisor, "process_id": mine, "act": "record_held"},
        {"person_id": BO, "act": "set_price"},
    )
    everything = await lines(doors, "console", Role.SUPERVISOR, supervisor)
    by_others = await lines(doors, "console", Role.SUPERVISOR, supervisor, by_others=True)
    assert [one.act for one in everything] == ["record_held", "record_credential", "opened_process"]
    assert [one.act for one in by_others] == ["record_credential", "opened_process"]
    assert await lines(doors, "console", Role.SUPERVISOR, supervisor, process_id=other) == []


async def test_the_console_tells_a_supervisee_who_looked_there_though_it_speaks_for_no_customer(
    doors: House,
) -> None:
    me = uuid4()
    await note(doors, "console", {"person_id": BO, "about_person_id": me, "act": "opened_person"})
    found = await lines(doors, "console", Role.SUPERVISEE, me)
    assert [(one.person_id, one.act) for one in found] == [(BO, "opened_person")]


async def test_nobody_watches_their_peers(doors: House) -> None:
    """A member does not see that another one reads, nor a supervisor that a member or a colleague does."""
    supervisor, mine = await supervised(doors)
    noted = [{"person_id": uuid4(), "process_id": mine, "role": role.value} for role in Role]
    await note(
        doors, "portal", *noted, {"person_id": BO, "role": "supervisee", "about_person_id": supervisor}
    )
    told = await lines(doors, "portal", Role.SUPERVISOR, supervisor, by_others=True)
    staff_and_customer = {"commissioner", "payer", "coordinator", "finance", "administrator"}
    assert {one.role for one in told} == staff_and_customer
    member = uuid4()
    about_me = [{"person_id": uuid4(), "about_person_id": member, "role": role.value} for role in Role]
    await note(doors, "portal", *about_me)
    told = await lines(doors, "portal", Role.SUPERVISEE, member, by_others=True)
    assert {one.role for one in told} == staff_and_customer | {"supervisor"}


async def test_what_repeats_on_a_day_is_one_row_without_its_minutes(doors: House) -> None:
    supervisor, mine = await supervised(doors)
    opened = {"person_id": ANNA, "process_id": mine}
    evening = {"at": datetime(2027, 3, 1, 21, 59, tzinfo=UTC)}
    after_midnight = {"at": datetime(2027, 3, 1, 22, 1, tzinfo=UTC)}
    as_finance = opened | {"role": "finance"}
    await note(doors, "console", opened, opened, opened | evening, opened | after_midnight, as_finance)
    viewer = Viewer(person_id=supervisor, role=Role.SUPERVISOR)
    told = await asked_at_a_door(doors, ListOpenings(viewer=viewer), "console")
    assert [(str(one.day), one.role, one.times) for one in told.openings] == [
        ("2027-03-02", "coordinator", 1),
        ("2027-03-01", "finance", 1),
        ("2027-03-01", "coordinator", 3),
    ]
    assert not told.more and "at" not in told.openings[0].model_dump()
    newest = await asked_at_a_door(doors, ListOpenings(viewer=viewer, limit=2), "console")
    assert newest.more and newest.openings == told.openings[:2]
    about_nobody = ListOpenings(viewer=viewer, about_person_id=BO)
    assert (await asked_at_a_door(doors, about_nobody, "console")).openings == []


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.PAYER, Role.COORDINATOR, Role.FINANCE])
async def test_colleagues_are_not_told_of_each_other(doors: House, role: Role) -> None:
    await note(doors, "console", {"person_id": BO, "about_person_id": ANNA, "role": role.value})
    viewer = Viewer(person_id=ANNA, role=role)
    assert (await asked_at_a_door(doors, ListOpenings(viewer=viewer), "console")).openings == []


async def supervised(house: House) -> tuple[UUID, UUID]:
    """A supervisor and their process."""
    supervisor = await intake.supervisor(house)
    process_id = (await house.ask(intake.inquiry())).process_id
    await house.ask(intake.decision(process_id))
    await intake.chosen(house, process_id, supervisor)
    return supervisor, process_id


async def test_that_a_note_was_written_is_its_authors_to_know(doors: House) -> None:
    supervisor = await intake.supervisor(doors, "toinen@virta.example")
    mine = (await doors.ask(intake.inquiry())).process_id
    await doors.ask(intake.decision(mine))
    await intake.chosen(doors, mine, supervisor)
    await note(doors, "console", {"person_id": BO, "process_id": mine, "act": "write_note"})
    assert await lines(doors, "console", Role.SUPERVISOR, supervisor) == []
    assert [one.act for one in await lines(doors, "console", Role.SUPERVISOR, BO)] == ["write_note"]
    assert [one.act for one in await lines(doors, "console", Role.ADMINISTRATOR, ANNA)] == ["write_note"]


async def test_pages_follow_each_other_without_a_line_twice_or_missing(doors: House) -> None:
    await note(doors, "portal", *({"person_id": ANNA} for _ in range(7)))
    viewer = Viewer(person_id=uuid4(), role=Role.ADMINISTRATOR)
    seen: list[int] = []
    more, before_id = True, None
    while more:
        page = await asked_at_a_door(doors, ListAccess(viewer=viewer, limit=3, before_id=before_id), "portal")
        seen += [one.line_id for one in page.lines]
        more, before_id = page.more, seen[-1]
    assert seen == sorted(seen, reverse=True) and len(set(seen)) == 7


async def test_the_filters_narrow_it_down(doors: House) -> None:
    process_id = uuid4()
    await note(
        doors, "portal", {"person_id": ANNA}, {"person_id": BO, "process_id": process_id}, {"person_id": BO}
    )
    minute = timedelta(minutes=1)
    for wanted, count in (
        ({"person_id": BO}, 2),
        ({"process_id": process_id}, 1),
        ({"since": AT + minute}, 2),
        ({"until": AT + minute}, 1),
        ({"since": AT + minute, "until": AT + 2 * minute}, 1),
        ({"about_person_id": ANNA}, 0),
    ):
        assert len(await lines(doors, "portal", Role.ADMINISTRATOR, uuid4(), **wanted)) == count, wanted
