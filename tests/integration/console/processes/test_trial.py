"""A trial from the coordinator's page to the decision: everybody at their own door, every service its own."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.messages.contracts import PreviewTrial, ShowTrial, TrialShown
from services.messages.directory import ShowPerson
from services.messages.intake import ShowInquiry, ShowProposal
from services.messages.sessions import ListSessions
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import ONE_DAY, local_date
from tests.grown import grown
from tests.house import House
from tests.integration.console.arranged import Arranged, arrange
from tests.integration.contracts.builders import draft
from tests.integration.intake import builders as intake
from tests.integration.notices.mailbox import Mailbox, words_of
from tests.integration.sessions.builders import PLANNED, hours
from tests.visitor import stranger, visitor

T1 = date(2027, 1, 13)
"""The first Wednesday that is no holiday."""
AFTER = datetime(2027, 1, 14, 9, 0, tzinfo=UTC)
NAMES = (("Aino", "Aalto"), ("Eero", "Eskola"))


@dataclass
class Tried:
    arranged: Arranged
    process_id: UUID
    number: str
    commissioner: UUID

    @property
    def path(self) -> str:
        return f"/processes/{self.number}/trial"

    def form(self, **other: Any) -> dict[str, Any]:
        """As the coordinator fills it in: Eero speaks for the two."""
        form: dict[str, Any] = {
            "replaces": 0,
            "commissioner_id": str(self.commissioner),
            "representative": 2,
            "first_day": "2027-01-04",
        }
        for row, (given, family) in enumerate(NAMES, 1):
            told = {"given": given, "family": family, "email": f"{given}@jarvi.example", "language": "fi"}
            form |= {f"member_{row}_{part}": value for part, value in told.items()}
        return form | other

    async def looked(self, **other: Any) -> dict[str, Any]:
        """The same, once its days were looked at."""
        form = self.form(**other)
        page = await self.arranged.send(self.path, form | {"look": "true"}, status=200)
        [shown] = re.findall(r'name="fingerprint" value="([^"]+)"', page)
        return form | {"fingerprint": shown}

    async def shown(self) -> TrialShown:
        viewer = Viewer(person_id=self.arranged.staff["coordinator"], role=Role.COORDINATOR)
        return await self.arranged.house.ask(ShowTrial(process_id=self.process_id, viewer=viewer))

    async def phase(self) -> str:
        """On the console's board."""
        (card,) = await self.arranged.house.rows(
            "console", "SELECT phase FROM process_card WHERE process_id = $1", self.process_id
        )
        return str(card["phase"])

    async def portal(self, person_id: UUID) -> httpx.AsyncClient:
        return await visitor(self.arranged.house, "portal", person_id)

    async def say(self, person_id: UUID, form: dict[str, Any], path: str = "", status: int = 303) -> str:
        async with await self.portal(person_id) as browser:
            answer = await browser.post(self.path + path, data=form)
        assert answer.status_code == status, answer.text[-2000:]
        await self.arranged.house.quiet()
        return answer.text

    async def seen(self, person_id: UUID, path: str | None = None, status: int = 200) -> str:
        async with await self.portal(person_id) as browser:
            answer = await browser.get(path or self.path)
        assert answer.status_code == status
        return answer.text

    async def prepared(self) -> list[UUID]:
        """The members."""
        await self.arranged.send(self.path, await self.looked())
        await self.arranged.house.quiet()
        return (await self.shown()).parties.supervisee_ids

    async def agreed(self) -> list[UUID]:
        members = await self.prepared()
        for person in (self.commissioner, *members):
            await self.say(person, {"revision": 1})
        await self.arranged.send(f"{self.path}/agree", {"revision": 1}, "supervisor")
        await self.arranged.house.quiet()
        return members


@pytest.fixture
async def tried(house: House, request: pytest.FixtureRequest) -> Tried:
    """Anew where letters are to be heard: what a copy has behind it was said to nobody."""
    begun = _tried(house) if "mails" in request.fixturenames else grown(house, _tried)
    staff, process_id, number, commissioner = await begun
    return Tried(Arranged(house, staff), process_id, number, commissioner)


async def _tried(house: House) -> tuple[dict[str, UUID], UUID, str, UUID]:
    arranged = await arrange(house)
    await house.open("portal")
    process_id, number = await arranged.matched()
    contact_id = (await house.ask(ShowInquiry(process_id=process_id))).contact_id
    assert contact_id
    terms = {"trial_sessions": 1, "trial_price": "credited", "trial_ends_by": date(2027, 2, 28)}
    await house.ask(intake.proposal(process_id, **terms))
    await house.ask(intake.answer(process_id, answered_by=contact_id))
    await house.ask(hours(arranged.staff["supervisor"]))
    house.move_clock(PLANNED)
    return arranged.staff, process_id, number, contact_id


