"""Somebody types another's mail address: what that reaches in our mails and in our directory, and what it does not."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest

from services.messages.directory import FindPerson, PersonCard, ShowPerson
from services.messages.notices import MOST_CODES_AN_HOUR, MailSignInCode
from services.notices.mailing.answers import MOST_UNPROVEN
from tests.house import House
from tests.integration.intake import builders as intake
from tests.integration.notices import builders as notices
from tests.integration.notices.mailbox import Mailbox, words_of
from tests.integration.portal.test_inquiry import WHO
from tests.patience import PATIENCE_S
from tests.visitor import stranger

VICTIM = "uhri@toinen.example"
LURES = ("Voitit! https://evil.example/x" + "a" * 370, "Helena\nBcc: kaikki", "evil.example", "Hel\u202eena")


@pytest.fixture
async def mailbox(house: House) -> AsyncIterator[Mailbox]:
    box = Mailbox()
    box.open_for(house)
    await house.open("directory", "intake", "contracts", "notices", "portal")
    yield box
    box.close()


async def asks(house: House, given_name: str, email: str = VICTIM) -> UUID:
    order = intake.inquiry(contact_given_name=given_name, contact_email=email)
    await house.ask(order)
    await house.quiet()
    return order.inquiry_id


async def kept_of(house: House, email: str = VICTIM) -> PersonCard:
    found = (await house.ask(FindPerson(email=email))).person
    assert found
    return await house.ask(ShowPerson(person_id=found.person_id))


async def mailed_code(mailbox: Mailbox) -> str:
    """Mailed beside the page's answer, so nothing else tells when."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            for mail in mailbox.to(VICTIM):
                if found := re.search(r"\b(\d{3}) (\d{3})\b", words_of(mail)):
                    return "".join(found.groups())
            await asyncio.sleep(0.05)


async def test_a_strangers_words_reach_no_mail_and_fill_no_mailbox(house, mailbox):
    async with stranger(house, "portal") as browser:
        for field in ("contact_given_name", "contact_family_name", "organisation_name"):
            for lure in (LURES[0], LURES[1], LURES[3]):
                answer = await browser.post("/inquiry", data=WHO | {field: lure})
                assert answer.status_code == 422 and f'href="#field-{field}"' in answer.text
    assert mailbox.mails == []
    await notices.coordinator(house)
    for _ in range(MOST_UNPROVEN + 3):
        await asks(house, "Helena")
    mails = mailbox.to(VICTIM)
    assert len(mails) == MOST_UNPROVEN
    for mail in mails:
        text = mail.get_content()
        assert "Helena Laine" in text and "Järvikunta" not in text
        assert re.findall(r"https?://[^/\s]+", text) == [house.address("portal")]


async def test_a_typed_name_is_the_persons_only_when_they_come_in_or_are_accepted(house, mailbox):
    await asks(house, "Väärä")
    assert not (await kept_of(house)).accepted
    second = await asks(house, "Toinen")
    assert (await kept_of(house)).given_name == "Toinen"
    async with stranger(house, "portal") as browser:
        await browser.post("/sign-in", data={"email": VICTIM})
        code = await mailed_code(mailbox)
        entered = await browser.post("/sign-in/code", data={"code": code})
        assert entered.status_code == 303
    assert (await kept_of(house)).accepted
    await asks(house, "Kolmas")
    assert (await kept_of(house)).given_name == "Toinen"
    await house.ask(intake.decision(second))
    other = await asks(house, "Neljäs", "neljas@toinen.example")
    await house.ask(intake.decision(other))
    await asks(house, "Viides", "neljas@toinen.example")
    accepted = await kept_of(house, "neljas@toinen.example")
    assert (accepted.given_name, accepted.accepted) == ("Neljäs", True)


async def test_codes_to_one_address_are_bounded_for_all_doors_together(house, mailbox):
    person_id = await notices.person(house, "aino")
    for number in range(MOST_CODES_AN_HOUR + 5):
        await house.ask(
            MailSignInCode(
                email="aino@kunta.example",
                person_id=person_id,
                code=f"{number:06}",
                language="fi",
                link=f"{house.address('portal')}/sign-in/link?code={number:06}",
                purpose="portal" if number % 2 else "console",
                as_of=house.clock.now() + timedelta(seconds=number),
            )
        )
    await house.quiet()
    assert len(mailbox.to("aino@kunta.example")) == MOST_CODES_AN_HOUR
