"""Goals and reviews in the portal: the group's own, and the employer's only when it was given to them."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.messages import sessions as messages
from services.messages.contracts import ContractCard
from services.messages.values import Party
from services.runtime.finland import local_date
from tests.grown import grown
from tests.house import House
from tests.integration.contracts.builders import completion as completed
from tests.integration.contracts.builders import consent as to_contract
from tests.integration.contracts.builders import draft, show, signature
from tests.integration.directory.builders import person
from tests.integration.intake import builders as intake
from tests.integration.sessions.builders import PLANNED
from tests.visitor import visitor

GOAL = "Kanarialintu: selkeämpi työnjako"
STATEMENT = "Kanarialintu: perustehtävä on selkeytynyt."
OWN, REVIEWS = "/processes/TO-1001/goals", "/processes/TO-1001/reviews"


@dataclass
class Group:
    """A signed contract in a house, and who belongs to it."""

    house: House
    contract: ContractCard

    @property
    def members(self) -> list[UUID]:
        return self.contract.parties.supervisee_ids

    @property
    def commissioner(self) -> UUID:
        return self.contract.parties.commissioner_id

    @asynccontextmanager
    async def browser(self, person_id: UUID) -> AsyncIterator[httpx.AsyncClient]:
        async with await visitor(self.house, "portal", person_id) as opened:
            yield opened

    async def page(self, person_id: UUID, path: str) -> str:
        async with self.browser(person_id) as opened:
            page = await opened.get(path)
        assert page.status_code == 200
        return page.text

    async def recorded(self) -> None:
        """The interim review, by the supervisor."""
        review = {"process_id": self.contract.process_id, "kind": "interim", "as_of": PLANNED}
        await self.house.ask(messages.OpenReview.model_validate(review))
        said = {"benefit": True, "wants_to_continue": True, "statement": STATEMENT}
        by = {"recorded_by": self.contract.parties.supervisor_id}
        await self.house.ask(messages.RecordReview.model_validate(review | said | by))


@pytest.fixture
async def group(house: House) -> Group:
    return Group(house, await grown(house, _signed))


async def _signed(house: House) -> ContractCard:
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal")
    return await signed_by_all(house)


async def signed_by_all(house: House, **offered: Any) -> ContractCard:
    process_id = await intake.proposed(house, await intake.supervisor(house), **offered)
    await house.ask(intake.answer(process_id))
    await house.ask(draft(process_id))
    (row,) = await house.rows("intake", "SELECT contact_id FROM inquiry WHERE process_id = $1", process_id)
    members = [await person(house, name, "Aalto") for name in ("Aino", "Eino", "Vaino", "Tyyne", "Hilja")]
    parties = {"representative_id": members[0], "supervisee_ids": members}
    card = await house.ask(completed(process_id, commissioner_id=row["contact_id"], **parties))
    assert isinstance(card, ContractCard)
    for member in members[1:]:
        await house.ask(to_contract(process_id, member))
    for party in Party:
        await house.ask(signature(card, party))
    return await show(house, process_id)


async def set_one(
    browser: httpx.AsyncClient, said: str = GOAL, goal_id: UUID | None = None
) -> httpx.Response:
    form = {"goal_id": str(goal_id or uuid4()), "text": said, "weight": "1,5"}
    return await browser.post(OWN, data=form)


def ways(page: str) -> list[str]:
    """To each goal's own page."""
    return re.findall(rf'href="({OWN}/[0-9a-f-]+)"', page)


async def test_a_goal_is_set_read_by_the_group_and_not_by_the_employer(group: Group) -> None:
    async with group.browser(group.members[0]) as browser:
        answer = await set_one(browser)
    assert answer.status_code == 303 and answer.headers["location"] == OWN
    page = await group.page(group.members[1], OWN)
    assert GOAL in page and "1.5" in page and "Not assessed yet" in page and "Not released" in page
    seen = await group.page(group.commissioner, OWN)
    assert GOAL not in seen and "No goal has been released" in seen


async def test_pressed_twice_it_is_one_goal_and_other_words_in_the_same_form_are_another(
    group: Group,
) -> None:
    shown = uuid4()
    async with group.browser(group.members[0]) as browser:
        for said in (GOAL, GOAL, "Enemmän aikaa"):
            assert (await set_one(browser, said, shown)).status_code == 303
        page = (await browser.get(OWN)).text
    assert len(ways(page)) == 2 and page.count(GOAL) == 1 and page.count("Enemmän aikaa") == 1