async def test_its_days_and_its_price_in_all_are_shown_before_the_press(tried: Tried) -> None:
    arranged = tried.arranged
    first = await arranged.open(tried.path)
    assert "13 January 2027" in first
    [filled_in] = re.findall(r'name="first_day"[^>]* value="([^"]*)"', first)
    assert filled_in == (local_date(PLANNED) + ONE_DAY).isoformat(), "the day that the plan beside it is from"
    page = await arranged.send(tried.path, tried.form(look="true", first_day="2027-01-25"), status=200)
    assert "27 January 2027" in page and "13 January 2027" not in page
    assert "€265.00, VAT excluded; if both sides say that it goes on, all of it is taken off" in page
    assert 'value="Aalto"' in page, "what was written is kept"
    assert (await tried.shown()).status == "to_prepare", "nothing is held"
    late = await arranged.send(tried.path, tried.form(look="true", first_day="2027-03-01"), status=200)
    assert "This day is later than the trial's last day." in unescape(late)
    await arranged.send(tried.path, await tried.looked(first_day="2027-01-25"))
    await arranged.house.quiet()
    shown = await tried.shown()
    assert [local_date(at) for at in shown.starts_at] == [date(2027, 1, 27)]
    assert shown.cost and (shown.cost.due_cents, shown.cost.credited) == (265_00, True)
    member = shown.parties.supervisee_ids[0]
    assert "What they cost in all" not in await tried.seen(member), "prices are the customer's"
    assert "all of it is taken off" in await tried.seen(tried.commissioner)
    for who in (member, tried.commissioner):
        assert "Later than that: 100" in await tried.seen(who), "what cancelling costs is everybody's"


async def test_nothing_is_prepared_but_the_days_that_were_looked_at(tried: Tried) -> None:
    """Typed after the look, typed in another tab, taken meanwhile, or never looked at: the days are shown first."""
    arranged, first = tried.arranged, await tried.looked()
    other = await tried.looked(first_day="2027-01-25")
    for form in (first | {"first_day": "2027-01-25"}, tried.form(), first | {"fingerprint": ""}):
        page = await arranged.send(tried.path, form, status=422)
        assert "The plan is another one by now. Look at it again." in page and 'value="Aalto"' in page
    assert (await tried.shown()).status == "to_prepare"
    await arranged.send(tried.path, other)
    await arranged.send(tried.path, other)
    await arranged.house.quiet()
    shown = await tried.shown()
    assert (shown.revision, [local_date(at) for at in shown.starts_at]) == (1, [date(2027, 1, 27)])


async def test_who_may_not_prepare_it_looks_at_nothing(tried: Tried) -> None:
    house, staff = tried.arranged.house, tried.arranged.staff
    asked = {"process_id": tried.process_id, "first_day": date(2027, 1, 4), "as_of": PLANNED}
    for viewer in (
        Viewer(person_id=staff["supervisor"], role=Role.SUPERVISOR),
        Viewer(person_id=tried.commissioner, role=Role.COMMISSIONER),
    ):
        with pytest.raises(Refusal) as no:
            await house.ask(PreviewTrial.model_validate(asked | {"viewer": viewer}))
        assert no.value.code == "unknown_process"


async def test_everybody_says_yes_at_their_own_door_and_then_it_is_booked(tried: Tried) -> None:
    arranged = tried.arranged
    assert await tried.phase() == "trial"
    assert "The trial is not prepared yet" in await arranged.open(tried.path)
    await tried.seen(tried.commissioner, status=404)
    assert "The trial comes first." in await tried.seen(tried.commissioner, f"/processes/{tried.number}")
    members = await tried.prepared()
    page = await arranged.open(tried.path)
    assert "Waits for everybody" in page and "Aino Aalto" in page and "Prepare it anew" in page
    assert "13 January 2027" in await tried.seen(members[0])
    assert "Answer about the trial" in await tried.seen(members[0], "/home")
    assert tried.path in await tried.seen(members[0], f"/processes/{tried.number}")
    customer = await tried.seen(tried.commissioner)
    assert "€265.00" in customer and "Aino" not in customer
    assert "€" not in await tried.seen(members[0])
    for person in (tried.commissioner, *members):
        await tried.say(person, {"revision": 1})
    assert "You have said yes." in await tried.seen(members[0])
    assert "Answer about the trial" not in await tried.seen(members[0], "/home")
    assert tried.path in await arranged.open("/", "supervisor")
    await arranged.send(f"{tried.path}/agree", {"revision": 1}, "supervisor")
    await arranged.house.quiet()
    assert tried.path not in await arranged.open("/", "supervisor")
    assert "the sessions are booked" in await tried.seen(members[0])
    booked = (await arranged.house.ask(ListSessions(process_id=tried.process_id))).sessions
    assert [(one.number, one.status, one.trial) for one in booked] == [(1, "planned", True)]
    assert "13 January 2027" in await tried.seen(members[1], f"/processes/{tried.number}/schedule")


