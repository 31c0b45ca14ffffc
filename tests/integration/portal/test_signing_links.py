"""Signing from the mail alone, by everybody whom the paper names: each opens their own link, without an account."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from services.messages.contracts import (
    ConsentGiven,
    ConsentRefused,
    GiveUpContract,
    RemindSigner,
    SignContract,
    WithdrawContract,
)
from services.messages.directory import (
    ChangeAddress,
    EndRelation,
    MergePeople,
    ShowPerson,
)
from services.messages.values import Party
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.contracts import builders as contracts
from tests.integration.directory.builders import person, relate
from tests.integration.intake import builders as intake
from tests.integration.notices.mailbox import Mailbox
from tests.visitor import stranger, visitor

_LINK = re.compile(r"https?://\S+(/sign/\S+)")
_NAMES = ("Aalto", "Berg", "Cederberg")


@pytest.fixture
async def signers(house: House) -> AsyncIterator["Signers"]:
    """A paper for three supervisees, whose first signature is asked for; nobody has consented or signed."""
    mailbox = Mailbox()
    mailbox.open_for(house)
    house.move_clock(contracts.DRAFTED)
    await house.open("directory", "intake", "contracts", "notices", "portal")
    process_id = await intake.proposed(house, await intake.supervisor(house))
    await house.ask(intake.answer(process_id))
    await house.ask(contracts.draft(process_id))
    (row,) = await house.rows("intake", "SELECT contact_id, supervisor_id FROM inquiry")
    members = [
        await person(house, given, family)
        for given, family in zip(("aino", "bo", "cia"), _NAMES, strict=True)
    ]
    order = contracts.completion(
        process_id, commissioner_id=row["contact_id"], representative_id=members[0], supervisee_ids=members
    )
    await house.ask(order)
    await house.quiet()
    yield Signers(house, mailbox, process_id, [row["contact_id"], row["supervisor_id"]], members)
    mailbox.close()


class Signers:
    def __init__(
        self, house: House, mailbox: Mailbox, process_id: UUID, others: list[UUID], members: list[UUID]
    ) -> None:
        self.house, self.mailbox, self.process_id = house, mailbox, process_id
        self.commissioner, self.supervisor = others
        self.members = members

    async def links(self, who: UUID) -> list[str]:
        """The paths of all links for signing in this person's mails, in the order in which they came."""
        await self.house.quiet()
        address = (await self.house.ask(ShowPerson(person_id=who))).email
        texts = [mail.get_body(("plain",)) for mail in self.mailbox.to(address)]
        return [found for text in texts if text for found in _LINK.findall(text.get_content())]

    async def open(self, path: str, method: str = "GET") -> httpx.Response:
        async with stranger(self.house, "portal") as browser:
            return await browser.request(method, path)

    async def press(self, path: str, **typed: str) -> httpx.Response:
        async with stranger(self.house, "portal") as browser:
            return await browser.post(path, data={"read": "true", "version": "1", **typed})

    async def act(self, who: UUID) -> str:
        """The one link that this person has got, opened, read and pressed; the page that answers."""
        [link] = await self.links(who)
        page = await self.open(link)
        assert page.status_code == 200 and "Aalto" in page.text and "<form" in page.text
        path = re.findall(r'action="(/sign/[^"]+)"', page.text)[0]
        done = await self.press(path, **({"code": "none"} if who == self.supervisor else {}))
        assert done.status_code == 200, done.text
        return done.text


async def page_of(house: House, who: UUID) -> str:
    async with await visitor(house, "portal", who) as browser:
        return (await browser.get("/processes")).text


async def test_everybody_signs_from_their_mail_alone_when_their_turn_has_come_and_a_used_link_tells_no_names(
    signers,
):
    aino, bo, cia = signers.members
    assert [len(await signers.links(who)) for who in (aino, bo, cia)] == [0, 1, 1]
    await scanned_by_a_mail_server(signers)
    await signers.act(signers.commissioner)
    await signers.act(bo)
    assert await signers.links(aino) == []
    answered = [await signers.act(who) for who in (cia, aino, signers.supervisor)]
    card = await contracts.show(signers.house, signers.process_id)
    assert (card.status, card.signed, card.missing_consents) == ("signed", list(Party), [])
    for who in (signers.commissioner, *signers.members, signers.supervisor):
        [link] = await signers.links(who)
        answered.append((await signers.open(link)).text)
    for page in answered:
        assert " December 2026" in page and "sign in" in page.lower()
        assert not [name for name in (*_NAMES, "Laine", "<article") if name in page]


async def scanned_by_a_mail_server(signers: "Signers") -> None:
    """What opens every link before its reader does uses none up."""
    [link] = await signers.links(signers.commissioner)
    for method in ("HEAD", "GET", "GET", "HEAD"):
        assert (await signers.open(link, method)).status_code == 200
    assert (await contracts.show(signers.house, signers.process_id)).signed == []