async def test_it_is_assessed_released_and_hidden_again_when_it_is_reworded(group: Group) -> None:
    async with group.browser(group.members[0]) as browser:
        await set_one(browser)
        [way] = ways((await browser.get(OWN)).text)
        assert (await browser.post(f"{way}/score", data={"score": "1"})).status_code == 303
        assert (await browser.post(f"{way}/release", data={"sure": "1"})).status_code == 303
        page = (await browser.get(OWN)).text
        assert "More than hoped (+1)" in page and ">60</p>" in page
        released = await group.page(group.commissioner, OWN)
        assert GOAL in released and "More than hoped (+1)" in released and ways(released) == []
        assert "Visible to: the supervisees, the supervisor and the commissioner" in released
        assert (await browser.post(way, data={"text": "Toisin sanoin", "weight": "2"})).status_code == 303
    assert "No goal has been released" in await group.page(group.commissioner, OWN)


async def test_the_groups_goal_waits_for_every_member_and_a_members_own_is_theirs(group: Group) -> None:
    async with group.browser(group.members[0]) as browser:
        await set_one(browser, "Oma")
        shared = {"goal_id": str(uuid4()), "text": GOAL, "weight": "1", "whose": "group"}
        assert (await browser.post(OWN, data=shared)).status_code == 303
        own, ours = ways((await browser.get(OWN)).text)
        assert (await browser.post(f"{ours}/release", data={"sure": "1"})).status_code == 303
        page = (await browser.get(OWN)).text
        assert "when every member of the group agrees" in page and "A change waits for the group" in page
    async with group.browser(group.members[1]) as browser:
        listed = (await browser.get(OWN)).text
        assert ways(listed) == [ours] and "s own goal" in listed
        refused = await browser.post(f"{own}/release", data={"sure": "1"})
        assert refused.status_code == 409 and "somebody else" in refused.text
        asked = (await browser.get(ours)).text
        assert "1 of 5 members have agreed" in asked and "I agree" in asked
    assert "No goal has been released" in await group.page(group.commissioner, OWN)
    for member in group.members[1:]:
        async with group.browser(member) as browser:
            shown = dict(
                re.findall(r'name="(kind|proposed_at)" value="([^"]+)"', (await browser.get(ours)).text)
            )
            agreed = await browser.post(f"{ours}/change", data={**shown, "agrees": "true"})
            assert agreed.status_code == 303
    assert GOAL in await group.page(group.commissioner, OWN)


async def test_the_last_member_of_a_group_is_told_that_it_is_done_and_asks_nobody(group: Group) -> None:
    first, *others = group.members
    for one in others:
        async with group.browser(one) as browser:
            await browser.post("/processes/TO-1001/leave", data={"reason": "", "sure": "true"})
    async with group.browser(first) as browser:
        shared = {"goal_id": str(uuid4()), "text": GOAL, "weight": "1", "whose": "group"}
        await browser.post(OWN, data=shared)
        [way] = ways((await browser.get(OWN)).text)
        assert (await browser.post(f"{way}/release", data={"sure": "1"})).status_code == 303
        page = (await browser.get(OWN)).text
        assert "The goal is released to the commissioner." in page and "Your answer is saved" not in page
        joining = (await browser.get("/processes/TO-1001/joining")).text
        assert "Ask the newcomer" in joining and "Ask the group" not in joining
        day = (local_date(group.house.clock.now()) + timedelta(days=30)).isoformat()
        newcomer = {
            "given_name": "Nea",
            "family_name": "Uusi",
            "email": "nea@kunta.example",
            "language": "fi",
        }
        await browser.post("/processes/TO-1001/joining", data=newcomer | {"from_day": day})
        page = (await browser.get("/processes/TO-1001/joining")).text
        assert "The newcomer is asked" in page and "The group is asked" not in page


