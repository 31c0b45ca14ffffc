"""What the pages say once both sides renew, and once somebody has left."""

from services.messages.directory import RelatePerson
from services.runtime.finland import ONE_DAY
from tests.founder import FOUNDER
from tests.integration.portal.test_goals_and_reviews import Group, group

__all__ = ["group"]
OWN = "/processes/TO-1001"


async def test_what_would_follow_is_read_before_it_is_chosen_with_its_price_by_who_pays(group: Group) -> None:
    old = group.contract.terms
    for who, is_priced in ((group.commissioner, True), (group.members[0], False)):
        page = await group.page(who, f"{OWN}/close")
        assert "The next contract, if it goes on" in page and "Length of a session" in page
        assert str((old.ends_on + ONE_DAY).year) in page
        assert ("Price of a session" in page) == is_priced


async def test_the_second_who_renews_reads_that_both_have_said_so(group: Group) -> None:
    for who, words in (
        (group.commissioner, "It is renewed once both sides have said so."),
        (group.members[0], "Both sides have said so now: it is renewed."),
    ):
        async with group.browser(who) as browser:
            answer = await browser.post(f"{OWN}/close", data={"choice": "renew"})
            assert answer.status_code == 303, answer.text[-2000:]
            assert words in (await browser.get(answer.headers["location"])).text
        await group.house.quiet()


async def test_one_person_who_acts_for_both_sides_reads_that_it_was_said_for_both(group: Group) -> None:
    both = group.members[0]
    role = {
        "person_id": both,
        "relation": "hr",
        "organisation_id": group.contract.terms.organisation_id,
    }
    by = {"given_by": FOUNDER, "as_of": group.house.clock.now()}
    await group.house.ask(RelatePerson.model_validate(role | by))
    await group.house.quiet()
    async with group.browser(both) as browser:
        answer = await browser.post(f"{OWN}/close", data={"choice": "renew"})
        said = (await browser.get(answer.headers["location"])).text
    assert "for the commissioner and for the supervisees that it goes on: it is renewed." in said


async def test_who_has_left_has_it_no_more_among_what_is_under_way(group: Group) -> None:
    leaver, stays = group.members[1], group.members[2]
    async with group.browser(leaver) as browser:
        assert 'class="home-processes"' in (await browser.get("/home")).text
        assert (await browser.post(f"{OWN}/leave", data={"sure": "true"})).status_code == 303
    await group.house.quiet()
    group.house.move_clock(group.house.clock.now() + ONE_DAY)
    home = await group.page(leaver, "/home")
    assert 'class="home-processes"' not in home and 'href="/processes"' in home
    assert 'class="home-processes"' in await group.page(stays, "/home")
