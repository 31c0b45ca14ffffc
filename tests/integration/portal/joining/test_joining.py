"""Somebody joins a group by the pages and from the mail alone: proposed, agreed to, and consented to."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from services.messages.contracts import ContractCard
from services.messages.directory import FindPerson, ShowPerson
from services.messages.values import Party
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.contracts import builders as contracts
from tests.integration.directory.builders import person
from tests.integration.intake import builders as intake
from tests.integration.notices.mailbox import Mailbox
from tests.visitor import stranger, visitor

_LINK = re.compile(r"https?://\S+(/(?:sign|join)/\S+)")
PAGE, PROCESS = "/processes/TO-1001/joining", "/processes/TO-1001"


@dataclass
class Group:
    """A signed contract of three supervisees, and who reads whose mail."""

    house: House
    mailbox: Mailbox
    members: list[UUID]
    card: ContractCard

    @property
    def first_day(self) -> str:
        return (local_date(self.house.clock.now()) + timedelta(days=30)).isoformat()

    async def link(self, who: UUID) -> str:
        """The newest in this person's mails."""
        await self.house.quiet()
        address = (await self.house.ask(ShowPerson(person_id=who))).email
        texts = [mail.get_body(("plain",)) for mail in self.mailbox.to(address)]
        found: list[str] = [one for text in texts if text for one in _LINK.findall(text.get_content())]
        return found[-1]

    @asynccontextmanager
    async def browser(self, person_id: UUID) -> AsyncIterator[httpx.AsyncClient]:
        async with await visitor(self.house, "portal", person_id) as opened:
            yield opened

    async def open(self, path: str) -> httpx.Response:
        async with stranger(self.house, "portal") as browser:
            return await browser.get(path)

    async def press(self, path: str, **typed: str) -> httpx.Response:
        async with stranger(self.house, "portal") as browser:
            return await browser.post(path, data=typed)

    async def propose(self, **typed: str) -> httpx.Response:
        form = {"given_name": "Nea", "family_name": "Uusi", "email": "nea@kunta.example", "language": "fi"}
        async with self.browser(self.members[0]) as opened:
            return await opened.post(PAGE, data={**form, "from_day": self.first_day, **typed})

    async def newcomer(self) -> UUID:
        found = (await self.house.ask(FindPerson(email="nea@kunta.example"))).person
        assert found
        return found.person_id


@pytest.fixture
async def group(house: House) -> AsyncIterator[Group]:
    mailbox = Mailbox()
    mailbox.open_for(house)
    yield Group(house, mailbox, *await mailbox.grown(house, _signed))
    mailbox.close()


async def _signed(house: House) -> tuple[list[UUID], ContractCard]:
    house.move_clock(contracts.DRAFTED)
    await house.open("directory", "intake", "contracts", "sessions", "billing", "notices", "portal")
    process_id = await intake.proposed(house, await intake.supervisor(house))
    await house.ask(intake.answer(process_id))
    await house.ask(contracts.draft(process_id))
    (row,) = await house.rows("intake", "SELECT contact_id FROM inquiry")
    members = [await person(house, given, "Aalto") for given in ("aino", "bo", "cia")]
    parties = {"representative_id": members[0], "supervisee_ids": members}
    order = contracts.completion(process_id, commissioner_id=row["contact_id"], **parties)
    card = await house.ask(order)
    for member in members[1:]:
        await house.ask(contracts.consent(process_id, member))
    for party in Party:
        card = await house.ask(contracts.signature(card, party))
    return members, card