async def test_both_say_that_it_goes_on_and_the_contract_comes_next(tried: Tried) -> None:
    members = await tried.agreed()
    arranged = tried.arranged
    word = {"word": "go", "members_heard": "true"}
    early = await tried.say(members[1], word, "/decision", status=422)
    assert "once the first trial session has begun" in early
    arranged.house.move_clock(AFTER)
    await tried.say(members[0], word, "/decision", status=422)
    unheard = await tried.say(members[1], {"word": "go"}, "/decision", status=422)
    assert "Confirm that every member was heard." in unheard
    await tried.say(members[1], word, "/decision")
    assert "You have said: it goes on" in await tried.seen(members[1])
    for other in (members[0], tried.commissioner):
        assert "it goes on</p>" not in await tried.seen(other)
    assert "Not said yet whether it goes on: the supervisor" in " ".join(
        (await arranged.open(tried.path)).split()
    )
    assert "Say whether it goes on after the trial" in await arranged.open("/", "supervisor")
    await arranged.send(f"{tried.path}/decision", {"word": "go"}, "supervisor")
    assert tried.path not in await arranged.open("/", "supervisor")
    await arranged.house.quiet()
    assert "The supervision goes on" in await tried.seen(tried.commissioner)
    own = await tried.seen(tried.commissioner, f"/processes/{tried.number}")
    assert '<span class="milestone-words">Trial<span class="hidden-text">, done' in own
    card = await arranged.house.ask(draft(tried.process_id))
    assert card.parties.supervisee_ids == members
    assert await tried.phase() == "contract"


async def test_who_asked_and_acts_for_the_members_is_led_from_the_one_role_to_the_other(tried: Tried) -> None:
    house = tried.arranged.house
    own = await house.ask(ShowPerson(person_id=tried.commissioner))
    same = {"given": own.given_name, "family": own.family_name, "email": own.email}
    form = await tried.looked(**{f"member_2_{name}": it for name, it in same.items()})
    await tried.arranged.send(tried.path, form)
    members = (await tried.shown()).parties.supervisee_ids
    assert members[1] == tried.commissioner
    for person in members:
        await tried.say(person, {"revision": 1})
    await tried.arranged.send(f"{tried.path}/agree", {"revision": 1}, "supervisor")
    await house.quiet()
    assert "in another role" not in await tried.seen(tried.commissioner)
    house.move_clock(AFTER)
    page = await tried.seen(tried.commissioner)
    assert "waits for you in another role: Supervisee" in page and f'value="{tried.path}"' in page


async def test_while_it_is_tried_the_proposal_stands_and_leads_to_the_trial(tried: Tried) -> None:
    arranged, path = tried.arranged, f"/processes/{tried.number}/proposing"
    page = await arranged.open(path)
    assert "the trial comes first" in page and tried.path in page
    assert "To the contract" not in page and "Send the proposal" not in page
    listed = await tried.seen(tried.commissioner, "/processes")
    assert "Trial" in listed and "Contract" not in listed
    members = await tried.agreed()
    assert "Trial" in await tried.seen(members[0], "/processes")
    arranged.house.move_clock(AFTER)
    await tried.say(members[1], {"word": "go", "members_heard": "true"}, "/decision")
    await arranged.send(f"{tried.path}/decision", {"word": "go"}, "supervisor")
    await arranged.house.quiet()
    await arranged.house.ask(draft(tried.process_id))
    page = await arranged.open(path)
    assert "To the contract" in page and "Send the proposal" in page and "trial_sessions" not in page
    listed = await tried.seen(tried.commissioner, "/processes")
    assert "Trial" not in listed and "Contract" in listed


