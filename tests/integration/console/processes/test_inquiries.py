"""An inquiry's page: what was changed and by whom, the way to the form, asking it back for somebody."""

import pytest

from services.messages.intake import ShowInquiry
from services.web.http import limits
from tests.integration.console.arranged import Arranged


async def test_a_coordinator_comes_to_the_form_and_asks_an_inquiry_back(arranged: Arranged) -> None:
    process_id, number = await arranged.asked()
    path = f"/processes/{number}/inquiry"
    page = await arranged.open(path)
    assert "It stands as it was sent." in page and f"/processes/{number}/correct" in page
    assert await arranged.send(path, {"reason": "Soitti ja perui."}) == path
    page = await arranged.open(path)
    assert "has been withdrawn" in page and "Soitti ja perui." in page and "/correct" not in page
    card = await arranged.house.ask(ShowInquiry(process_id=process_id))
    assert card.status == "withdrawn"
    for role in ("finance", "supervisor"):
        await arranged.open(path, role, status=404)


async def test_who_searches_without_a_pause_is_asked_to_wait_and_nobody_else_is(
    arranged: Arranged, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_day_s = 24 * 3600
    monkeypatch.setattr(limits, "SEARCH", limits.Limit("search", 2, a_day_s))
    _, number = await arranged.asked()
    for _ in range(2):
        assert number in await arranged.open(f"/processes?q={number}")
    assert "Too many tries. Wait a while" in await arranged.open(f"/processes?q={number}", status=409)
    assert number in await arranged.open("/processes")
    assert number in await arranged.open(f"/processes?q={number}", "finance")


async def test_a_test_is_left_out_of_lists_and_found_by_its_number(arranged: Arranged) -> None:
    _, number = await arranged.asked()
    _, real = await arranged.asked()
    await arranged.send(f"/processes/{number}/inquiry", {"is_test": "true"})
    await arranged.house.quiet()
    listed = await arranged.open("/processes?view=list")
    assert real in listed and number not in listed
    assert number in await arranged.open(f"/processes?view=list&q={number}")
    empty = await arranged.open(f"/processes?q={number}")
    assert f'href="/processes?q={number}&amp;view=list"' in empty, "the board has no column for it"
    page = await arranged.open(f"/processes/{number}/inquiry")
    assert "It was a test: lists leave it out." in page and "A coordinator withdrew it as a test" in page
    assert "The customer" not in page and "for the customer" not in page
