"""What the provider promises: the usual until somebody who may sets other numbers, each from its own day on."""

from datetime import date

import pytest

from services.messages.directory import ListPromises, PromisesInForce, SetPromises, ShowPromises
from services.messages.promises import Promises
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.directory.builders import NOW, organisation, person, relate

TODAY, SPRING, SUMMER = date(2026, 11, 30), date(2027, 3, 1), date(2027, 6, 1)
LONGER = Promises(review_days=21)
LONGEST = Promises(review_days=28, largest_group=8)


async def administrator(house: House) -> SetPromises:
    """Directory alone, and an order of one who may give it."""
    await house.open("directory")
    who = await person(house, "Aila")
    await relate(house, who, "administrator")
    return SetPromises(valid_from=SPRING, promises=LONGER, set_by=who, as_of=NOW)


async def on(house: House, day: date) -> PromisesInForce:
    return await house.ask(ShowPromises(on=day))


async def test_they_are_the_usual_ones_until_other_ones_begin(house: House) -> None:
    order = await administrator(house)
    assert await on(house, TODAY) == PromisesInForce(promises=Promises(), valid_from=None)
    await house.ask(order)
    await house.ask(order.model_copy(update={"valid_from": SUMMER, "promises": LONGEST}))
    assert (await on(house, date(2027, 2, 28))).promises == Promises()
    assert await on(house, SPRING) == PromisesInForce(promises=LONGER, valid_from=SPRING)
    assert await on(house, date(2027, 5, 31)) == PromisesInForce(promises=LONGER, valid_from=SPRING)
    assert await on(house, date(2028, 1, 1)) == PromisesInForce(promises=LONGEST, valid_from=SUMMER)


async def test_a_day_that_has_not_passed_may_be_given_other_numbers(house: House) -> None:
    order = await administrator(house)
    for promises in (LONGER, LONGER, LONGEST):
        await house.ask(order.model_copy(update={"promises": promises}))
    assert (await on(house, SPRING)).promises == LONGEST
    assert len(await house.rows("directory", "select * from dated_promises")) == 1


async def test_what_held_on_a_day_that_has_passed_stays(house: House) -> None:
    order = (await administrator(house)).model_copy(update={"valid_from": TODAY})
    await house.ask(order)
    later = order.model_copy(update={"as_of": NOW.replace(year=2027)})
    await house.ask(later)  # the same again
    with pytest.raises(Refusal, match="validity_in_the_past"):
        await house.ask(later.model_copy(update={"promises": LONGEST}))
    assert (await on(house, TODAY)).promises == LONGER


async def test_another_state_than_was_looked_at_is_not_written_over(house: House) -> None:
    order = await administrator(house)
    seen = (await house.ask(ListPromises())).mark
    await house.ask(order.model_copy(update={"seen": seen}))
    with pytest.raises(Refusal, match="set_meanwhile"):
        await house.ask(order.model_copy(update={"seen": seen, "promises": LONGEST}))
    assert (await on(house, SPRING)).promises == LONGER


async def test_no_notice_is_longer_than_a_year(house: House) -> None:
    order = await administrator(house)
    with pytest.raises(Refusal, match="notice_too_long"):
        await house.ask(order.model_copy(update={"promises": Promises(notice_number=13)}))


async def test_only_an_administrator_of_the_provider_sets_them(house: House) -> None:
    order = await administrator(house)
    coordinator, contact = await person(house, "Bo"), await person(house, "Cia")
    await relate(house, coordinator, "coordinator")
    await relate(house, contact, "hr", await organisation(house))
    for somebody in (coordinator, contact):
        with pytest.raises(Refusal, match="administrators_only"):
            await house.ask(order.model_copy(update={"set_by": somebody}))
    assert (await on(house, SPRING)).promises == Promises()
