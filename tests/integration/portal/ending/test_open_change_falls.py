"""A contract is ended early while a change of it is open: whom that concerns reads before the press that it falls."""

from services.runtime.finland import ONE_DAY, local_date
from tests.integration.portal.ending.test_what_follows_stands import OWN
from tests.integration.portal.test_amending import PRICE, coordinator, drafted, from_day, group
from tests.integration.portal.test_goals_and_reviews import Group
from tests.visitor import visitor

__all__ = ["group"]
FALLS = "the change comes to nothing: nobody needs to sign it or consent to it any more"


async def test_who_signs_or_is_told_of_it_reads_it_at_either_door_and_the_supervisees_nothing_of_a_price(
    group: Group,
) -> None:
    day = local_date(group.house.clock.now()) + 30 * ONE_DAY
    ways = (f"{OWN}/terminate", f"{OWN}/earlier-end?last_day={day}")
    for way in ways:
        assert FALLS not in await group.page(group.commissioner, way)
    await drafted(group, price=PRICE, effective_from=from_day(group).isoformat())
    supervisor = group.contract.parties.supervisor_id
    for way in ways:
        assert FALLS in await group.page(group.commissioner, way)
        assert FALLS not in await group.page(group.members[0], way)
        async with await visitor(group.house, "console", supervisor, language="en") as browser:
            assert FALLS in (await browser.get(way)).text
    async with await coordinator(group) as browser:
        for way in (*ways, f"{OWN}/end-at-once"):
            assert FALLS in (await browser.get(way)).text