async def test_who_is_proposed_on_the_page_joins_by_links_alone(group: Group) -> None:
    assert (await group.propose()).status_code == 303
    newcomer = await group.newcomer()
    waits = "Say whether somebody may join the group"
    for who, asked in zip(group.members[:2], (False, True), strict=True):
        async with group.browser(who) as opened:
            home = (await opened.get("/home")).text
            assert (waits in home, f'href="{PAGE}"' in home) == (asked, asked)
    for number, member in enumerate(group.members[1:], start=1):
        link = await group.link(member)
        page = await group.open(link)
        assert page.status_code == 200 and "Nea Uusi" in page.text
        assert f"{number} of 3 members have agreed" in page.text
        assert "You have agreed" in (await group.press(link, agrees="true")).text
    link = await group.link(newcomer)
    paper = (await group.open(link)).text
    assert "You are asked to join this group" in paper and "<article" in paper and "Nea Uusi" in paper
    assert (await group.press(f"{link}/consent", version="1")).status_code == 422
    done = await group.press(f"{link}/consent", version="1", read="true")
    assert done.status_code == 200 and "You have consented" in done.text and "<article" not in done.text
    await group.house.quiet()
    async with group.browser(newcomer) as opened:
        assert (await opened.get(PROCESS)).status_code == 200
        assert (await opened.get(f"{PROCESS}/contract")).status_code == 200
    async with group.browser(group.members[1]) as opened:
        assert waits not in (await opened.get("/home")).text
        assert "they have consented to the contract" in (await opened.get(PAGE)).text


async def test_a_no_by_link_ends_it_and_no_link_of_it_leads_anywhere(group: Group) -> None:
    await group.propose()
    links = [await group.link(member) for member in group.members[1:]]
    await group.press(links[0], agrees="true")
    assert "Nobody is told that it was you" in (await group.press(links[1], agrees="false")).text
    for link in links:
        assert (await group.open(link)).status_code == 410
    async with group.browser(group.members[0]) as opened:
        assert "Nobody is to join" in (await opened.get(PAGE)).text


async def test_a_no_after_the_newcomer_was_asked_is_told_to_them_and_their_link_says_so(group: Group) -> None:
    await group.propose()
    for member in group.members[1:]:
        await group.press(await group.link(member), agrees="true")
    newcomer = await group.newcomer()
    link = await group.link(newcomer)
    address = (await group.house.ask(ShowPerson(person_id=newcomer))).email
    group.mailbox.mails.clear()
    async with group.browser(group.members[1]) as opened:
        form = {"newcomer_id": str(newcomer), "from_day": group.first_day, "agrees": "false"}
        assert (await opened.post(f"{PAGE}/answer", data=form)).status_code == 303
    await group.house.quiet()
    [told] = group.mailbox.to(address)
    assert "Pyyntö ryhmään raukesi" in str(told["Subject"])
    over = await group.open(link)
    assert over.status_code == 410 and "You had been asked to join" in over.text
    assert "It is signed" not in over.text


async def test_a_newcomer_says_no_by_the_link_alone(group: Group) -> None:
    await group.propose()
    for member in group.members[1:]:
        await group.press(await group.link(member), agrees="true")
    link = await group.link(await group.newcomer())
    address = (await group.house.ask(ShowPerson(person_id=await group.newcomer()))).email
    group.mailbox.mails.clear()
    assert "You have said no" in (await group.press(f"{link}/refuse", version="1")).text
    assert (await group.open(link)).status_code == 410
    await group.house.quiet()
    assert group.mailbox.to(address) == []


async def test_only_who_acts_for_the_group_finds_the_form_and_all_members_answer_on_the_page(
    group: Group,
) -> None:
    async with group.browser(group.members[1]) as opened:
        assert "Propose a new member" not in (await opened.get(PAGE)).text
    refused = await group.propose(from_day=local_date(group.house.clock.now()).isoformat())
    assert refused.status_code == 422 and "Choose tomorrow or a later day" in refused.text
    address = (await group.house.ask(ShowPerson(person_id=group.members[1]))).email
    assert (
        "Mail address: This person belongs to the group already" in (await group.propose(email=address)).text
    )
    await group.propose()
    newcomer = str(await group.newcomer())
    async with group.browser(group.members[1]) as opened:
        assert "Waits for your answer" in (await opened.get(PROCESS)).text
        form = {"newcomer_id": newcomer, "from_day": group.first_day, "agrees": "true"}
        assert (await opened.post(f"{PAGE}/answer", data=form)).status_code == 303
        assert "2 of 3 members have agreed" in (await opened.get(PAGE)).text