async def test_what_cannot_be_is_said_at_its_field_and_the_words_are_kept(group: Group) -> None:
    async with group.browser(group.members[0]) as browser:
        heavy = await browser.post(OWN, data={"goal_id": str(uuid4()), "text": GOAL, "weight": "11"})
        nothing = await browser.post(OWN, data={"goal_id": str(uuid4()), "text": " "})
        await set_one(browser)
        [way] = ways((await browser.get(OWN)).text)
        too_far = await browser.post(f"{way}/score", data={"score": "3"})
    assert (heavy.status_code, nothing.status_code, too_far.status_code) == (422, 422, 422)
    assert "This number is too large." in heavy.text and GOAL in heavy.text
    assert "Fill in this field." in nothing.text and "This number is too large." in too_far.text


async def test_out_of_reach_there_is_no_such_page(group: Group) -> None:
    async with group.browser(group.members[0]) as browser:
        await set_one(browser)
        [way] = ways((await browser.get(OWN)).text)
    async with group.browser(await person(group.house, "Outi", "Outo")) as stranger:
        for path in (OWN, way, REVIEWS):
            assert (await stranger.get(path)).status_code == 404
        assert (await set_one(stranger)).status_code == 404
    async with group.browser(group.commissioner) as employer:
        assert (await employer.get(way)).status_code == 404
        assert (await set_one(employer)).status_code == 404
        assert (await employer.post(f"{way}/release", data={"sure": "1"})).status_code == 404
        assert (await employer.post(f"{REVIEWS}/interim/consent", data={"sure": "1"})).status_code == 404


async def test_a_review_is_the_employers_after_the_last_consent_and_not_before(group: Group) -> None:
    await group.recorded()
    for given, member in enumerate(group.members, start=1):
        seen = await group.page(group.commissioner, REVIEWS)
        assert STATEMENT not in seen and "Consents given" not in seen, "the last no would be known"
        async with group.browser(member) as browser:
            page = (await browser.get(REVIEWS)).text
            assert STATEMENT in page and "I consent to releasing it" in page
            assert f"Consents given: {given} of 6." in page
            for _ in range(2):
                answer = await browser.post(f"{REVIEWS}/interim/consent", data={"sure": "1"})
                assert answer.status_code == 303
            assert "I consent to releasing it" not in (await browser.get(REVIEWS)).text
    assert STATEMENT in await group.page(group.commissioner, REVIEWS)


async def test_a_review_that_is_not_held_cannot_be_consented_to(group: Group) -> None:
    async with group.browser(group.members[0]) as browser:
        answer = await browser.post(f"{REVIEWS}/final/consent", data={"sure": "1"})
        unheard_of = await browser.post(f"{REVIEWS}/yearly/consent", data={"sure": "1"})
    assert answer.status_code == 422 and "The review has not been held yet." in answer.text
    assert unheard_of.status_code == 404


async def test_a_member_says_on_the_page_that_they_take_part_no_longer(group: Group) -> None:
    own = "/processes/TO-1001"
    async with group.browser(group.members[1]) as browser:
        assert f'href="{own}/leave"' in (await browser.get(own)).text
        page = await browser.get(f"{own}/leave")
        assert page.status_code == 200 and "voluntary" in page.text
        unsure = await browser.post(f"{own}/leave", data={"reason": "Kanarialintu"})
        assert unsure.status_code == 422 and "Tick this if it is really to be so." in unsure.text
        for _ in range(2):
            answer = await browser.post(f"{own}/leave", data={"reason": "Kanarialintu", "sure": "true"})
            assert (answer.status_code, answer.headers["location"]) == (303, f"{own}/leave")
        after = (await browser.get(own)).text
        assert "You no longer take part" in after and f'href="{own}/leave"' not in after
    async with group.browser(group.commissioner) as employer:
        assert (await employer.get(f"{own}/leave")).status_code == 404
        assert (await employer.post(f"{own}/leave", data={"reason": ""})).status_code == 404
        assert "Kanarialintu" not in (await employer.get(own)).text


