"""Prices, pictures, customers, supervisors: who saves from an older page is told what stands, and may mean it."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.directory import RegisterDepartment
from services.messages.intake import ListPrices, ShowInquiry
from services.runtime.finland import local_date
from tests.integration.console.arranged import Arranged
from tests.integration.console.settings.test_two_tabs import TOLD, seen
from tests.unit.pictures.drawings import png

_CARD = {"languages": ["fi"], "audiences": ["individual", "group"], "remote": "true"}
_PRICE = {"format": "individual", "duration_minutes": "50"}
_TRAVEL = {"kind": "travel"}


async def _customer(arranged: Arranged) -> str:
    process_id, _number = await arranged.in_matching()
    await arranged.house.quiet()
    return f"/organisations/{(await arranged.house.ask(ShowInquiry(process_id=process_id))).organisation_id}"


async def _details(arranged: Arranged) -> str:
    return f"{await _customer(arranged)}/details"


async def _invoicing(arranged: Arranged) -> str:
    return f"{await _customer(arranged)}/invoicing"


async def _department(arranged: Arranged) -> str:
    whole = await _customer(arranged)
    order = RegisterDepartment(
        department_id=uuid4(),
        organisation_id=UUID(whole.rpartition("/")[2]),
        name="Sote",
        registered_by=arranged.staff["coordinator"],
        as_of=arranged.house.clock.now(),
    )
    return f"{whole}/departments/{(await arranged.house.ask(order)).department_id}"


async def _card(arranged: Arranged) -> str:
    return f"/supervisors/{arranged.staff['supervisor']}/card"


async def _prices(arranged: Arranged) -> str:
    return "/prices"


async def _travel(arranged: Arranged) -> str:
    return "/travel-prices"


def _filled(page: str) -> dict[str, str]:
    """What text and choices the opened form holds."""
    found = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* type="(?:text|email)" value="([^"]*)"', page))
    for name, choices in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        found[name] = "".join(re.findall(r'value="([^"]*)" selected', choices))
    for name, value in re.findall(r'name="([^"]+)" type="radio" value="([^"]*)" checked', page):
        found[name] = value
    return found


@dataclass(frozen=True)
class Page:
    """of: its path. first, second: what each of the two changes. told: of what stands, to the later one."""

    of: Callable[[Arranged], Awaitable[str]]
    role: str
    first: dict[str, Any]
    second: dict[str, Any]
    told: str


PAGES = {
    "details": Page(
        _details,
        "coordinator",
        {"street": "Ensikatu 1"},
        {"town": "Turku"},
        "Street address: saved is Ensikatu 1",
    ),
    "invoicing": Page(
        _invoicing, "finance", {"order_number": "A-1"}, {"agreement": "B-2"}, "Order number: saved is A-1"
    ),
    "department": Page(
        _department,
        "coordinator",
        {"name": "Koulut"},
        {"name": "Kirjastot"},
        "Name: saved is Koulut, here is Kirjastot",
    ),
    "card": Page(
        _card,
        "coordinator",
        _CARD | {"capacity": "3"},
        _CARD | {"capacity": "5"},
        "Capacity: saved is 3, here is 5",
    ),
    "price": Page(
        _prices, "finance", _PRICE | {"price": "90"}, _PRICE | {"price": "95"}, "Saved by now: €90.00."
    ),
    "travel": Page(_travel, "finance", _TRAVEL | {"price": "0.5"}, _TRAVEL | {"price": "0.6"}, "€0.50."),
}


@pytest.mark.parametrize("which", PAGES)
async def test_the_later_of_two_saves_is_told_what_stands_and_may_be_said_again(
    arranged: Arranged, which: str
) -> None:
    one = PAGES[which]
    role, path = one.role, await one.of(arranged)
    opened = await arranged.open(path, role)
    both = _filled(opened) | {"valid_from": f"{local_date(arranged.house.clock.now())}"}
    both["seen"] = seen(opened)
    await arranged.send(path, both | one.first, role)
    await arranged.send(path, both | one.first, role)
    page = await arranged.send(path, both | one.second, role, status=422)
    assert TOLD in page and one.told in page and page.count("saved is") <= 2
    await arranged.send(path, both | one.second | {"seen": seen(page)}, role)


async def test_another_line_of_the_list_is_nobodys_to_be_told_of(arranged: Arranged) -> None:
    both = {
        "valid_from": f"{local_date(arranged.house.clock.now())}",
        "seen": seen(await arranged.open("/prices")),
    }
    for minutes in ("50", "55"):
        line = _PRICE | both | {"duration_minutes": minutes, "price": "90"}
        assert await arranged.send("/prices", line) == "/prices"
    assert len((await arranged.house.ask(ListPrices())).prices) == 3


@pytest.mark.parametrize(
    ("path", "sends"),
    [("/settings/logo", "/settings/logo/file"), ("/supervisors/{}/picture", "/supervisor-pictures?of={}")],
    ids=["logo", "supervisor"],
)
async def test_a_picture_that_a_colleague_set_meanwhile_is_told(
    arranged: Arranged, path: str, sends: str
) -> None:
    path, sends = (one.format(arranged.staff["supervisor"]) for one in (path, sends))
    role = "finance" if path == "/settings/logo" else "coordinator"
    tries = [await _tried(arranged, sends, role, width) for width in (300, 310)]
    pages = [await arranged.open(one, role) for one in tries]
    forms = [
        {"picture_id": tried.rpartition("=")[2], "seen": seen(page)}
        for tried, page in zip(tries, pages, strict=True)
    ]
    assert await arranged.send(path, forms[0], role) == path
    page = await arranged.send(path, forms[1], role, status=422)
    assert TOLD in page and "As it would look" in page
    assert all(f"/{one['picture_id']}" in page for one in forms), "both are there to be looked at"
    assert await arranged.send(path, forms[1] | {"seen": seen(page)}, role) == path


async def _tried(arranged: Arranged, path: str, role: str, width: int) -> str:
    async with await arranged.browser(role) as browser:
        sent = await browser.post(path, files={"file": ("one.png", png(width, 300), "image/png")})
    return str(sent.headers["location"])
