"""A test's word about a contract is heard after what is said of the contract itself."""

from datetime import date
from uuid import uuid4

from tests.house import House
from tests.house.waiting import has_more_to_say
from tests.integration.billing.builders import held, signed


async def test_what_sessions_say_waits_until_what_it_speaks_of_is_heard(house: House) -> None:
    """As many as nobody hears in the time in which one more is said."""
    await house.open("directory", "intake", "billing")
    processes = [uuid4() for _ in range(9)]
    for process_id in processes:
        await house.say("contracts", signed(process_id))
    await house.say("sessions", held(processes[-1], 1, date(2027, 2, 2)))
    assert not await has_more_to_say(house.nats, "contracts", house.services)
    await house.quiet()
    assert await house.rows("billing", "SELECT FROM failure") == []
    assert len(await house.rows("billing", "SELECT FROM billable_item")) == 1


async def test_what_is_held_up_is_not_waited_for_for_long(house: House) -> None:
    await house.open("directory", "intake", "billing")
    process_id = uuid4()
    house.versions["contracts", process_id] = 1
    await house.say("contracts", signed(process_id))
    await house.say("sessions", held(process_id, 1, date(2027, 2, 2)))
    assert await has_more_to_say(house.nats, "contracts", house.services)
    del house.versions["contracts", process_id]
    await house.say("contracts", signed(process_id))
    await house.quiet()
    assert len(await house.rows("billing", "SELECT FROM billable_item")) == 1
