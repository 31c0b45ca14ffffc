"""Months that wait for the word of finance: due, told of, reminded of, and let go once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.messages.billing import (
    ListRuns,
    PlanBilling,
    RunBilling,
    RunCard,
    RunMode,
    RunWaits,
    SetRunMode,
    ShowRunMode,
)
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    FEBRUARY,
    FINANCE,
    MARCH_FIRST,
    SIGNED,
    a_held_session,
    invoices,
    the_run,
)

DAYS = timedelta(days=1)
EIGHT = datetime(2027, 3, 1, 6, tzinfo=UTC)
"""In Helsinki, on the day of the run."""


async def choose(house: House, mode: RunMode, at: datetime = SIGNED) -> None:
    await house.ask(SetRunMode(mode=mode, set_by=FOUNDER, as_of=at))


async def card(house: House) -> RunCard:
    return next(one for one in (await house.ask(ListRuns(viewer=FINANCE))).runs if one.period == FEBRUARY)


async def told(house: House) -> list[int]:
    return [one.reminder for one in await house.events("billing") if isinstance(one, RunWaits)]


@pytest.fixture
async def waiting(billing: House) -> House:
    """February was due, and waits."""
    await a_held_session(billing)
    await billing.quiet()
    await choose(billing, "by_approval")
    report = await billing.ask(the_run())
    assert (report.issued, report.remaining) == (0, 0)
    await billing.quiet()
    return billing


async def test_before_anything_is_said_months_are_run_by_themselves(billing: House) -> None:
    assert (await billing.ask(ShowRunMode())).mode == "automatic"
    await choose(billing, "by_approval")
    await choose(billing, "by_approval", MARCH_FIRST)
    shown = await billing.ask(ShowRunMode())
    assert (shown.mode, shown.set_by, shown.set_at) == ("by_approval", FOUNDER, SIGNED)


async def test_only_finance_says_how_months_are_run(billing: House) -> None:
    with pytest.raises(Refusal, match="not_yours_to_decide"):
        await billing.ask(SetRunMode(mode="by_approval", set_by=uuid4(), as_of=SIGNED))


async def test_a_month_waits_for_its_word_and_is_asked_for_again_each_morning(waiting: House) -> None:
    assert await invoices(waiting) == []
    shown = await card(waiting)
    assert (shown.waits_since, shown.approved_at, shown.completed_at) == (MARCH_FIRST, None, None)
    plan = await waiting.ask(PlanBilling(as_of=MARCH_FIRST))
    assert (plan.period, plan.run_at) == (FEBRUARY, EIGHT + DAYS)


async def test_finance_is_told_at_once_and_reminded_every_other_day(waiting: House) -> None:
    for days in range(1, 6):
        await waiting.ask(the_run(as_of=EIGHT + days * DAYS))
    await waiting.quiet()
    assert await told(waiting) == [0, 1, 2]


async def test_the_word_lets_the_month_go_once_and_stays_the_first_ones(waiting: House) -> None:
    word = RunBilling(period=FEBRUARY, ordered_by=FOUNDER, as_of=EIGHT)
    assert (await waiting.ask(word)).issued == 1
    assert (await waiting.ask(word.model_copy(update={"as_of": EIGHT + DAYS}))).issued == 0
    assert (await waiting.ask(the_run(as_of=EIGHT + DAYS))).issued == 0
    shown = await card(waiting)
    assert (shown.approved_by, shown.approved_at, shown.waits_since) == (FOUNDER, EIGHT, None)
    assert len(await invoices(waiting)) == 1
    await waiting.quiet()
    assert await told(waiting) == [0]


async def test_what_is_left_of_a_large_month_goes_on_without_another_word(
    waiting: House, monkeypatch
) -> None:
    monkeypatch.setattr("services.billing.invoices.whose.recipients.MOST_AT_ONCE", 1)
    await a_held_session(waiting)
    await waiting.quiet()
    first = await waiting.ask(RunBilling(period=FEBRUARY, ordered_by=FOUNDER, as_of=EIGHT))
    rest = await waiting.ask(the_run(as_of=EIGHT, goes_on=True))
    assert (first.issued, first.remaining, rest.issued, rest.remaining) == (1, 1, 1, 0)


async def test_automatic_again_it_goes_by_itself_the_next_morning(waiting: House) -> None:
    await choose(waiting, "automatic", EIGHT)
    assert (await card(waiting)).waits_since is None
    assert (await waiting.ask(the_run(as_of=EIGHT + DAYS))).issued == 1
    assert (await card(waiting)).approved_by is None, "nobody has pressed"


async def test_a_month_with_nothing_to_invoice_waits_for_nobody(billing: House) -> None:
    await choose(billing, "by_approval")
    await billing.ask(the_run())
    completed = await billing.rows("billing", "select period from billing_run")
    assert [run["period"] for run in completed] == [FEBRUARY]
    await billing.quiet()
    assert await told(billing) == []
