"""Where one is led after the sign-in: the same process as its commissioner, its payer and its supervisees see it."""

import re
from uuid import UUID, uuid4

import pytest

from services.messages.contracts import CompleteContract
from services.messages.directory import AskAdmission, RelatePerson
from tests.house import House
from tests.integration.contracts import builders as contracts
from tests.integration.directory.builders import NOW, organisation, person, relate
from tests.integration.intake import builders as intake
from tests.visitor import visitor


@pytest.fixture
async def portal(house: House) -> House:
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal")
    return house


async def contact_of(portal: House, process_id: UUID) -> UUID:
    (row,) = await portal.rows("intake", "SELECT contact_id FROM inquiry WHERE process_id = $1", process_id)
    found: UUID = row["contact_id"]
    return found


async def signing(portal: House) -> tuple[UUID, UUID, UUID]:
    """A contract whose first signature is awaited: the process, its commissioner, the supervisee who signs."""
    process_id = await intake.proposed(portal, await intake.supervisor(portal))
    await portal.ask(intake.answer(process_id))
    await portal.ask(contracts.draft(process_id))
    contact, member = await contact_of(portal, process_id), await person(portal, "Aino", "Aalto")
    members = [member, await person(portal, "Bo", "Berg")]
    order = contracts.completion(
        process_id, commissioner_id=contact, representative_id=member, supervisee_ids=members
    )
    assert isinstance(order, CompleteContract)
    await portal.ask(order)
    return process_id, contact, member


async def home_of(portal: House, person_id: UUID) -> str:
    async with await visitor(portal, "portal", person_id) as browser:
        page = await browser.get("/home")
    assert page.status_code == 200
    return page.text


async def test_who_has_just_asked_sees_the_inquiry_and_that_nothing_waits(portal):
    receipt = await portal.ask(intake.inquiry())
    page = await home_of(portal, await contact_of(portal, receipt.process_id))
    assert receipt.number in page and "Screening" in page and "Nothing waits for you" in page


async def test_a_proposal_waits_for_its_commissioner_with_its_last_day_and_a_link(portal):
    portal.move_clock(intake.LATER)
    process_id = await intake.proposed(portal, await intake.supervisor(portal))
    page = await home_of(portal, await contact_of(portal, process_id))
    assert 'href="/processes/TO-1001/proposal"' in page and "Answer the proposal" in page
    assert "by 30 November 2026" in page


async def test_the_contract_waits_for_the_commissioners_signature_and_each_members_consent(portal):
    _process_id, contact, member = await signing(portal)
    as_commissioner, as_member = await home_of(portal, contact), await home_of(portal, member)
    assert 'href="/processes/TO-1001/contract"' in as_commissioner and "Sign the contract" in as_commissioner
    assert "give your consent" in as_member and "Sign the contract" not in as_member
    assert "Newest invoices" in as_commissioner and "Newest invoices" not in as_member


async def test_a_payer_sees_the_process_and_nothing_to_answer(portal):
    process_id = await intake.proposed(portal, await intake.supervisor(portal))
    (row,) = await portal.rows(
        "intake", "SELECT organisation_id FROM inquiry WHERE process_id = $1", process_id
    )
    payer = await person(portal, "Pekka", "Palo")
    await portal.ask(
        RelatePerson(
            person_id=payer,
            relation="payer",
            organisation_id=row["organisation_id"],
            given_by=intake.COORDINATOR,
            as_of=intake.LATER,
        )
    )
    page = await home_of(portal, payer)
    assert "TO-1001" in page and "Nothing waits for you" in page and "Newest invoices" in page


async def test_a_stranger_to_the_process_sees_nothing_of_it(portal):
    await signing(portal)
    page = await home_of(portal, await person(portal, "Outi", "Outo"))
    assert "TO-1001" not in page and "No process is under way" in page


async def test_without_a_sign_in_the_way_goes_through_it_and_back(portal):
    async with await visitor(portal, "portal", await person(portal, "Aino")) as browser:
        browser.cookies.clear()
        answer = await browser.get("/home")
    assert answer.status_code == 303 and answer.headers["location"] == "/sign-in?next=/home"


async def test_hr_of_the_whole_is_led_to_a_contact_whom_nobody_has_known_yet(portal):
    ours, stranger = await organisation(portal), await person(portal, "Outi", "Ek")
    hr, manager = await person(portal, "Raija", "Rantala"), await person(portal, "Eeva", "Elo")
    await relate(portal, hr, "hr", ours)
    await relate(portal, manager, "line_manager", ours)
    await portal.ask(AskAdmission(process_id=uuid4(), person_id=stranger, organisation_id=ours, as_of=NOW))
    home = await home_of(portal, hr)
    assert 'href="/organisation#waiting"' in home and "Say whether you know them: Outi Ek" in home
    assert "Outi" not in await home_of(portal, manager)


async def both_at_once(portal: House) -> UUID:
    """A contract that one person signs twice: as who commissions, and as the only one who takes part."""
    process_id = await contracts.accepted(portal, audience="manager", headcount=1)
    await portal.ask(contracts.draft(process_id))
    contact = await contact_of(portal, process_id)
    order = contracts.completion(
        process_id, commissioner_id=contact, representative_id=contact, supervisee_ids=[contact]
    )
    await portal.ask(order)
    await portal.ask(contracts.consent(process_id, contact))
    return contact


async def test_who_signs_in_two_roles_sees_both_and_goes_from_one_to_the_other_by_a_press(portal):
    contact, paper = await both_at_once(portal), "/processes/TO-1001/contract"
    async with await visitor(portal, "portal", contact) as browser:
        home = (await browser.get("/home")).text
        assert "This waits for you in another role: Supervisee" not in home and "Sign the contract" in home
        await browser.post(f"{paper}/sign", data={"read": "true", "version": "1"})
        for path in ("/home", "/processes/TO-1001", paper):
            page = (await browser.get(path)).text
            assert "This waits for you in another role: Supervisee" in page, path
            assert "Nothing waits for you" not in page and f'name="back" value="{paper}"' in page
        there = await browser.post("/acting", data={"acting": "supervisee:", "back": paper})
        assert there.headers["location"] == paper
        page = (await browser.get(paper)).text
        assert "I have read the contract and sign it" in page and "in another role" not in page


async def test_a_change_of_role_leads_to_a_page_of_ours_alone(portal):
    contact = await both_at_once(portal)
    async with await visitor(portal, "portal", contact) as browser:
        away = await browser.post(
            "/acting", data={"acting": "supervisee:", "back": "https://elsewhere.example/home"}
        )
        plain = await browser.post("/acting", data={"acting": "supervisee:"})
    assert (away.headers["location"], plain.headers["location"]) == ("/", "/home")


async def test_a_mails_page_that_is_of_another_role_is_a_press_away_and_nothing_of_it_is_told(portal):
    contact, path = await both_at_once(portal), "/processes/TO-1001/proposal"
    async with await visitor(portal, "portal", contact) as browser:
        await browser.post("/acting", data={"acting": "supervisee:"})
        shut = await browser.get(path)
        nowhere = await browser.get("/processes/TO-9999/proposal")
        key = re.search(r'name="acting" value="(commissioner:[^"]+)"', shut.text)
        assert key and f'name="back" value="{path}"' in shut.text
        there = await browser.post("/acting", data={"acting": key[1], "back": path})
        opened = await browser.get(there.headers["location"])
    assert (shut.status_code, nowhere.status_code, opened.status_code) == (404, 404, 200)
    assert "Open it as" in shut.text and "Open it as" in nowhere.text
