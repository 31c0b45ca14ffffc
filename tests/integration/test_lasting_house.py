"""The house that begins again for each test leaves nothing of one test to the next."""

import socket
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from deploy.machine.ports import HOST
from services.messages.directory import PersonRegistered
from tests.grown import copied
from tests.house import House
from tests.house.ground import BEGINS
from tests.integration.directory.builders import organisation, person, relate
from tests.lasting import begun_again
from tests.servers import Servers
from tests.visitor import visitor

PEOPLE = "SELECT given_name FROM person"


@pytest.fixture
def places(servers: Servers, lasting: None, tmp_path: Path) -> tuple[Servers, Path]:
    return servers, tmp_path


async def test_services_go_on_with_nothing_in_their_tables_and_nothing_said(
    places: tuple[Servers, Path],
) -> None:
    async with begun_again(*places) as house:
        await house.open("directory")
        before = house.services["directory"]
        await person(house, "Aino")
        await house.quiet()
        house.move_clock(house.clock.now().replace(year=2041))
        assert await house.events("directory")
    async with begun_again(*places) as house:
        await house.open("directory")
        assert house.services["directory"] is before
        assert house.clock.now().date() == BEGINS.date()
        house.move_clock(BEGINS - timedelta(days=400))
        assert house.clock.now().year == 2025
        assert (await house.rows("directory", PEOPLE), await house.events("directory")) == ([], [])
        await person(house, "Bo")
        await house.quiet()
        assert len(await house.events("directory")) == len(await house.rows("directory", PEOPLE)) == 1


async def test_a_door_goes_on_with_pages_that_know_nobody(places: tuple[Servers, Path]) -> None:
    async with begun_again(*places) as house:
        await house.open("directory", "console")
        before = house.services["console"]
        coordinator = await person(house, "Aino")
        await relate(house, coordinator, "coordinator")
        browser = await visitor(house, "console", coordinator)
        assert (await browser.get("/")).status_code == 200
    async with begun_again(*places) as house:
        await house.open("directory", "console")
        assert house.services["console"] is before
        assert (await browser.get("/")).status_code == 303
        await browser.aclose()


async def test_whoever_is_opened_later_hears_nothing_of_the_test_before(places: tuple[Servers, Path]) -> None:
    async with begun_again(*places) as house:
        await house.open("directory")
        await organisation(house, "Järvikunta")
    async with begun_again(*places) as house:
        await house.open("directory")
        await organisation(house, "Ähtärin kaupunki")
        await house.open("console")
        await house.quiet()
        known = await house.rows("console", "SELECT name FROM known_organisation")
        assert [row["name"] for row in known] == ["Ähtärin kaupunki"]


async def test_nobody_answers_whom_the_test_has_not_opened(places: tuple[Servers, Path]) -> None:
    async with begun_again(*places) as house:
        await house.open("directory", "intake")
    async with begun_again(*places) as house:
        await house.open("directory")
        assert house.services.keys() == {"directory"} and not house.resting()
    async with begun_again(*places) as house:
        await house.say("directory", PersonRegistered(person_id=uuid4(), language="fi"))
        assert not house.resting()


async def test_a_service_that_knows_two_entries_as_one_does_not_rest(places: tuple[Servers, Path]) -> None:
    async with begun_again(*places) as house:
        await house.open("directory")
        merging = "INSERT INTO merged_person (absorbed_id, kept_id) VALUES ($1, $2)"
        await house.rows("directory", merging, uuid4(), uuid4())
    async with begun_again(*places) as house:
        assert not house.resting()


async def test_a_service_is_opened_once(places: tuple[Servers, Path]) -> None:
    async with begun_again(*places) as house:
        await house.open("directory")
        with pytest.raises(RuntimeError, match="open already: directory"):
            await house.open("intake", "directory")


def test_a_port_that_somebody_took_between_two_tests_is_left_to_them(
    servers: Servers, tmp_path: Path
) -> None:
    house = House(servers, tmp_path)
    before = house.port("portal")
    assert house.port("portal") == before
    with socket.socket() as somebody:
        somebody.bind((HOST, before))
        assert house.port("portal") != before


@copied
async def two_people(house: House) -> tuple[UUID, UUID]:
    return await person(house, "Aino"), await person(house, "Bo")


async def test_what_a_test_begins_with_is_copied_with_what_it_said(places: tuple[Servers, Path]) -> None:
    begun = []
    for _ in range(2):
        async with begun_again(*places) as house:
            await house.open("directory")
            begun.append(await two_people(house))
            await person(house, "Cia")
            await house.quiet()
            said = [event.person_id for event in await house.events("directory")]
            assert (*begun[-1], *said[2:]) == tuple(said) and len(said) == 3
            names = [row["given_name"] for row in await house.rows("directory", f"{PEOPLE} ORDER BY 1")]
            assert names == ["Aino", "Bo", "Cia"]
    assert begun[0] == begun[1]


async def test_only_the_first_is_a_copy(places: tuple[Servers, Path]) -> None:
    for _ in range(2):
        async with begun_again(*places) as house:
            await house.open("directory")
            await person(house, "Cia")
            await two_people(house)
            names = [row["given_name"] for row in await house.rows("directory", f"{PEOPLE} ORDER BY 1")]
            assert names == ["Aino", "Bo", "Cia"]


async def test_who_should_have_heard_what_is_copied_is_open_before(places: tuple[Servers, Path]) -> None:
    async with begun_again(*places) as house:
        await house.open("directory")
        await two_people(house)
        with pytest.raises(RuntimeError, match="console cannot hear what was said before"):
            await house.open("console")
