"""The proposal's page: what it costs in all, on which terms, by whom; and the same as a file."""

import pytest

from services.messages.directory import ListSupervisors
from services.messages.intake import ShowInquiry
from tests.house import House
from tests.integration.console.arranged import one_of_ours
from tests.integration.contracts.showing.test_proposal_on_paper import offered
from tests.integration.intake.builders import COMMISSIONER
from tests.unit.pictures.drawings import jpeg
from tests.unit.printing.test_pictures import images
from tests.visitor import stranger, visitor

WITH_A_REASON = ("ask_change", "decline")


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
    assert "Peruutukset" in paper and "Kuka näkee mitä" in paper
    assert file.headers["content-type"] == "application/pdf"
    ways = ['name="answer" value="accept"', *(f'href="{path}?answer={one}#answer"' for one in WITH_A_REASON)]
    assert [one for one in ways if page.count(one) != 1] == [] and 'name="reason"' not in page
    assert "Pirkanmaa, lähitapaamisina" in paper


@pytest.mark.parametrize("answer", WITH_A_REASON)
async def test_an_answer_with_a_reason_has_a_short_form_of_its_own_without_javascript(
    house: House, answer: str
) -> None:
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal")
    asked = await house.ask(ShowInquiry(process_id=await offered(house)))
    path = f"/processes/{asked.number}/proposal"
    async with await visitor(house, "portal", COMMISSIONER) as browser:
        form = (await browser.get(f"{path}?answer={answer}")).text
        sent = {"answer": answer, "revision": "1"}
        unsaid = await browser.post(path, data=sent)
        other = (await browser.get(f"{path}?answer=whatever")).text
        said = await browser.post(path, data=sent | {"reason": "The price is beyond our means."})
    for page in (form, unsaid.text):
        buttons = [one for one in ("accept", *WITH_A_REASON) if f'name="answer" value="{one}"' in page]
        assert buttons == [answer] and 'name="reason"' in page and f'href="{path}#answer"' in page
    assert unsaid.status_code == 422 and "Write the reason." in unsaid.text and said.status_code == 303
    assert 'value="accept"' in other and 'name="reason"' not in other


async def test_who_decides_sees_the_supervisors_picture_and_nobody_else_does(house: House) -> None:
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal", "console")
    process_id = await offered(house)
    asked = await house.ask(ShowInquiry(process_id=process_id))
    path, coordinator = f"/processes/{asked.number}/proposal", await one_of_ours(house, "coordinator")
    [supervisor] = (await house.ask(ListSupervisors())).supervisors
    card = f"/supervisors/{supervisor.supervisor_id}/picture"
    async with await visitor(house, "portal", COMMISSIONER) as browser:
        assert (await browser.get(f"{path}/supervisor")).status_code == 404
        assert images((await browser.get(f"{path}/pdf")).content) == 0
    async with await visitor(house, "console", coordinator) as ours:
        assert "No picture" in (await ours.get(card)).text
        send = f"/supervisor-pictures?of={supervisor.supervisor_id}"
        refused = await ours.post(send, files={"file": ("me.jpg", b"<svg/>", "image/jpeg")})
        assert refused.status_code == 422 and "This is no PNG and no JPEG" in refused.text
        tried = await ours.post(send, files={"file": ("me.jpg", jpeg(600, 800), "image/jpeg")})
        shown = (await ours.get(tried.headers["location"])).text
        picture_id = tried.headers["location"].rpartition("=")[2]
        assert f'src="/supervisor-pictures/{picture_id}"' in shown
        await ours.post(card, data={"picture_id": picture_id})
    async with await visitor(house, "portal", COMMISSIONER) as browser:
        assert f'src="{path}/supervisor" alt="Sari Salo"' in (await browser.get(path)).text
        assert (await browser.get(f"{path}/supervisor")).headers["content-type"].startswith("image/")
        assert images((await browser.get(f"{path}/pdf")).content) == 1
    async with stranger(house, "portal") as anybody:
        assert (await anybody.get(f"{path}/supervisor")).status_code != 200
        assert (await anybody.get(f"/logo/{picture_id}")).status_code == 404


async def test_while_who_knows_the_tax_is_away_the_proposal_can_be_answered_all_the_same(
    house: House,
) -> None:
    await house.open("directory", "intake", "contracts", "sessions", "portal")
    process_id = await offered(house)
    number = (await house.ask(ShowInquiry(process_id=process_id))).number
    async with await visitor(house, "portal", COMMISSIONER) as browser:
        page = await browser.get(f"/processes/{number}/proposal")
    assert page.status_code == 200 and "<article" not in page.text and 'name="answer"' in page.text
