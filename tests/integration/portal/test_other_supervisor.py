"""Another supervisor, by hand: proposed at the console, agreed to from the mail, and paid for as before."""

import re
from collections.abc import AsyncIterator
from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from services.messages.billing import ListDraftItems
from services.messages.contracts import ContractAmended, ContractCard, ProposeMember, ShowContractText
from services.messages.directory import ShowContacts, ShowPerson
from services.messages.sessions import ListSessions
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date, start_of
from services.wording.formats import Formats
from tests.grown import grown
from tests.house import House
from tests.integration.contracts.builders import said, show
from tests.integration.directory.builders import person, relate
from tests.integration.intake import builders as intake
from tests.integration.notices.mailbox import Mailbox, words_of
from tests.integration.portal.test_goals_and_reviews import signed_by_all
from tests.integration.portal.test_signing_links import Signers
from tests.integration.sessions.builders import held, hours, plan
from tests.visitor import visitor

PAGE, CHANGE = "/processes/TO-1001/supervisor", "/processes/TO-1001/amendment"


class Year:
    """A process that goes on, with a mailbox, a coordinator at the console, and somebody who could take over."""

    def __init__(
        self, house: House, mailbox: Mailbox, contract: ContractCard, other: UUID, staff: UUID
    ) -> None:
        self.house, self.contract, self.other, self.staff = house, contract, other, staff
        parties = contract.parties
        by_mail = [parties.commissioner_id, other]
        self.signers = Signers(house, mailbox, contract.process_id, by_mail, parties.supervisee_ids)

    async def newest_link(self, who: UUID) -> str:
        return (await self.signers.links(who))[-1]


@pytest.fixture
async def year(house: House) -> AsyncIterator[Year]:
    mailbox = Mailbox()
    mailbox.open_for(house)
    yield Year(house, mailbox, *await grown(house, _year))
    mailbox.close()


async def _year(house: House) -> tuple[ContractCard, UUID, UUID]:
    """Its letters so far are in the mailbox of whoever is the first to begin so."""
    services = ("directory", "intake", "contracts", "sessions", "billing", "notices", "portal", "console")
    await house.open(*services)
    contract = await signed_by_all(house)
    await house.ask(hours(contract.parties.supervisor_id))
    await plan(house, contract.process_id)
    other = await intake.supervisor(house, "toinen@virta.example")
    await house.ask(hours(other))
    staff = await person(house, "Kaisa")
    await relate(house, staff, "coordinator")
    return contract, other, staff


async def test_more_than_three_who_would_suit_are_all_named(year: Year) -> None:
    for number in range(4):
        await intake.supervisor(year.house, f"muu{number}@virta.example")
    async with await visitor(year.house, "console", year.staff, language="en") as staff:
        page = await staff.get(PAGE)
    assert page.status_code == 200 and "Would suit as well" in page.text


