"""An administrator sets what the provider promises; what is under way keeps its own."""

from datetime import timedelta

from services.messages.directory import ShowPromises
from services.messages.promises import Promises
from services.runtime.finland import local_date
from tests.integration.console.arranged import Arranged
from tests.other_promises import OTHER

PAGE = "/settings/promises"


def typed(promises: Promises, **facts: object) -> dict[str, object]:
    """As a browser sends it: a box that is not ticked is not sent."""
    return {name: value for name, value in promises.model_dump().items() if value is not False} | facts


async def test_every_promise_is_asked_and_holds_from_its_day_on(arranged: Arranged) -> None:
    today = local_date(arranged.house.clock.now())
    page = await arranged.open(PAGE, "administrator")
    assert all(f'name="{name}"' in page for name in Promises.model_fields)
    assert "None were set: the usual ones hold." in page
    later = today + timedelta(days=40)
    assert await arranged.send(PAGE, typed(OTHER, valid_from=later), "administrator") == PAGE
    assert (await arranged.house.ask(ShowPromises(on=today))).promises == Promises()
    assert (await arranged.house.ask(ShowPromises(on=later))).promises == OTHER
    page = await arranged.open(PAGE, "administrator")
    assert "Answer to the inquiry: 2 → 3" in page and "paused: yes → no" in page


async def test_a_deadline_before_the_one_that_it_follows_is_told_at_its_field(arranged: Arranged) -> None:
    today = local_date(arranged.house.clock.now())
    form = typed(Promises(), valid_from=today, signing_ends_days=14)
    page = await arranged.send(PAGE, form, "administrator", status=422)
    assert 'href="#field-signing_ends_days">Not signed, it lapses after: This has to be more' in page
    page = await arranged.send(PAGE, form | {"unit_minutes": 50}, "administrator", status=422)
    page = await arranged.send(PAGE, form | {"payment_days": 3}, "administrator", status=422)
    assert 'href="#field-payment_days"' in page
    yesterday = typed(Promises(), valid_from=today - timedelta(days=1))
    assert 'href="#field-valid_from"' in await arranged.send(PAGE, yesterday, "administrator", status=422)


async def test_the_usual_ones_are_filled_in_to_be_read_before_they_are_saved(arranged: Arranged) -> None:
    today = local_date(arranged.house.clock.now())
    await arranged.send(PAGE, typed(OTHER, valid_from=today), "administrator")
    assert 'name="payment_days" type="text" value="22"' in await arranged.open(PAGE, "administrator")
    assert 'value="14"' in await arranged.open(f"{PAGE}?usual=true", "administrator")
    assert (await arranged.house.ask(ShowPromises(on=today))).promises == OTHER


async def test_nobody_else_finds_the_page(arranged: Arranged) -> None:
    for role in ("coordinator", "finance", "supervisor"):
        await arranged.open(PAGE, role, status=404)
        await arranged.send(PAGE, typed(Promises(), valid_from="2027-01-01"), role, status=404)
    assert PAGE in await arranged.open("/settings", "administrator")
