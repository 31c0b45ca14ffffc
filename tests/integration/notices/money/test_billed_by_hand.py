"""What a withdrawal leaves of a bill by hand: only finance can credit it, and hears of it once."""

from datetime import UTC, datetime
from uuid import uuid4

from services.messages.billing import HandBillNotOwed
from tests.house import House
from tests.integration.notices.builders import Commission, say
from tests.integration.notices.mailbox import Mailbox, words_of


async def test_finance_hears_how_much_is_not_owed_and_where_it_stands(
    notices: House, commission: Commission, mailbox: Mailbox, finance: str
) -> None:
    at = datetime(2027, 2, 10, 9, tzinfo=UTC)
    said = HandBillNotOwed(
        process_id=commission.process_id, bill_id=uuid4(), period="2027-02", net_cents=44400, found_at=at
    )
    await say(notices, commission.received(), said, said)
    [mail] = mailbox.to(finance)
    words = words_of(mail)
    assert "444,00" in words and "ilman arvonlisäveroa" in words and "/billing/runs#by-hand" in words
