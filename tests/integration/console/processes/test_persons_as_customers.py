"""A private person who buys for herself is called by her name wherever an organisation would be, and found by it."""

from typing import Any

from tests.integration.console.arranged import Arranged

HERSELF: dict[str, Any] = {
    "organisation_kind": "private_person",
    "organisation_name": None,
    "business_id": None,
    "contact_given_name": "Åsa-Maria",
    "contact_family_name": "Öhman",
    "contact_email": "asa@koti.example",
}
NAME = "Åsa-Maria Öhman"


async def test_a_private_persons_process_is_called_by_her_name_and_found_by_it(arranged: Arranged) -> None:
    _id, number = await arranged.asked(**HERSELF)
    _id, other = await arranged.asked()
    await arranged.house.quiet()
    for page in ("/", "/processes", "/processes?view=list"):
        assert NAME in await arranged.open(page), page
    for words in ("åsa", "maria öh", "ÖHMAN", f"{number} åsa"):
        for view in ("board", "list"):
            found = await arranged.open(f"/processes?view={view}&q={words}")
            assert number in found and other not in found, (words, view)
    for words in ("hman", "åsa virtanen", "aino"):
        assert number not in await arranged.open(f"/processes?q={words}"), words
    assert other in await arranged.open("/processes?q=järvik")


async def test_a_supervisor_reads_and_finds_only_whom_they_supervise(arranged: Arranged) -> None:
    _id, number = await arranged.matched(**HERSELF)
    _id, other = await arranged.asked(**HERSELF | {"contact_email": "asa.toinen@koti.example"})
    await arranged.house.quiet()
    found = await arranged.open("/processes?q=öhman", "supervisor")
    assert number in found and NAME in found and other not in found