async def test_the_members_agree_on_their_page_who_acts_for_the_group(group: Group) -> None:
    own = "/processes/TO-1001/representative"
    _, named, *_ = group.members
    async with group.browser(group.members[0]) as browser:
        assert f'href="{own}"' in (await browser.get("/processes/TO-1001")).text
        page = (await browser.get(own)).text
        assert "Today:" in page and "Ask the group" in page
        [day] = re.findall(r'name="from_day"[^>]* value="([0-9-]+)"', page)
        form = {"representative_id": str(named), "from_day": day}
        late = await browser.post(own, data=form | {"from_day": "2020-01-01"})
        assert late.status_code == 422 and "Choose a day that has not passed." in late.text
        nobody = await browser.post(own, data=form | {"representative_id": ""})
        assert nobody.status_code == 422
        assert (await browser.post(own, data=form)).status_code == 303
        assert "1 of 5 members have agreed" in (await browser.get(own)).text
    yes = form | {"agrees": "true"}
    for member in group.members[1:]:
        async with group.browser(member) as browser:
            assert "Waits for your answer" in (await browser.get("/processes/TO-1001")).text
            assert (await browser.post(f"{own}/answer", data=yes)).status_code == 303
    assert "Eino" in re.sub(r"<option.*?</option>", "", await group.page(group.members[0], own))
    async with group.browser(group.commissioner) as employer:
        assert (await employer.get(own)).status_code == 404
        assert (await employer.post(own, data=form)).status_code == 404
        assert (await employer.post(f"{own}/answer", data=yes)).status_code == 404


async def test_a_member_who_does_not_consent_to_a_review_says_so_and_may_think_again(group: Group) -> None:
    await group.recorded()
    async with group.browser(group.members[1]) as browser:
        assert "I do not consent" in (await browser.get(REVIEWS)).text
        assert (await browser.post(f"{REVIEWS}/interim/refuse", data={"sure": "1"})).status_code == 303
        page = (await browser.get(REVIEWS)).text
        assert "You have not consented" in page and "I consent to releasing it" in page
    assert "You have not consented" not in await group.page(group.members[0], REVIEWS)
    assert STATEMENT not in await group.page(group.commissioner, REVIEWS)


async def test_who_has_left_reads_their_own_goal_and_is_offered_no_form(group: Group) -> None:
    own, leaver = "/processes/TO-1001", group.members[1]
    async with group.browser(leaver) as browser:
        await set_one(browser)
        assert "Set a goal" in (await browser.get(OWN)).text
        await browser.post(f"{own}/leave", data={"sure": "true"})
        page = (await browser.get(OWN)).text
    assert GOAL in page and "Set a goal" not in page and ways(page) == []
    assert "You no longer take part" in page and "A member's own goal" not in page


async def test_who_left_in_another_tab_is_told_so_wherever_they_press(group: Group) -> None:
    own, leaver, other = "/processes/TO-1001", group.members[1], str(group.members[2])
    async with group.browser(leaver) as browser:
        await set_one(browser)
        [way] = ways((await browser.get(OWN)).text)
        page = (await browser.get(f"{own}/representative")).text
        [day] = re.findall(r'name="from_day"[^>]* value="([0-9-]+)"', page)
        assert (await browser.post(f"{own}/leave", data={"sure": "true"})).status_code == 303
        named = {"representative_id": other, "from_day": day}
        newcomer = {"newcomer_id": other, "from_day": day, "agrees": "true"}
        person = {"given_name": "Nea", "family_name": "Uusi", "email": "nea@kunta.example", "language": "fi"}
        for path, form, words in (
            (f"{own}/leave", {"reason": "Muu", "sure": "true"}, "already"),
            (f"{own}/representative", named, "not yours to decide"),
            (f"{own}/representative/answer", named | {"agrees": "true"}, "member of the group only"),
            (f"{own}/joining", person | {"from_day": day}, "member of the group only"),
            (f"{own}/joining/answer", newcomer, "member of the group only"),
            (OWN, {"goal_id": str(uuid4()), "text": GOAL}, "member of the group only"),
            (f"{REVIEWS}/final/consent", {"sure": "1"}, "has not been held yet"),
            (f"{own}/close", {"choice": "close"}, "Only somebody who acts"),
        ):
            answer = await browser.post(path, data=form)
            assert answer.status_code in (409, 422) and words in answer.text, (path, answer.text)
        assert (await browser.post(f"{way}/release", data={"sure": "1"})).headers["location"] == OWN
        same = await browser.post(f"{own}/contract/consent", data={"version": "1", "read": "true"})
        assert same.status_code == 303, "it is given already"
        over, not_theirs = "This is over, or was done already", "This is not yours to do as things are"
        for path, then, said in (
            (f"{own}/representative", own, not_theirs),
            (f"{own}/joining", own, over),
            (way, OWN, over),
        ):
            assert (await browser.get(path)).headers["location"] == then
            assert said in (await browser.get(then)).text, path
