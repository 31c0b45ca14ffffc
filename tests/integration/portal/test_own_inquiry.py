"""An inquiry is put right where it was sent: by its asker, by a coordinator on the telephone, by a link in the mail."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest

from services.messages.directory import EndRelation, ShowPerson
from services.messages.intake import ChangeInquiry, ShowInquiry, WithdrawInquiry
from services.runtime.proofs.links import CONFIRMING, ENTERING, LinkKeys, mark_of, seal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.directory.builders import NOW, organisation, person, relate
from tests.integration.intake import builders as intake
from tests.integration.portal.test_inquiry import FOR_WHOM, HOPES, WHO
from tests.visitor import stranger, visitor


@pytest.fixture
async def portal(house: House) -> House:
    await house.open("directory", "intake", "contracts", "portal")
    return house


def sealed(portal: House, purpose: str, **facts: str) -> str:
    until = portal.services["portal"].clock.now() + timedelta(hours=1)
    if purpose == ENTERING:
        facts["opens_until"] = until.isoformat()
    return seal(LinkKeys.read(portal.folder / "keys"), purpose, facts, until)


async def confirming(portal: House, process_id: UUID, person_id: UUID) -> str:
    sent_to = mark_of((await portal.ask(ShowPerson(person_id=person_id))).email)
    facts = {"process_id": f"{process_id}", "person_id": f"{person_id}", "sent_to": sent_to}
    return sealed(portal, CONFIRMING, **facts)


async def contact_of(portal: House, process_id: UUID) -> UUID:
    card = await portal.ask(ShowInquiry(process_id=process_id))
    assert card.contact_id
    return card.contact_id


async def test_who_is_known_for_something_else_follows_a_new_inquiry_from_its_first_letter_on(portal):
    receipt = await portal.ask(intake.inquiry())
    path, contact = f"/processes/{receipt.number}", await contact_of(portal, receipt.process_id)
    await relate(portal, contact, "payer", await organisation(portal))
    async with await visitor(portal, "portal", contact) as browser:
        met = await browser.get(path)
        assert "Open it as" in met.text
        assert (await browser.get("/processes")).status_code == 200


async def test_who_sent_it_corrects_it_in_the_same_form_and_asks_it_back(portal):
    order = intake.inquiry()
    receipt = await portal.ask(order)
    path = f"/processes/{receipt.number}"
    async with await visitor(portal, "portal", await contact_of(portal, receipt.process_id)) as browser:
        assert "Correct it" in (await browser.get(path)).text
        address = (await browser.post(f"{path}/edit")).headers["location"].removesuffix("/check")
        check = (await browser.get(f"{address}/check")).text
        assert "Pirkanmaa" in check and "You are correcting an inquiry" in check
        await browser.post(f"{address}/2", data=FOR_WHOM | {"headcount": "6"})
        saved = await browser.post(f"{address}/send")
        assert saved.headers["location"] == f"{address}/sent"
        told = (await browser.get(f"{address}/sent")).text
        assert "<title>The inquiry is corrected: " in told and "Thank you" not in told
        late = await browser.post(f"{address}/2", data=FOR_WHOM | {"headcount": "7"})
        assert late.status_code == 409 and "was not taken in" in late.text
        card = await portal.ask(ShowInquiry(process_id=receipt.process_id))
        assert (card.headcount, card.revision, card.message) == (6, 2, order.message)
        await browser.post(f"{path}/withdraw", data={"reason": ""})
        assert "Withdrawn" in (await browser.get(path)).text
        for method, stale in (("GET", "withdraw"), ("POST", "edit")):
            assert (await browser.request(method, f"{path}/{stale}")).headers["location"] == path
            assert "This is over, or was done already" in (await browser.get(path)).text
    assert (await portal.ask(ShowInquiry(process_id=receipt.process_id))).status == "withdrawn"


async def test_what_is_asked_back_in_two_tabs_is_asked_back_once_and_another_reason_is_told(portal):
    receipt = await portal.ask(intake.inquiry())
    path = f"/processes/{receipt.number}"
    async with await visitor(portal, "portal", await contact_of(portal, receipt.process_id)) as browser:
        for _tab in range(2):
            asked = await browser.post(f"{path}/withdraw", data={"reason": "Ei nyt."})
            assert (asked.status_code, asked.headers["location"]) == (303, path)
        other = await browser.post(f"{path}/withdraw", data={"reason": "Myöhemmin."})
        assert other.status_code == 409 and "taken back already, with another reason" in other.text
    async with await visitor(portal, "portal", await person(portal, "Outi", "Outo")) as browser:
        assert (await browser.post(f"{path}/withdraw", data={"reason": ""})).status_code == 404


async def test_when_they_would_like_to_meet_stays_in_the_form_until_somebody_changes_it(portal):
    wished = {
        "preferred_weekdays": [1, 3],
        "preferred_times": ["evening"],
        "preferred_from": date(2027, 1, 7),
    }
    receipt = await portal.ask(intake.inquiry(**wished))
    path = f"/processes/{receipt.number}"
    async with await visitor(portal, "portal", await contact_of(portal, receipt.process_id)) as browser:
        assert "Tuesday, Thursday" in (await browser.get(path)).text
        address = (await browser.post(f"{path}/edit")).headers["location"].removesuffix("/check")
        step = (await browser.get(f"{address}/2")).text
        ticked = re.findall(r'name="(preferred_\w+)" type="checkbox" value="(\w+)" checked', step)
        assert ticked == [
            ("preferred_weekdays", "1"),
            ("preferred_weekdays", "3"),
            ("preferred_times", "evening"),
        ]
        assert 'value="2027-01-07"' in step
        over = await browser.post(f"{address}/2", data=FOR_WHOM | {"preferred_from": "2000-01-03"})
        refused = await browser.post(f"{address}/send")
        assert over.status_code == 303 and f'href="{address}/2#field-preferred_from"' in refused.text
        await browser.post(f"{address}/2", data=FOR_WHOM | {"preferred_weekdays": ["0"]})
        await browser.post(f"{address}/send")
        page = (await browser.get(path)).text
    assert re.search("Before: </span>Tuesday, Thursday.*Now: </span>Monday", page)
    assert "7 January 2027" in page
    card = await portal.ask(ShowInquiry(process_id=receipt.process_id))
    assert (card.preferred_weekdays, card.preferred_times, card.preferred_from) == ([0], [], None)


async def test_who_meets_anothers_correction_goes_on_from_it_and_reads_what_it_changed(portal):
    order = intake.inquiry()
    receipt = await portal.ask(order)
    coordinator = await person(portal, "Kaisa", "Koski")
    await relate(portal, coordinator, "coordinator")
    path = f"/processes/{receipt.number}"
    async with await visitor(portal, "portal", await contact_of(portal, receipt.process_id)) as browser:
        address = (await browser.post(f"{path}/edit")).headers["location"].removesuffix("/check")
        told = order.model_dump() | {"revision": 1, "changed_by": coordinator, "headcount": 3}
        await portal.ask(ChangeInquiry.model_validate(told))
        await browser.post(f"{address}/2", data=FOR_WHOM | {"headcount": "6"})
        refused = await browser.post(f"{address}/send")
        assert refused.status_code == 422 and f'action="{address}/anew"' in refused.text
        newest = (await browser.post(f"{address}/anew")).headers["location"]
        assert '<dd class="as-typed">3</dd>' in (await browser.get(newest)).text
        assert (await browser.post(newest.replace("/check", "/send"))).status_code == 303
        page = (await browser.get(path)).text
    assert "by us" in page and re.search(f"Before: </span>{order.headcount}.*Now: </span>3", page)


async def test_who_asks_stays_who_asks_and_is_told_what_can_be_done(portal):
    receipt = await portal.ask(intake.inquiry())
    async with await visitor(portal, "portal", await contact_of(portal, receipt.process_id)) as browser:
        edit = await browser.post(f"/processes/{receipt.number}/edit")
        address = edit.headers["location"].removesuffix("/check")
        await browser.post(f"{address}/1", data=WHO | {"contact_email": "muu@jarvikunta.example"})
        refused = await browser.post(f"{address}/send")
    assert refused.status_code == 422 and "is changed on your own page" in refused.text


async def test_a_coordinator_enters_it_for_somebody_who_confirms_it_by_their_link(portal):
    coordinator = await person(portal, "Kaisa", "Koski")
    await relate(portal, coordinator, "coordinator")
    token = sealed(portal, ENTERING, person_id=str(coordinator), process_id="")
    async with stranger(portal, "portal") as browser:
        assert "Kaisa Koski" in (await browser.get(f"/enter/{token}")).text
        first = (await browser.post(f"/enter/{token}")).headers["location"]
        address = first.removesuffix("/1")
        for step, typed in ((1, WHO), (2, FOR_WHOM), (3, HOPES)):
            await browser.post(f"{address}/{step}", data=typed)
        assert "entering this for somebody else" in (await browser.get(f"{address}/check")).text
        await browser.post(f"{address}/send")
        sent = (await browser.get(f"{address}/sent")).text
        assert "with a link that confirms it" in sent and "/processes/TO-1001" in sent
        (row,) = await portal.rows("intake", "SELECT process_id, contact_id, entered_by FROM inquiry")
        assert row["entered_by"] == coordinator
        link = await confirming(portal, row["process_id"], row["contact_id"])
        page = (await browser.get(f"/confirm/{link}")).text
        assert re.search(r"Selkeämpi työnjako", page) and "It is right: confirm" in page
        assert (await portal.ask(ShowInquiry(process_id=row["process_id"]))).confirmed_at is None
        after = [(await browser.post(f"/confirm/{link}")).text, (await browser.get(f"/confirm/{link}")).text]
        for used in after:  # whoever finds the mail later reads nothing of it
            assert "You have confirmed it." in used and "Selkeämpi työnjako" not in used
            assert "What was entered" not in used and WHO["organisation_name"] not in used
        assert (await browser.get(f"/confirm/{token}")).status_code == 404


async def test_what_was_entered_for_somebody_is_confirmed_on_their_own_pages_when_the_link_is_over(portal):
    coordinator = await person(portal, "Kaisa", "Koski")
    await relate(portal, coordinator, "coordinator")
    receipt = await portal.ask(intake.inquiry(entered_by=coordinator))
    path = f"/processes/{receipt.number}/confirm"
    contact = await contact_of(portal, receipt.process_id)
    async with await visitor(portal, "portal", contact) as browser:
        assert f'href="{path}"' in (await browser.get(f"/processes/{receipt.number}")).text
        assert "It is right: confirm" in (await browser.get(path)).text
        assert (await portal.ask(ShowInquiry(process_id=receipt.process_id))).confirmed_at is None
        assert (await browser.post(path)).headers["location"] == f"/processes/{receipt.number}"
        assert "You have confirmed it." in (await browser.get(path)).text
        assert (await browser.post(path)).status_code == 303
        assert f'href="{path}"' not in (await browser.get(f"/processes/{receipt.number}")).text
    assert (await portal.ask(ShowInquiry(process_id=receipt.process_id))).confirmed_at
    async with await visitor(portal, "portal", await person(portal, "Outi", "Outo")) as browser:
        assert (await browser.get(path)).status_code == (await browser.post(path)).status_code == 404


async def test_what_somebody_sent_themselves_asks_for_no_confirming(portal):
    receipt = await portal.ask(intake.inquiry())
    async with await visitor(portal, "portal", await contact_of(portal, receipt.process_id)) as browser:
        assert (await browser.get(f"/processes/{receipt.number}/confirm")).status_code == 404
        assert "/confirm" not in (await browser.get(f"/processes/{receipt.number}")).text


async def test_who_asked_themselves_is_told_of_a_correction_and_of_no_entry_for_them(portal):
    order = intake.inquiry()
    receipt = await portal.ask(order)
    coordinator = await person(portal, "Kaisa", "Koski")
    await relate(portal, coordinator, "coordinator")
    told = order.model_dump() | {
        "revision": 1,
        "changed_by": coordinator,
        "contact_email": "h@jarvikunta.example",
    }
    await portal.ask(ChangeInquiry.model_validate(told))
    contact = await contact_of(portal, receipt.process_id)
    link = await confirming(portal, receipt.process_id, contact)
    async with stranger(portal, "portal") as browser:
        before = (await browser.get(f"/confirm/{link}")).text
        after = (await browser.post(f"/confirm/{link}")).text
    assert "What it says now" in before and "You have confirmed it." in after
    for page in (before, after):
        assert "has corrected it" in page and "entered" not in page


async def test_a_link_to_type_for_somebody_opens_for_who_is_a_coordinator_still(portal):
    receipt = await portal.ask(intake.inquiry())
    coordinator = await person(portal, "Kaisa", "Koski")
    await relate(portal, coordinator, "coordinator")
    links = [
        f"/enter/{sealed(portal, ENTERING, person_id=str(coordinator), process_id=about)}"
        for about in ("", str(receipt.process_id))
    ]
    async with stranger(portal, "portal") as browser:
        assert [(await browser.post(link)).status_code for link in links] == [303, 303]
        role = {"person_id": coordinator, "relation": "coordinator", "ended_by": FOUNDER, "as_of": NOW}
        await portal.ask(EndRelation.model_validate(role))
        for link in links:
            assert (await browser.get(link)).status_code == (await browser.post(link)).status_code == 410


async def test_a_proposal_whose_inquiry_was_asked_back_says_so_and_names_no_day_ahead(portal):
    process_id = await intake.proposed(portal, await intake.supervisor(portal))
    back = {"process_id": process_id, "withdrawn_by": FOUNDER, "as_of": intake.LATER}
    await portal.ask(WithdrawInquiry.model_validate(back))
    async with await visitor(portal, "portal", await contact_of(portal, process_id)) as browser:
        for path in ("/processes/TO-1001/proposal", "/processes/TO-1001"):
            page = (await browser.get(path)).text
            assert "withdrew it for you" in page and "The commissioner withdrew it" not in page
            assert "nothing is asked of anybody" in page and 'href="/inquiry"' in page
        page = (await browser.get("/processes/TO-1001/proposal")).text
        assert "and this proposal with it" in page
        assert "no longer valid" not in page and "Valid until" not in page and "30 November" not in page
        answered = await browser.post(
            "/processes/TO-1001/proposal", data={"answer": "accept", "revision": "1"}
        )
        assert answered.status_code == 422 and "has been withdrawn" in answered.text


async def test_hr_reads_whose_side_asked_a_colleagues_inquiry_back_and_that_there_is_nothing_to_answer(
    portal,
):
    first = await intake.in_matching(portal)
    helena = await contact_of(portal, first)
    outi = await portal.ask(
        intake.inquiry(contact_email="outi@jarvikunta.example", contact_given_name="Outi")
    )
    await portal.ask(intake.decision(outi.process_id, typed_facts="keep"))
    async with await visitor(portal, "portal", helena) as browser:
        assert "Waits to be let in" in (await browser.get("/organisation")).text
        back = {"process_id": outi.process_id, "withdrawn_by": await contact_of(portal, outi.process_id)}
        await portal.ask(WithdrawInquiry.model_validate(back | {"as_of": intake.LATER}))
        page = (await browser.get("/organisation")).text
        assert "Waits to be let in" not in page and "Nothing to answer any more" in page
        assert re.search(r"Outi \w+</h3>.*The requester withdrew the inquiry", page)
        of_the_process = (await browser.get(f"/processes/{outi.number}")).text
        assert "The commissioner withdrew it" in of_the_process and 'href="/inquiry"' in of_the_process
        home = (await browser.get("/home")).text
        assert "Say whether you know them" not in home