async def test_from_the_coordinators_page_over_the_mails_to_what_a_session_costs(year: Year) -> None:
    house, contract = year.house, year.contract
    series = (await house.ask(_sessions(contract))).sessions
    first_day = local_date(series[2].starts_at) - timedelta(days=1)
    async with await visitor(house, "console", year.staff, language="en") as staff:
        page = (await staff.get(PAGE)).text
        assert "Not asked about conflicts of interest" in page and "Ask the members" not in page
        asked = await staff.post("/matching/TO-1001/interests", data={"supervisor_id": str(year.other)})
        assert (asked.status_code, asked.headers["location"]) == (303, PAGE)
    async with await visitor(house, "console", year.other, language="en") as new:
        own = await new.get(f"/interests/{contract.process_id}")
        assert own.status_code == 200
        said_so = await new.post(f"/interests/{contract.process_id}", data={"code": "none"})
        assert said_so.status_code == 303
    async with await visitor(house, "console", year.staff, language="en") as staff:
        typed = {"supervisor_id": str(year.other), "reason_code": "illness", "until_day": ""}
        late = await staff.post(PAGE, data=typed | {"from_day": "2020-01-01"})
        assert late.status_code == 422 and 'href="#field-from_day"' in late.text
        looked = await staff.post(PAGE, data=typed | {"from_day": first_day.isoformat(), "look": "true"})
        assert looked.status_code == 200 and "With the new supervisor, at the same time" in looked.text
        assert f"Session {series[1].number}:" not in looked.text
        assert "is on the first day" not in looked.text
        assert all(f"Session {one.number}:" in looked.text for one in series[2:])
        assert "Another change waits" not in (await staff.get(PAGE)).text, "nobody is asked yet"
        sent = await staff.post(PAGE, data=typed | {"from_day": first_day.isoformat()})
        assert (sent.status_code, sent.headers["location"]) == (303, CHANGE), sent.text[-3000:]
        waiting = (await staff.get(CHANGE)).text
        assert "Who is asked" in waiting and "Illness" in waiting
        assert "Another change waits" in (await staff.get(PAGE)).text
    members = contract.parties.supervisee_ids
    async with await visitor(house, "portal", members[1], language="en") as member:
        home = (await member.get("/home")).text
        assert (
            "Answer about the change of the contract" in home and "/processes/TO-1001/contract/change" in home
        )
    for who in [*members[1:], members[0], year.other]:
        assert await waits_for_signature(year) == (who == year.other)
        link = await year.newest_link(who)
        shown = await year.signers.open(link)
        assert shown.status_code == 200 and "Sari Salo" in shown.text, shown.text[-2000:]
        assert "With the new supervisor, at the same time" in shown.text
        assert "Illness" not in shown.text
        path = re.findall(r'action="(/sign/[^"]+)"', shown.text)[0]
        typed = {"code": "none"} if who == year.other else {}
        done = await year.signers.press(path, version="2", **typed)
        assert done.status_code == 200, done.text[-3000:]
    assert not await waits_for_signature(year)
    await house.quiet()
    [told] = await said(house, ContractAmended)
    assert (told.parties.supervisor_id, told.effective_from) == (year.other, first_day)
    now = (await house.ask(_sessions(contract))).sessions
    assert {one.supervisor_id for one in now[2:]} == {year.other}
    assert [one.starts_at for one in now] == [one.starts_at for one in series]
    # Until that day the former one is the party that supervises.
    house.move_clock(series[0].starts_at)
    async with await visitor(house, "console", contract.parties.supervisor_id, language="en") as former:
        for page in ("earlier-end", "pause", "terminate"):
            assert (await former.get(f"/processes/TO-1001/{page}")).status_code == 200, page
    for one in now[:3]:
        house.move_clock(one.ends_at)
        await house.ask(held(one, one.supervisor_id or year.other, present=members))
    await house.quiet()
    finance = Viewer(person_id=year.staff, role=Role.FINANCE)
    items = (await house.ask(ListDraftItems(process_id=contract.process_id, viewer=finance))).items
    assert {one.price_cents for one in items} == {contract.terms.price_cents} and len(items) == 3
    # Who had it before finds what they recorded, and reads the paper no more.
    async with await visitor(house, "console", contract.parties.supervisor_id, language="en") as former:
        assert (await former.get(f"/sessions/{now[0].session_id}")).status_code == 200
        assert (await former.get(f"/sessions/{now[2].session_id}")).status_code == 404
        assert (await former.get("/processes/TO-1001")).status_code == 200
    assert (await show(house, contract.process_id)).parties.supervisor_id == year.other


async def waits_for_signature(year: Year) -> bool:
    """On the day of the new one; it leads to the page to which their letter leads, and to nobody else."""
    house, path = year.house, f"/papers/{year.contract.process_id}"
    former = year.contract.parties.supervisor_id
    async with await visitor(house, "console", former, language="en") as browser:
        assert (await browser.get(path)).headers["location"] == "/"
        home = (await browser.get("/")).text
        assert path not in home and "This is over, or was done already" in home
    async with await visitor(house, "console", year.other, language="en") as browser:
        waits = path in (await browser.get("/")).text
        answer = await browser.get(path)
    assert (answer.headers["location"] == "/") is not waits
    if waits:
        shown = await year.signers.open(urlsplit(answer.headers["location"]).path)
        assert shown.status_code == 200 and "Sari Salo" in shown.text
    return waits


