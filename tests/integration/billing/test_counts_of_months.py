"""How many lines a month says that it waits for is how many its page lists and its run takes, whatever befell them."""

from datetime import UTC, date, datetime
from random import Random
from uuid import uuid4

import pytest

from services.messages.billing import ListDraftItems, ListRuns, PreviewRun, RunBilling
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    FEBRUARY,
    FINANCE,
    an_item_of_no_session,
    invoices,
    signed,
)
from tests.integration.billing.items.test_aside import setting
from tests.integration.billing.test_credits import an_invoice, crediting

MONTHS = ("2027-02", "2027-03", "2027-04", "2027-05")
IN_JUNE = datetime(2027, 6, 15, 9, tzinfo=UTC)
_DISPUTE = """
    insert into dispute (dispute_id, process_id, organisation_id, claim, by_itself, words, opened_by, opened_at, ground)
    select $1, process_id, gen_random_uuid(), 'not_held', false, '', gen_random_uuid(), now(), ''
    from billable_item where item_id = $2
"""
_DISPUTED = "insert into disputed_item (dispute_id, item_id, is_open) values ($1, $2, true)"
_HELD = """
    insert into invoice_hold (process_id, organisation_id, period, reason, held_at)
    values ($1, gen_random_uuid(), '2027-02', 'abroad', now())
"""
_DONE = "insert into billing_run (period, completed_at) values ($1, now())"


async def counted(house: House) -> dict[str, tuple[int, int]]:
    """Of each month that the list has: how many wait, and of them, how many of earlier months."""
    runs = (await house.ask(ListRuns(viewer=FINANCE))).runs
    return {one.period: (one.waiting, one.earlier) for one in runs}


async def listed(house: House, period: str) -> tuple[int, int]:
    found = await house.ask(ListDraftItems(viewer=FINANCE, period=period))
    assert found.count == len(found.items)
    return found.count, sum(f"{one.performed_on:%Y-%m}" < period for one in found.items)


async def some_months(house: House, random: Random) -> None:
    """Lines of three processes in four months; some months are done, one process may be held, some lines are kept."""
    processes = [uuid4() for _ in range(3)]
    for process_id in processes:
        await house.say("contracts", signed(process_id))
    await house.quiet()
    lines = [
        await an_item_of_no_session(house, random.choice(processes), date(2027, random.randint(2, 5), day))
        for day in random.sample(range(1, 29), 12)
    ]
    for item_id in random.sample(lines, 2):
        await house.ask(setting(item_id, random.choice(["held", "left_out"])))
    disputed, dispute_id = random.choice(lines), uuid4()
    await house.rows("billing", _DISPUTE, dispute_id, disputed)
    await house.rows("billing", _DISPUTED, dispute_id, disputed)
    for month in MONTHS[: random.randint(0, 3)]:
        await house.rows("billing", _DONE, month)
    if random.random() < 0.5:
        await house.rows("billing", _HELD, random.choice(processes))


@pytest.mark.parametrize("seed", range(6))
async def test_each_month_lists_as_many_lines_as_it_counts_and_its_preview_has(
    billing: House, seed: int
) -> None:
    await some_months(billing, Random(seed))
    told = await counted(billing)
    assert told
    for period, counts in told.items():
        assert counts == await listed(billing, period), period
        previewed = (await billing.ask(PreviewRun(viewer=FINANCE, period=period))).customers
        assert sum(one.lines for one in previewed) == counts[0], period


@pytest.mark.parametrize("seed", range(6, 9))
async def test_a_run_takes_what_its_month_counts_and_nothing_more(billing: House, seed: int) -> None:
    await some_months(billing, Random(seed))
    for period in sorted(await counted(billing)):
        before = (await counted(billing)).get(period, (0, 0))[0]
        await billing.ask(RunBilling(period=period, ordered_by=FOUNDER, as_of=IN_JUNE))
        await billing.ask(RunBilling(period=period, ordered_by=FOUNDER, as_of=IN_JUNE, goes_on=True))
        made = sum(one.lines for one in await invoices(billing) if one.period == period)
        assert made == before, period
        assert (await counted(billing)).get(period, (0, 0))[0] == 0


async def test_what_is_billed_again_waits_on_its_own_month_and_on_the_next_run_alone(billing: House) -> None:
    first = await an_invoice(billing)
    for later in ("2027-03", "2027-04"):
        await billing.rows("billing", _DONE, later)
    await billing.ask(crediting(first))
    lines = first.card.lines
    assert await counted(billing) == {
        FEBRUARY: (lines, 0),
        "2027-03": (0, 0),
        "2027-04": (0, 0),
        "2027-05": (lines, lines),
    }
    for period, (waiting, earlier) in (await counted(billing)).items():
        assert await listed(billing, period) == (waiting, earlier), period
