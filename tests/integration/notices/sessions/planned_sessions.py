"""A series that is planned, and everybody invited."""

from tests.house import House
from tests.integration.notices.builders import Commission, say
from tests.integration.notices.mailbox import Mailbox, entries


async def planned(house: House, commission: Commission, mailbox: Mailbox, count: int = 2) -> None:
    await say(house, commission.received(), commission.signed(), commission.planned(count))
    mailbox.mails = [mail for mail in mailbox.mails if entries(mail)]
