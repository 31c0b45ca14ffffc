"""The search at the head of every page leads to the thing, also where it has ended."""

from tests.integration.console.arranged import Arranged


async def leads(arranged: Arranged, words: str, role: str = "coordinator") -> str:
    async with await arranged.browser(role) as browser:
        found = await browser.get("/processes/find", params={"q": words})
    assert found.status_code == 303
    return str(found.headers["location"])


async def ended(arranged: Arranged, **facts: object) -> str:
    _, number = await arranged.asked(**facts)
    await arranged.send(f"/processes/{number}/inquiry", {"reason": "Soitti ja perui."})
    await arranged.house.quiet()
    return number


async def test_a_number_leads_to_its_process_however_it_is_typed_and_whether_it_has_ended(
    arranged: Arranged,
) -> None:
    number = await ended(arranged)
    digits = number.removeprefix("TO-")
    for typed in (number, number.lower(), f" TO {digits} ", digits, f"TO–{digits}"):
        assert await leads(arranged, typed) == f"/processes/{number}", typed
    assert 'action="/processes/find"' in await arranged.open("/")


async def test_a_number_out_of_reach_and_one_that_is_none_lead_to_an_empty_search(arranged: Arranged) -> None:
    number = await ended(arranged)
    assert await leads(arranged, number, "supervisor") == f"/processes?q={number}"
    assert await leads(arranged, "TO-9999999") == "/processes?q=TO-9999999"


async def test_words_that_find_only_what_has_ended_lead_to_the_list(arranged: Arranged) -> None:
    await ended(arranged)
    assert await leads(arranged, "järvik") == "/processes?q=j%C3%A4rvik&view=list"
    await arranged.asked()
    await arranged.house.quiet()
    assert await leads(arranged, "järvik") == "/processes?q=j%C3%A4rvik"
