"""An administrator sets what the provider promises; what is under way keeps its own."""

from datetime import timedelta

from services.console.pages import tier_rows
from services.console.pages.settings.promises import _IN_STEPS, TIERS
from services.messages.directory import ShowPromises
from services.messages.promises import Promises
from services.runtime.finland import local_date
from tests.integration.console.arranged import Arranged
from tests.other_promises import OTHER

PAGE = "/settings/promises"


def typed(promises: Promises, **facts: object) -> dict[str, object]:
    """As a browser sends it: a box that is not ticked is not sent."""
    plain = {
        name: value for name, value in promises.model_dump(exclude=_IN_STEPS).items() if value is not False
    }
    steps = [tier_rows.values(one, promises.tiers_for(one)) for one in TIERS]
    return plain | steps[0] | steps[1] | facts


def same(told: Promises, promises: Promises) -> bool:
    """The steps are written down as steps."""
    others = told.model_dump(exclude=_IN_STEPS) == promises.model_dump(exclude=_IN_STEPS)
    return others and all(told.tiers_for(one) == promises.tiers_for(one) for one in TIERS)


async def test_every_promise_is_asked_and_holds_from_its_day_on(arranged: Arranged) -> None:
    today = local_date(arranged.house.clock.now())
    page = await arranged.open(PAGE, "administrator")
    assert all(f'name="{name}"' in page for name in typed(Promises(), pause_extends=1))
    assert "None were set: the usual ones hold." in page
    later = today + timedelta(days=40)
    assert await arranged.send(PAGE, typed(OTHER, valid_from=later), "administrator") == PAGE
    assert (await arranged.house.ask(ShowPromises(on=today))).promises == Promises()
    assert same((await arranged.house.ask(ShowPromises(on=later))).promises, OTHER)
    page = await arranged.open(PAGE, "administrator")
    assert "At least 48 hours before: nothing" in page and "At least 3 days before: nothing" in page
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
    assert same((await arranged.house.ask(ShowPromises(on=today))).promises, OTHER)


async def test_nobody_else_finds_the_page(arranged: Arranged) -> None:
    for role in ("coordinator", "finance", "supervisor"):
        await arranged.open(PAGE, role, status=404)
        await arranged.send(PAGE, typed(Promises(), valid_from="2027-01-01"), role, status=404)
    assert PAGE in await arranged.open("/settings", "administrator")


async def test_steps_are_set_from_a_day_on_and_stand_in_the_drafts_that_come(arranged: Arranged) -> None:
    today = local_date(arranged.house.clock.now())
    steps = {
        "individual_unit": "days",
        "individual_1_notice": 7,
        "individual_2_notice": 2,
        "individual_2_percent": 50,
    }
    form = typed(Promises(), valid_from=today) | steps
    await arranged.send(PAGE, form, "administrator")
    held = (await arranged.house.ask(ShowPromises(on=today))).promises
    said = [(one.notice_hours, one.percent) for one in held.tiers_for("individual")]
    assert said == [(168, 0), (48, 50), (0, 100)] and held.group_tiers == []
    for wrong in ({"individual_2_notice": 7}, {"individual_1_percent": 60}):
        page = await arranged.send(PAGE, form | wrong, "administrator", status=422)
        assert 'href="#field-individual_unit"' in page