async def test_a_no_go_ends_it_and_the_customer_is_told_the_outcome_alone(tried: Tried) -> None:
    members = await tried.agreed()
    arranged = tried.arranged
    arranged.house.move_clock(AFTER)
    assert f"{tried.number}, Trial session 1" in await arranged.open("/", "supervisor")
    own = f"/processes/{tried.number}"
    await arranged.send(f"{tried.path}/decision", {"word": "no_go"}, "supervisor")
    await arranged.house.quiet()
    over = await arranged.open(own, "supervisor")
    assert f"{own}/reviews" not in over and f"{own}/what-held" not in over
    assert "You have said: it does not go on" in await arranged.open(tried.path, "supervisor")
    for person in (tried.commissioner, *members):
        page = await tried.seen(person)
        assert "The supervision does not go on" in page and "You have said:" not in page
    assert "You have said:" not in await arranged.open(tried.path)
    assert await tried.phase() == "closed"
    place = await arranged.house.ask(ShowInquiry(process_id=tried.process_id))
    assert place.ended and not place.trial_open
    proposing = await arranged.open(f"/processes/{tried.number}/proposing")
    assert "has been accepted" in proposing and "To the contract" not in proposing


async def test_a_coordinator_ends_it_before_anybody_has_agreed(tried: Tried) -> None:
    await tried.arranged.send(f"{tried.path}/give-up", {"reason": " "}, status=422)
    await tried.arranged.send(f"{tried.path}/give-up", {"reason": "Kanarialintu"})
    await tried.arranged.house.quiet()
    page = await tried.arranged.open(tried.path)
    assert "does not go on" in page and "Kanarialintu" not in page


async def test_a_process_without_a_trial_has_no_such_page(arranged: Arranged) -> None:
    _id, number = await arranged.drafted()
    await arranged.open(f"/processes/{number}/trial", status=404)


async def test_a_proposal_offers_a_trial_and_the_customer_reads_of_it_before_the_answer(
    arranged: Arranged,
) -> None:
    house = arranged.house
    await house.open("portal")
    process_id, number = await arranged.matched()
    path = f"/processes/{number}/proposing"
    form: dict[str, Any] = {
        "replaces": 0, "duration_minutes": 90, "base_interval_days": 21, "starts_on": "2027-01-18",
        "ends_on": "2027-12-10", "valid_until": "2026-12-15", "trial_decision_days": 10,
            "sessions_agreed": 12,
    }  # fmt: skip
    house.move_clock(PLANNED)
    offered = form | {"trial_sessions": 2, "trial_price": "free"}
    assert "Say by which day the trial sessions have been held." in await arranged.send(
        path, offered, status=422
    )
    await arranged.send(path, offered | {"trial_ends_by": "2027-02-28"})
    told = await house.ask(ShowProposal(process_id=process_id))
    assert (told.trial_sessions, told.trial_price, told.trial_decision_days) == (2, "free", 10)
    async with await visitor(house, "portal", told.contact_id) as browser:
        page = (await browser.get(f"/processes/{number}/proposal")).text
    assert "2, held by 28 February 2027. Without charge" in page and "the trial comes first" in page
    assert "18 January 2027 at the earliest" in page
    again = await arranged.open(path)
    assert 'value="2" selected' in again and "2, held by 28 February 2027" in again


async def test_the_day_is_the_one_from_which_they_would_like_to_begin(tried: Tried) -> None:
    house, arranged = tried.arranged.house, tried.arranged
    wish = "UPDATE inquiry SET preferred_from = $2 WHERE process_id = $1"
    await house.rows("intake", wish, tried.process_id, date(2027, 1, 25))
    page = await arranged.open(tried.path)
    assert 'value="2027-01-25"' in page and "27 January 2027" in page and "13 January 2027" not in page


async def test_a_member_reads_what_its_supervisor_has_declared(tried: Tried) -> None:
    house, supervisor = tried.arranged.house, tried.arranged.staff["supervisor"]
    said = {"since": 2024, "until": 2025, "words": "Kanarialintu"}
    await house.ask(intake.declaration(tried.process_id, supervisor, "former_customer", **said))
    members = await tried.prepared()
    for page in (await tried.seen(members[0]), await tried.arranged.open(tried.path)):
        assert "A former customer or client, 2024–2025" in page and "Kanarialintu" not in page


