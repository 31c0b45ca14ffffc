"""The proposal's page: what it costs in all, on which terms, by whom; and the same as a file."""

from services.messages.intake import ShowInquiry
from tests.house import House
from tests.integration.contracts.showing.test_proposal_on_paper import offered
from tests.integration.intake.builders import COMMISSIONER
from tests.visitor import visitor


async def test_who_decides_reads_the_whole_price_and_the_terms_and_has_them_as_a_file(house: House) -> None:
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal")
    process_id = await offered(house, "fi", sessions_agreed=15)
    asked = await house.ask(ShowInquiry(process_id=process_id))
    path = f"/processes/{asked.number}/proposal"
    async with await visitor(house, "portal", COMMISSIONER, language="sv") as browser:
        page, file = (await browser.get(path)).text, await browser.get(f"{path}/pdf")
    paper = page[page.index("<article") : page.index("</article")].replace("\u00a0", " ")
    assert 'lang="fi"' in paper and f'href="{path}/pdf"' in page
    assert [told for told in ("4 988,63 €", "Arvonlisävero 25,5 %", "Sari Salo") if told not in paper] == []
    assert "Peruutukset" in paper and "Kuka näkee mitäkin" in paper
    assert file.headers["content-type"] == "application/pdf"


async def test_while_who_knows_the_tax_is_away_the_proposal_can_be_answered_all_the_same(
    house: House,
) -> None:
    await house.open("directory", "intake", "contracts", "sessions", "portal")
    process_id = await offered(house)
    number = (await house.ask(ShowInquiry(process_id=process_id))).number
    async with await visitor(house, "portal", COMMISSIONER) as browser:
        page = await browser.get(f"/processes/{number}/proposal")
    assert page.status_code == 200 and "<article" not in page.text and 'name="answer"' in page.text
