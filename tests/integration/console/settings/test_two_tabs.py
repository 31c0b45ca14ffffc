"""Of two saves from the same page the later one is told what stands by then, and keeps what was typed."""

import re
from typing import Any

import pytest

from services.messages.directory import ListPromises
from services.messages.promises import Promises
from services.notices.wording import wording
from services.runtime.finland import local_date
from tests.integration.console.arranged import Arranged
from tests.integration.console.money.test_seller import SELLER
from tests.integration.console.settings import test_promises

TOLD = "Somebody else has saved this meanwhile."
_SUBJECT, _BODY = wording("fi").letter("inquiry_received")
_CLAUSE, _LETTER = "/settings/clauses/place/fi", "/settings/letters/inquiry_received/fi"


def promised(**other: int) -> dict[str, Any]:
    return test_promises.typed(Promises(), **other)


PAGES: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("/settings/promises", "administrator", promised(review_days=21), promised(payment_days=21)),
    ("/settings/languages", "administrator", {"languages": ["fi", "en"]}, {"languages": ["sv", "en"]}),
    (_CLAUSE, "administrator", {"text": "Torikatu 1.", "act": "save"}, {"text": "Kirkkokatu 2.", "act": "save"}),
    (
        _LETTER,
        "administrator",
        {"subject": f"A: {_SUBJECT}", "body": _BODY, "act": "save"},
        {"subject": f"B: {_SUBJECT}", "body": _BODY, "act": "save"},
    ),
    ("/seller", "finance", SELLER | {"name": "Ensin Oy"}, SELLER | {"name": "Sitten Oy"}),
]  # fmt: skip


def seen(page: str) -> str:
    return str(re.findall(r'name="seen" value="([^"]+)"', page)[0])


@pytest.mark.parametrize(("path", "role", "first", "second"), PAGES, ids=[one[0] for one in PAGES])
async def test_the_later_of_two_saves_is_told_and_may_be_said_again(
    arranged: Arranged, path: str, role: str, first: dict[str, Any], second: dict[str, Any]
) -> None:
    if path == _LETTER:
        await arranged.house.open("notices")
    day = {"valid_from": f"{local_date(arranged.house.clock.now())}"}
    both = day | {"seen": seen(await arranged.open(path, role))}
    assert await arranged.send(path, first | both, role) == path
    assert await arranged.send(path, first | both, role) == path, "the same again is no other one"
    page = await arranged.send(path, second | both, role, status=422)
    assert TOLD in page
    wrong = await arranged.send(path, second | both | {"valid_from": "nothing"}, role, status=422)
    if path != "/settings/languages":
        assert seen(wrong) == both["seen"], "of a form with a fault it is still what was looked at"
    assert await arranged.send(path, second | day | {"seen": seen(page)}, role) == path


async def test_what_somebody_else_changed_is_named_with_both_values(arranged: Arranged) -> None:
    path, today = "/settings/promises", f"{local_date(arranged.house.clock.now())}"
    both = {"valid_from": today, "seen": seen(await arranged.open(path, "administrator"))}
    await arranged.send(path, promised(proposal_valid_days=21) | both, "administrator")
    page = await arranged.send(path, promised(payment_days=30) | both, "administrator", status=422)
    assert "A proposal is valid for: saved is 21, here is 14" in page
    assert "Time to pay: saved is 14, here is 30" in page and page.count("saved is") == 2


async def test_every_word_stays_in_the_history_with_who_said_it(arranged: Arranged) -> None:
    path, day = "/settings/promises", {"valid_from": f"{local_date(arranged.house.clock.now())}"}
    for days in (21, 28):
        await arranged.send(path, promised(review_days=days) | day, "administrator")
    told = (await arranged.house.ask(ListPromises())).promises
    assert [one.promises.review_days for one in told] == [28, 21]
    assert {one.set_by for one in told} == {arranged.staff["administrator"]}
    page = await arranged.open(path, "administrator")
    assert page.count("Set by Administrator") == 2 and "14 → 21" in page and "21 → 28" in page


async def test_the_notice_and_the_cost_of_ending_are_promised_and_at_most_a_year(arranged: Arranged) -> None:
    path, day = "/settings/promises", {"valid_from": f"{local_date(arranged.house.clock.now())}"}
    ending = {"notice_number": 13, "notice_unit": "months", "termination_fee_percent": 20}
    page = await arranged.send(path, promised() | day | ending, "administrator", status=422)
    assert 'href="#field-notice_number"' in page and "At most 12 months or 365 days." in page
    await arranged.send(path, promised() | day | ending | {"notice_number": 2}, "administrator")
    held = (await arranged.house.ask(ListPromises())).promises[0].promises
    assert (held.notice_number, held.notice_unit, held.termination_fee_percent) == (2, "months", 20)