async def test_a_supervisor_leaves_by_their_page_once_nothing_is_left_alone(year: Year) -> None:
    house, contract = year.house, year.contract
    leaver = contract.parties.supervisor_id
    page = f"/supervisors/{leaver}/leaving"
    series = (await house.ask(_sessions(contract))).sessions
    last_day = local_date(series[1].starts_at)
    async with await visitor(house, "console", year.staff, language="en") as staff:
        assert page in (await staff.get(f"/supervisors/{leaver}")).text
        looked = (await staff.get(f"{page}?last_day={last_day}")).text
        assert "TO-1001" in looked and "To be handled" in looked and f"{PAGE}" in looked
        refused = await staff.post(page, data={"last_day": last_day.isoformat()})
        assert refused.status_code == 422 and "left without a supervisor" in refused.text
        assert 'href="#field-last_day"' in refused.text and "Pause what is left" in refused.text
        done = await staff.post(page, data={"last_day": last_day.isoformat(), "force": "true"})
        assert (done.status_code, done.headers["location"]) == (303, page), done.text[-2000:]
        await house.quiet()
        after = (await staff.get(page)).text
        assert "Take the end back" in after and "Waits for another supervisor" in after
    async with await visitor(house, "console", leaver, language="en") as own:
        assert (await own.get(page)).status_code == 404


async def test_who_stands_in_until_when_and_who_comes_back_is_said_before_anybody_agrees(year: Year) -> None:
    """In the letters that ask and tell, on the page by the link, and on the paper."""
    house, contract = year.house, year.contract
    series = (await house.ask(_sessions(contract))).sessions
    first, last = (local_date(series[place].starts_at) for place in (1, 2))
    await house.ask(intake.declaration(contract.process_id, year.other))
    typed = {"supervisor_id": str(year.other), "reason_code": "illness", "from_day": first.isoformat()}
    typed |= {"until_day": last.isoformat()}
    async with await visitor(house, "console", year.staff, language="en") as staff:
        looked = (await staff.post(PAGE, data=typed | {"look": "true"})).text
        shown = [f"Session {one.number}:" in looked for one in series]
        assert shown == [False, True, True, *[False] * (len(series) - 3)]
        assert "Sessions after the last day stay as they are." in looked
        assert f"Session {series[1].number}, " in looked and "is on the first day" in looked
        wrong = await staff.post(PAGE, data=typed | {"until_day": "2020-01-01", "look": "true"})
        assert 'href="#field-until_day"' in wrong.text
        assert (await staff.post(PAGE, data=typed)).status_code == 303
    await house.quiet()
    names = {one.person_id: one.name for one in (await house.ask(ShowContacts(
        person_ids=[year.other, contract.parties.supervisor_id]))).people}  # fmt: skip
    former = names[contract.parties.supervisor_id]
    for who in (contract.parties.supervisee_ids[1], contract.parties.commissioner_id):
        address = (await house.ask(ShowPerson(person_id=who))).email
        letter = words_of(year.signers.mailbox.to(address)[-1])
        assert names[year.other] in letter and "sijainen" in letter, letter
    page = (await year.signers.open(await year.newest_link(contract.parties.supervisee_ids[1]))).text
    assert "The supervisor stands in until" in page and f"the supervisor is {former} again" in page
    assert "Sessions after the last day stay as they are." in page
    members = contract.parties.supervisee_ids
    for who in [*members[1:], members[0], year.other]:
        path = re.findall(
            r'action="(/sign/[^"]+)"', (await year.signers.open(await year.newest_link(who))).text
        )[0]
        typed = {"code": "none"} if who == year.other else {}
        assert (await year.signers.press(path, version="2", **typed)).status_code == 200
    await house.quiet()
    async with await visitor(house, "portal", members[1], language="en") as member:
        change = (await member.get("/processes/TO-1001/contract/change")).text
        assert "The supervisor stands in until" in change, (
            "the change itself, and not that the first comes back"
        )
        held = (await member.get("/processes/TO-1001/what-held", params={"on": first.isoformat()})).text
        assert f"{names[year.other]}, stands in until {Formats('en').day(last)}" in held
        held = (
            await member.get(
                "/processes/TO-1001/what-held", params={"on": f"{local_date(series[0].starts_at)}"}
            )
        ).text
        assert former in held and "stands in until" not in held
        paper = (await member.get("/processes/TO-1001/contract")).text
        said_from = f"A change of it is signed and holds from {Formats('en').day(first)} on"
        assert said_from in paper, "the next change, not the last one"
    async with await visitor(house, "console", year.staff, language="en") as staff:
        change = (await staff.get(CHANGE)).text
        assert "Version 2, from" in change
        not_before = f"begins on {Formats('en').day(last + timedelta(days=1))}. Another begins on that day"
        assert not_before in change and not_before in (await staff.get(PAGE)).text
    await is_no_member_of_who_they_supervise(year, first)
    await stands_on_what_was_said_to_the_second(year, last + timedelta(days=1))
    await is_named_for_their_days(year, names[year.other], first, last)
    alike = {f"/sessions/{one.session_id}" for one in series[4:]}
    for day in (first, last, last + timedelta(days=1)):
        await leads_nowhere_closed(year, year.other, alike)
        await leads_nowhere_closed(year, contract.parties.supervisor_id, alike)
        house.move_clock(start_of(day))
    await leads_nowhere_closed(year, year.other, alike)
    async with await visitor(house, "console", year.other, language="en") as over:
        assert (await over.get("/processes/TO-1001/pause")).status_code == 404
        assert (await over.get("/processes/TO-1001/contracting")).status_code == 404


