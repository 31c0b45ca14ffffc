"""The last day is another one by a version that is signed and not yet in force: every turn reckons with it."""

from datetime import date, timedelta

from services.messages.contracts import ContractCard
from services.messages.sessions import SessionCard
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.contracts.builders import show
from tests.integration.sessions.changes.test_amending import ASKED, amendment, signed_by_all
from tests.integration.sessions.changes.test_days_away import looked_at
from tests.integration.sessions.changes.test_pausing import (
    FROM,
    UNTIL,
    confirmed,
    listed,
    pause,
    with_hours,
)

ENDS_ON = date(2027, 9, 30)
A_PAUSE = UNTIL - FROM + timedelta(days=1)


async def ending_sooner(house: House) -> tuple[ContractCard, list[SessionCard]]:
    """Signed in March, in force from June on; and what is planned by it."""
    contract, _ = await with_hours(house)
    card = await signed_by_all(house, await house.ask(amendment(contract, ends_on=ENDS_ON)))
    assert card.terms.ends_on == ENDS_ON
    return contract, await still_planned(house, contract)


async def still_planned(house: House, contract: ContractCard) -> list[SessionCard]:
    return [one for one in await listed(house, contract) if one.status == "planned"]


async def test_what_its_supervisor_is_away_from_gets_no_time_after_the_end_that_is_signed(
    house: House,
) -> None:
    """From the last session on to the end nothing is free, and after it much is."""
    await house.open("directory", "intake", "contracts", "sessions")
    contract, series = await ending_sooner(house)
    away = (local_date(series[-2].starts_at) + timedelta(days=1), ENDS_ON)
    order, shown = await looked_at(house, contract.parties.supervisor_id, *away, as_of=ASKED)
    assert [one.becomes for one in shown.sessions] == [None]
    await house.ask(order)
    days = [local_date(one.starts_at) for one in await still_planned(house, contract)]
    assert max(days) <= ENDS_ON


async def test_a_pause_moves_the_end_that_is_signed_and_not_the_one_before(house: House) -> None:
    await house.open("directory", "intake", "contracts", "sessions")
    contract, series = await ending_sooner(house)
    plan = await confirmed(house, pause(contract, until_day=UNTIL))
    now = await still_planned(house, contract)
    ends_on = (await show(house, contract.process_id)).terms.ends_on
    last = local_date(now[-1].starts_at)
    assert ends_on == plan.ends_on == max(ENDS_ON + A_PAUSE, last)
    assert len(now) == len(series)
