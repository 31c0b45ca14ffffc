"""A series that is planned, and everybody invited."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from tests.house import House
from tests.integration.notices.builders import Commission, say
from tests.integration.notices.mailbox import Mailbox, entries


async def planned(house: House, commission: Commission, mailbox: Mailbox, count: int = 2) -> None:
    await say(house, commission.received(), commission.signed(), commission.planned(count))
    mailbox.mails = [mail for mail in mailbox.mails if entries(mail)]


@contextmanager
def settling(house: House, waits: timedelta) -> Iterator[None]:
    """As elsewhere than in a house of tests, where no letter waits."""
    doors = house.services["notices"].resources
    object.__setattr__(doors, "settles", waits)
    try:
        yield
    finally:
        object.__setattr__(doors, "settles", timedelta())
