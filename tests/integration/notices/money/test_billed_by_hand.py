"""What a withdrawal leaves of a bill by hand: only finance can credit it, and hears of it once."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from services.messages.billing import HandBillNotOwed, InvoiceCredited
from tests.house import House
from tests.integration.directory.builders import organisation
from tests.integration.notices.builders import NOW, Commission, person, say
from tests.integration.notices.mailbox import Mailbox, words_of


@pytest.fixture
async def finance(notices: House) -> str:
    became = "INSERT INTO relation (person_id, relation, since) VALUES ($1, 'finance', $2)"
    await notices.rows("directory", became, await person(notices, "talous"), NOW)
    return "talous@kunta.example"


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


async def test_finance_hears_of_a_credit_by_itself_also_where_it_goes_as_an_e_invoice(
    notices: House, commission: Commission, mailbox: Mailbox, finance: str
) -> None:
    credited = InvoiceCredited(
        process_id=commission.process_id,
        invoice_id=uuid4(),
        organisation_id=await organisation(notices),
        department_id=None,
        number=1001,
        document_number="H1001",
        of_invoice_id=uuid4(),
        of_number=1017,
        gross_cents=18574,
        issued_on=date(2027, 2, 1),
        channel="finvoice",
        withdrawn=True,
    )
    await say(notices, commission.received(), credited)
    assert len(mailbox.to(finance)) == 1