async def test_a_no_before_it_is_the_coordinator_s_next_step_and_nobody_else_learns_whose_it_was(
    tried: Tried,
) -> None:
    arranged, task = tried.arranged, "Somebody said no to the trial: talk with them"
    members = await tried.prepared()
    assert "I do not want the trial" in await tried.seen(members[0])
    assert "I do not want the trial" in await arranged.open(tried.path, "supervisor")
    assert "I do not want the trial" not in await arranged.open(tried.path)
    await tried.say(members[0], {"revision": 1}, "/no")
    await tried.say(members[1], {"revision": 1}, "/no", status=422)
    assert "You have said no." in await tried.seen(members[0])
    for who in (tried.commissioner, members[1]):
        page = await tried.seen(who)
        assert "The trial was put off" in page and "said no" not in page
    assert "Aino Aalto said no" not in await arranged.open(tried.path, "supervisor")
    await arranged.house.quiet()
    page = await arranged.open(tried.path)
    assert "Aino Aalto said no to the trial" in page and "They gave no reason." in page
    assert task in await arranged.open("/")
    assert "Trial put off: somebody said no" in await arranged.open(f"/processes/{tried.number}")
    await arranged.send(tried.path, await tried.looked(replaces=1))
    await arranged.house.quiet()
    assert task not in await arranged.open("/")
    assert "said no to the trial" not in await arranged.open(tried.path)


async def test_its_supervisor_says_no_at_the_console_and_the_reason_is_the_coordinators(tried: Tried) -> None:
    members = await tried.prepared()
    why = {"revision": 1, "reason": "Kanarialintu"}
    await tried.arranged.send(f"{tried.path}/no", why, "supervisor")
    await tried.arranged.house.quiet()
    assert "Kanarialintu" in await tried.arranged.open(tried.path)
    for who in (tried.commissioner, *members):
        assert "Kanarialintu" not in await tried.seen(who)


@pytest.fixture
async def mails(tried: Tried) -> AsyncIterator[Mailbox]:
    mailbox = Mailbox()
    mailbox.open_for(tried.arranged.house)
    await tried.arranged.house.open("notices")
    yield mailbox
    mailbox.close()


async def link_of(tried: Tried, mails: Mailbox, who: UUID) -> str:
    """The newest in this person's mails."""
    await tried.arranged.house.quiet()
    address = (await tried.arranged.house.ask(ShowPerson(person_id=who))).email
    found = [
        one for mail in mails.to(address) for one in re.findall(r"/trial/[A-Za-z0-9_.-]{40,}", words_of(mail))
    ]
    return str(found[-1])


async def by_link(tried: Tried, path: str, form: dict[str, Any] | None = None, status: int = 200) -> str:
    async with stranger(tried.arranged.house, "portal") as browser:
        answer = await (browser.post(path, data=form) if form else browser.get(path))
    assert answer.status_code == status, answer.text[-2000:]
    await tried.arranged.house.quiet()
    return answer.text


async def test_yes_and_no_are_said_from_the_mail_alone(tried: Tried, mails: Mailbox) -> None:
    members = await tried.prepared()
    supervisor = tried.arranged.staff["supervisor"]
    links = {who: await link_of(tried, mails, who) for who in (tried.commissioner, supervisor, *members)}
    assert len(set(links.values())) == 4
    customer = await by_link(tried, links[tried.commissioner])
    assert "€265.00" in customer and "Yes, we agree" in customer and "Aino" not in customer
    member = await by_link(tried, links[members[0]])
    assert "Yes, I take part" in member and "€" not in member and "13 January 2027" in member
    for who in (tried.commissioner, supervisor, members[1]):
        assert "You have said yes." in await by_link(tried, links[who], {"revision": 1})
    await by_link(tried, links[members[0]] + "/no", {"revision": 2}, status=422)
    assert (await tried.shown()).status == "asked", "it proves its reader for no other agreement"
    said = await by_link(tried, links[members[0]] + "/no", {"revision": 1, "reason": "Kanarialintu"})
    assert "You have said no." in said and "The trial was put off" in said
    again = await by_link(tried, links[members[0]] + "/no", {"revision": 1, "reason": "Kanarialintu"})
    assert "You have said no." in again
    late = await by_link(tried, links[members[1]])
    assert "The trial was put off" in late and "Yes, I take part" not in late
    assert (await tried.shown()).declined[0].person_id == members[0]
    await tried.arranged.send(tried.path, await tried.looked(replaces=1))
    assert "The newest mail about it has its link" in await by_link(tried, links[members[1]], status=410)
    assert "Yes, I take part" in await by_link(tried, await link_of(tried, mails, members[1]))
    await by_link(tried, links[members[1]] + "x", status=404)
