"""Who reads what of the access log: one's own acts, what concerns oneself, or everything; from both doors."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from services.messages.operations import AccessLine, ListAccess
from services.messages.values import Role, Viewer
from services.web.tables import access_log
from tests.house import House
from tests.integration.intake import builders as intake

AT = datetime(2027, 3, 1, 8, tzinfo=UTC)
ANNA, BO = uuid4(), uuid4()


@pytest.fixture
async def doors(house: House) -> House:
    await house.open("directory", "intake", "portal", "console")
    return house


async def note(house: House, door: str, *lines: dict[str, Any]) -> None:
    """Each a minute after the one before."""
    nobody = {"process_id": None, "about_person_id": None, "role": "coordinator", "act": "opened_process"}
    rows = [nobody | {"at": AT + timedelta(minutes=n)} | line for n, line in enumerate(lines)]
    async with house.services[door].engine.begin() as connection:
        await connection.execute(sa.insert(access_log), rows)


async def lines(house: House, door: str, role: Role, reader: UUID, **more: Any) -> list[AccessLine]:
    viewer = Viewer(person_id=reader, role=role)
    return (await house.ask(ListAccess(viewer=viewer, **more), of=door)).lines


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
    await doors.ask(intake.choice(mine, supervisor))
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


async def test_that_a_note_was_written_is_its_authors_to_know(doors: House) -> None:
    supervisor = await intake.supervisor(doors)
    mine = (await doors.ask(intake.inquiry())).process_id
    await doors.ask(intake.decision(mine))
    await doors.ask(intake.choice(mine, supervisor))
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
        page = await doors.ask(ListAccess(viewer=viewer, limit=3, before_id=before_id), of="portal")
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
