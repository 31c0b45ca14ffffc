"""A renewal's draft that nobody completes has a day by which it lapses, and then all of it is settled in one go."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.messages.contracts import (
    ContinuationTakenBack,
    ContractCard,
    ContractExpired,
    ContractGivenUp,
    DraftContract,
    DraftDated,
    DraftOverdue,
    ProcessRenewed,
    RemindOfDraft,
    TakeBackContinuation,
)
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import days_after, end_of, local_date, morning_of, start_of, working_days_after
from tests.house import House
from tests.integration.contracts.builders import (
    COMMISSIONER,
    ENDED,
    SUCCESSOR,
    completion,
    drafted,
    end,
    renew,
    said,
    show,
    signed,
)
from tests.integration.contracts.test_declining import no

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
LAST_DAY = local_date(ENDED - A_DAY / 2)
FIRST_DAY = LAST_DAY + A_DAY
DRAFTED = morning_of(LAST_DAY - 40 * A_DAY)


def following(old: ContractCard, at: datetime) -> DraftContract:
    return DraftContract(process_id=SUCCESSOR, renews=old.process_id, as_of=at)


async def renewal(house: House, at: datetime = DRAFTED) -> ContractCard:
    """What follows on a year to 2027-12-10, drafted then; the old one goes on. Returns the old one."""
    old: ContractCard = await signed(house)
    await renew(house, old.process_id)
    house.move_clock(at)
    await house.ask(following(old, at))
    return old


async def lapsed(house: House, at: datetime) -> list[ContractExpired]:
    house.move_clock(at)
    found: list[ContractExpired] = await said(house, ContractExpired)
    return found


async def code(house: House, order: Any) -> str:
    with pytest.raises(Refusal) as refused:
        await house.ask(order)
    return refused.value.code


async def test_it_has_until_its_first_day_to_be_completed(contracts: House) -> None:
    await renewal(contracts)
    over = start_of(FIRST_DAY)
    assert (await show(contracts, SUCCESSOR)).lapses_at == over
    [dated] = await said(contracts, DraftDated)
    assert (dated.process_id, dated.version, dated.lapses_at) == (SUCCESSOR, 1, over)
    await contracts.ask(RemindOfDraft(process_id=SUCCESSOR, level=1, as_of=over - 30 * A_DAY))
    [overdue] = await said(contracts, DraftOverdue)
    assert overdue.lapses_at == over


async def test_nobody_completes_it_and_it_comes_to_nothing_in_one_go(contracts: House) -> None:
    old = await renewal(contracts)
    await contracts.ask(end(old.process_id))
    over = start_of(FIRST_DAY)
    assert await lapsed(contracts, over - AN_HOUR) == []
    [expired] = await lapsed(contracts, over)
    assert (expired.process_id, expired.unready, expired.told_with) == (SUCCESSOR, True, None)
    assert expired.told == [*old.parties.supervisee_ids, old.parties.supervisor_id]
    assert (await show(contracts, SUCCESSOR)).status == "expired"
    assert await code(contracts, completion(SUCCESSOR, as_of=over)) == "contract_expired"


async def test_where_the_year_goes_on_still_it_is_open_again_how_it_does(contracts: House) -> None:
    """By shorter promises it lapses sooner: nobody has to wait for the last day to choose anew."""
    old = await renewal(contracts)
    sooner = morning_of(LAST_DAY - 5 * A_DAY)
    await contracts.rows(
        "contracts", "update contract set draft_lapses_at = $1 where renews is not null", sooner
    )
    [expired] = await lapsed(contracts, sooner)
    assert expired.told_with == old.process_id
    [opened] = await said(contracts, ContinuationTakenBack)
    assert (opened.process_id, opened.lapsed, opened.unready) == (old.process_id, True, True)
    after = await show(contracts, old.process_id)
    assert (after.continuation_choice, after.successor_id) == (None, None)


@pytest.mark.parametrize("completed", [False, True])
async def test_the_end_of_the_year_before_says_that_it_is_not_signed_and_by_when_it_lapses(
    contracts: House, completed: bool
) -> None:
    old = await renewal(contracts)
    if completed:
        await contracts.ask(completion(SUCCESSOR, as_of=morning_of(FIRST_DAY - 20 * A_DAY)))
    await contracts.ask(end(old.process_id))
    [renewed] = await said(contracts, ProcessRenewed)
    assert renewed.successor_status == ("signing" if completed else "draft")
    assert renewed.lapses_at == (await show(contracts, SUCCESSOR)).lapses_at is not None


async def test_what_is_not_even_drafted_by_then_is_as_little_ready(contracts: House) -> None:
    old: ContractCard = await signed(contracts)
    await renew(contracts, old.process_id)
    await contracts.ask(end(old.process_id))
    [renewed] = await said(contracts, ProcessRenewed)
    assert (renewed.successor_status, renewed.lapses_at) == ("draft", None)


async def test_what_is_drafted_late_has_the_time_that_we_promise_to_complete_it(contracts: House) -> None:
    """It was chosen on the last days: it is escalated on its first morning, and a working day is left from there."""
    await renewal(contracts, morning_of(LAST_DAY))
    lapses_at = (await show(contracts, SUCCESSOR)).lapses_at
    assert lapses_at == end_of(local_date(working_days_after(morning_of(FIRST_DAY), 1)))


async def test_a_paper_that_is_a_draft_again_has_a_day_of_its_own(contracts: House) -> None:
    await renewal(contracts)
    at = morning_of(FIRST_DAY - 20 * A_DAY)
    sent = await contracts.ask(completion(SUCCESSOR, as_of=at))
    assert sent.lapses_at == days_after(at, 30)
    again = morning_of(FIRST_DAY + A_DAY)
    await contracts.ask(no(sent, Party.COMMISSIONER).model_copy(update={"as_of": at}))
    assert [one.version for one in await said(contracts, DraftDated)] == [1, 2]
    contracts.move_clock(again - A_DAY * 2)
    assert (await show(contracts, SUCCESSOR)).lapses_at == start_of(FIRST_DAY)
    [expired] = await lapsed(contracts, again)
    assert (expired.version, expired.unready) == (2, True)


async def test_a_choice_taken_back_leaves_nothing_to_lapse(contracts: House) -> None:
    old = await renewal(contracts)
    at = morning_of(LAST_DAY) - AN_HOUR
    back = TakeBackContinuation(process_id=old.process_id, taken_back_by=COMMISSIONER, as_of=at)
    await contracts.ask(back)
    assert await lapsed(contracts, start_of(FIRST_DAY + A_DAY)) == []
    assert len(await said(contracts, ContractGivenUp)) == 1


async def test_one_from_before_drafts_had_a_day_gets_one_and_its_coordinator_hears_it(
    contracts: House,
) -> None:
    """With as long as if it had been drafted now, whatever has passed of its first days."""
    old = await renewal(contracts)
    await contracts.ask(end(old.process_id))
    for level in (1, 2):
        await contracts.ask(RemindOfDraft(process_id=SUCCESSOR, level=level, as_of=ENDED))
    await contracts.rows("contracts", "update contract set draft_lapses_at = null where renews is not null")
    now = morning_of(FIRST_DAY + 60 * A_DAY)
    assert await lapsed(contracts, now) == []
    lapses_at = (await show(contracts, SUCCESSOR)).lapses_at
    assert lapses_at and lapses_at == end_of(local_date(working_days_after(now, 7)))
    told = [(one.level, one.lapses_at) for one in await said(contracts, DraftOverdue)]
    assert told[2:] == [(2, lapses_at)]
    assert len(await lapsed(contracts, lapses_at)) == 1


async def test_a_first_contracts_draft_waits_for_us_without_an_end(contracts: House) -> None:
    process_id = await drafted(contracts)
    assert (await show(contracts, process_id)).lapses_at is None
    assert await lapsed(contracts, ENDED + 365 * A_DAY) == []
    assert (await show(contracts, process_id)).status == "draft"


async def test_it_is_called_for_once_more_two_weeks_before_it_lapses(contracts: House) -> None:
    """It was chosen long before: the reminders of the first days are forgotten by then."""
    await renewal(contracts)
    called_at = morning_of(FIRST_DAY - 14 * A_DAY)
    contracts.move_clock(called_at - AN_HOUR)
    await contracts.quiet()
    assert await said(contracts, DraftOverdue) == []
    for at in (called_at, called_at + A_DAY):
        contracts.move_clock(at)
        [called] = await said(contracts, DraftOverdue)
        assert (called.process_id, called.level, called.lapses_at) == (SUCCESSOR, 3, start_of(FIRST_DAY))
    [expired] = await lapsed(contracts, start_of(FIRST_DAY))
    assert expired.unready


async def test_what_is_completed_or_was_escalated_later_than_that_is_not_called_for(contracts: House) -> None:
    await renewal(contracts, morning_of(LAST_DAY - 20 * A_DAY))
    contracts.move_clock(morning_of(FIRST_DAY - 2 * A_DAY))
    assert await said(contracts, DraftOverdue) == []


async def test_what_waits_for_signatures_is_not_called_for_and_called_back_it_is_by_its_new_day(
    contracts: House,
) -> None:
    await renewal(contracts)
    at = morning_of(FIRST_DAY - 30 * A_DAY)
    sent = await contracts.ask(completion(SUCCESSOR, as_of=at))
    contracts.move_clock(morning_of(FIRST_DAY - 14 * A_DAY))
    assert await said(contracts, DraftOverdue) == []
    back = morning_of(FIRST_DAY - 13 * A_DAY)
    await contracts.ask(no(sent, Party.COMMISSIONER).model_copy(update={"as_of": back}))
    contracts.move_clock(morning_of(FIRST_DAY - A_DAY))
    assert await said(contracts, DraftOverdue) == []