async def test_the_paper_names_its_parties_and_is_had_as_a_file_by_the_link_until_it_is_used(signers):
    await signers.house.open("billing")
    [link] = await signers.links(signers.commissioner)
    page = (await signers.open(link)).text
    assert f"{link}/pdf" in page
    paper = page[page.index("<article") : page.index("</article")]
    assert not [told for told in ("Osapuolet", "0201256-6", "Kirkkokatu 1", "Sari Salo") if told not in paper]
    differs = page[page.index('id="differs"') : page.index("<article")]
    assert "lähitapaamisina" not in differs and "Perhekeskuksen kokoushuone." in differs
    file = await signers.open(f"{link}/pdf")
    assert file.status_code == 200 and file.headers["content-type"] == "application/pdf"
    assert file.content.startswith(b"%PDF")
    await signers.act(signers.commissioner)
    assert (await signers.open(f"{link}/pdf")).headers["location"] == link


async def test_a_member_says_no_by_the_link_alone_and_may_change_their_mind(signers):
    bo = signers.members[1]
    [link] = await signers.links(bo)
    assert "do not want to take part" in (await signers.open(link)).text
    said = await signers.press(f"{link}/refuse", why_not="En halua.")
    assert said.status_code == 200
    # Before the paper, which fills several screens.
    assert 0 < said.text.index("You do not consent to this contract.") < said.text.index("Signatures")
    await signers.house.quiet()
    [card] = await signers.house.rows("contracts", "SELECT person_id, reason FROM consent_refusal")
    assert (card["person_id"], card["reason"]) == (bo, "En halua.")
    await signers.press(f"{link}/consent")
    assert await signers.house.rows("contracts", "SELECT 1 FROM consent_refusal") == []


async def test_a_link_that_was_replaced_by_another_version_shows_nothing(signers):
    [link] = await signers.links(signers.commissioner)
    await signers.press(f"{link}/decline", reason="Hinta on toinen kuin sovittiin.")
    page = (await signers.open(link)).text
    assert "no longer in use" in page and "is being corrected" in page and "Aalto" not in page
    order = SignContract(
        process_id=signers.process_id,
        version=1,
        party=Party.COMMISSIONER,
        signer_id=signers.commissioner,
        as_of=contracts.SIGNED,
    )
    with pytest.raises(Exception, match="version_changed"):
        await signers.house.ask(order)


async def test_when_who_asked_has_left_who_acts_for_the_customer_signs_by_their_own_mail(signers):
    house = signers.house
    (row,) = await house.rows("contracts", "SELECT organisation_id FROM contract")
    dora = await person(house, "dora", "Dahl")
    await relate(house, dora, "hr", row["organisation_id"])
    [old] = await signers.links(signers.commissioner)
    ended = EndRelation(
        person_id=signers.commissioner,
        relation="hr",
        organisation_id=row["organisation_id"],
        ended_by=dora,
        as_of=contracts.SIGNED,
    )
    await house.ask(ended)
    await house.ask(RemindSigner(process_id=signers.process_id, level=1, as_of=contracts.SIGNED))
    await house.quiet()
    house.services["portal"].resources.state.door.identities.forget(signers.commissioner)
    assert "<form" not in (await signers.open(old)).text.split("<main")[1]
    await signers.act(dora)
    card = await contracts.show(house, signers.process_id)
    assert (card.signers[0].turn, card.signers[0].person_id) == ("signed", dora)


async def test_who_is_left_out_of_the_corrected_paper_is_told_so_and_each_old_link_says_what_became_of_it(
    signers,
):
    """Once, by mail and by their link; who gives up the process later tells them nothing more."""
    house, (aino, bo, cia) = signers.house, signers.members
    old = {who: (await signers.links(who))[0] for who in (bo, cia)}
    await signers.press(f"{old[bo]}/refuse", why_not="En halua.")
    back = {
        "process_id": signers.process_id,
        "version": 1,
        "reason": "Bo ei tule.",
        "as_of": contracts.SIGNED,
    }
    await house.ask(WithdrawContract.model_validate(back | {"withdrawn_by": contracts.COORDINATOR}))
    for who in (bo, cia):
        assert set(await signers.links(who)) == {old[who]}
        page = await signers.open(old[who])
        assert page.status_code == 410 and "is being corrected" in page.text
    people = {"commissioner_id": signers.commissioner, "representative_id": aino}
    await house.ask(contracts.completion(signers.process_id, supervisee_ids=[aino, cia], version=2, **people))
    await house.quiet()
    for who, told in ((bo, "You are not in the corrected contract."), (cia, "corrected contract has taken")):
        page = await signers.open(old[who])
        assert page.status_code == 410 and told in page.text and "Aalto" not in page.text
    address = (await house.ask(ShowPerson(person_id=bo))).email
    mails = signers.mailbox.to(address)
    assert [one["Subject"] for one in mails][-1].startswith("Et ole mukana korjatussa sopimuksessa")
    assert set(await signers.links(bo)) == {old[bo]}
    over = {"process_id": signers.process_id, "version": 2, "reason": "Ei tehdä.", "as_of": contracts.SIGNED}
    await house.ask(GiveUpContract.model_validate(over | {"given_up_by": contracts.COORDINATOR}))
    await house.quiet()
    assert len(signers.mailbox.to(address)) == len(mails)
    assert "ended without a contract" in (await signers.open(old[bo])).text