async def is_no_member_of_who_they_supervise(year: Year, first: date) -> None:
    """Neither who stands in nor the first one, from whichever day."""
    for who in (year.other, year.contract.parties.supervisor_id):
        for day in (first, first + timedelta(days=1)):
            order = {"process_id": year.contract.process_id, "person_id": who, "from_day": day}
            order |= {"proposed_by": year.staff, "as_of": year.house.clock.now()}
            with pytest.raises(Refusal, match="supervisor_is_a_party"):
                await year.house.ask(ProposeMember.model_validate(order))


async def stands_on_what_was_said_to_the_second(year: Year, day_after: date) -> None:
    """The text that was signed names who comes back; the version by which they do names what brings it."""
    texts = await year.house.rows("contracts", "SELECT paper FROM contract ORDER BY version")
    back = f'"then_supervisor_id": "{year.contract.parties.supervisor_id}"'
    assert [back in row["paper"] for row in texts] == [False, True, False]
    viewer = Viewer(person_id=year.staff, role=Role.COORDINATOR)
    versions = [
        ShowContractText(process_id=year.contract.process_id, viewer=viewer, version=number)
        for number in (1, 2, 3)
    ]
    texts_shown = [await year.house.ask(one) for one in versions]
    assert [one.follows for one in texts_shown] == [None, None, 2]
    before = texts_shown[2].before_it
    assert before and (before.person_id, before.until_day) == (year.other, day_after - timedelta(days=1))
    async with await visitor(year.house, "portal", year.contract.parties.commissioner_id) as browser:
        shown = (await browser.get(f"/processes/TO-1001/contract?on={day_after}")).text
    assert "it follows from the signatures and consents given to version 2." in shown


async def is_named_for_their_days(year: Year, name: str, first: date, last: date) -> None:
    """On the process's page, and at the sessions that are theirs."""
    day = Formats("en").day
    for door, who in (("portal", year.contract.parties.commissioner_id), ("console", year.staff)):
        async with await visitor(year.house, door, who, language="en") as browser:
            page = (await browser.get("/processes/TO-1001")).text
        assert f"{name}, {day(first)}–{day(last)}" in page, door
    for who in (year.contract.parties.commissioner_id, year.contract.parties.supervisee_ids[1]):
        async with await visitor(year.house, "portal", who, language="en") as browser:
            assert (await browser.get("/processes/TO-1001/schedule")).text.count(f"Supervisor: {name}") == 2


async def leads_nowhere_closed(year: Year, who: UUID, alike: set[str]) -> None:
    """Whatever the process's page offers this supervisor is open to them; of sessions that are alike, one is."""
    async with await visitor(year.house, "console", who, language="en") as browser:
        page = (await browser.get("/processes/TO-1001")).text
        offered = set(re.findall(r'href="(/(?:processes/TO-1001|sessions)/[^"#]+)"', page))
        closed = {path for path in offered - alike if (await browser.get(path)).status_code != 200}
    assert closed == set(), offered


def _sessions(contract: ContractCard) -> ListSessions:
    return ListSessions(process_id=contract.process_id)