@pytest.mark.parametrize(
    ("ending", "told"), [("given_up", "ended without a contract"), ("expired", "has run out")]
)
async def test_who_had_answered_hears_by_both_their_links_that_it_came_to_nothing(signers, ending, told):
    bo = signers.members[1]
    await signers.act(bo)
    over = {"process_id": signers.process_id, "version": 1, "reason": "Ei tehdä.", "as_of": contracts.SIGNED}
    order = {
        "given_up": GiveUpContract.model_validate(over | {"given_up_by": contracts.COORDINATOR}),
        "expired": contracts.expiry(signers.process_id),
    }[ending]
    await signers.house.ask(order)
    asked, ended = await signers.links(bo)
    for passed in (timedelta(seconds=1), timedelta(days=200)):
        signers.house.move_clock(signers.house.clock.now() + passed)
        for link in (asked, ended):
            page = await signers.open(link)
            assert page.status_code == 410 and told in page.text and "find a copy" not in page.text
    assert "</strong><br><small>Supervisee</small>" in await page_of(signers.house, bo)


async def test_a_link_whose_time_is_over_says_that_what_still_waits_comes_by_mail(signers):
    [link] = await signers.links(signers.members[1])
    signers.house.move_clock(signers.house.clock.now() + timedelta(days=200))
    page = await signers.open(link)
    assert page.status_code == 410 and "What is still to be signed comes by mail" in page.text
    assert "<form" not in page.text.split("<main")[1] and "Aalto" not in page.text


async def test_a_link_that_went_to_a_strangers_address_opens_nothing_once_the_address_is_corrected(signers):
    bo = signers.members[1]
    [strangers] = await signers.links(bo)
    assert "Aalto" in (await signers.open(strangers)).text
    now = signers.house.clock.now()
    right = ChangeAddress(person_id=bo, email="bo.berg@right.example", changed_by=FOUNDER, as_of=now)
    await signers.house.ask(right)
    for page in (
        await signers.open(strangers),
        await signers.press(f"{strangers}/consent"),
        await signers.press(f"{strangers}/refuse", why_not="En tunne tätä."),
    ):
        assert page.status_code == 410 and "Aalto" not in page.text
        assert "a mail address that has been changed since" in page.text
    assert bo in (await contracts.show(signers.house, signers.process_id)).missing_consents
    await signers.house.quiet()
    assert "You have consented" in await signers.act(bo)
    assert bo not in (await contracts.show(signers.house, signers.process_id)).missing_consents


@pytest.mark.parametrize("corrected", [False, True])
async def test_the_link_of_an_entry_that_is_gone_opens_nothing_and_who_stays_gets_their_own(
    signers, corrected
):
    """The entry that goes may be a slip, whose address is a stranger's; also one that was put right before."""
    house, bo = signers.house, signers.members[1]
    [strangers] = await signers.links(bo)
    kept = await person(house, "bosse", "Bergman")
    email = (await house.ask(ShowPerson(person_id=bo))).email
    if corrected:
        email = "bo.berg@right.example"
        right = {"person_id": bo, "email": email, "changed_by": FOUNDER, "as_of": house.clock.now()}
        await house.ask(ChangeAddress.model_validate(right))
    both = {"kept_id": kept, "absorbed_id": bo, "merged_by": FOUNDER, "as_of": contracts.SIGNED}
    await house.ask(MergePeople.model_validate(both | {"absorbed_email": email}))
    await house.quiet()
    page = await signers.press(f"{strangers}/consent")
    assert page.status_code == 410 and "a mail address that has been changed since" in page.text
    [link] = await signers.links(kept)
    page = await signers.open(link)
    assert re.search(r"<h1[^>]*>.*?</h1>.*?bosse Bergman, Supervisees", page.text, re.S)
    await signers.press(f"{link}/consent")
    card = await contracts.show(house, signers.process_id)
    assert kept in card.parties.supervisee_ids and kept not in card.missing_consents


async def test_a_member_who_has_consented_reads_until_when_they_may_say_no_and_an_open_page_still_says_it(
    signers,
):
    """In two tabs: each word is kept as it was said, and the last one counts until somebody signs for them."""
    aino, bo, cia = signers.members
    [link] = await signers.links(bo)
    [other] = await signers.links(cia)
    for path in (link, other):
        used = await signers.press(f"{path}/consent")
        assert "as long as nobody has signed for the members" in used.text
    await signers.act(signers.commissioner)
    assert "You do not consent" in (await signers.press(f"{link}/refuse")).text
    refused = await contracts.show(signers.house, signers.process_id)
    assert refused.missing_consents == [aino, bo] and refused.next_party is Party.SUPERVISEE
    await signers.press(f"{link}/consent")
    await signers.act(aino)
    late = await signers.press(f"{link}/refuse")
    assert "as long as nobody" not in late.text
    assert await signers.house.rows("contracts", "SELECT 1 FROM consent_refusal") == []
    assert len(await contracts.said(signers.house, ConsentRefused)) == 1
    assert [one.person_id for one in await contracts.said(signers.house, ConsentGiven)].count(bo) == 2
