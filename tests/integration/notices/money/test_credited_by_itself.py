"""What a private person's withdrawal has credited: the payer gets its document, and finance a letter."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from services.messages.billing import InvoiceCredited, ShowInvoicePdf
from tests.house import House
from tests.integration.directory.builders import organisation
from tests.integration.notices.builders import Commission, say
from tests.integration.notices.letters.sent import answer_as
from tests.integration.notices.mailbox import Mailbox, words_of


async def credit(notices: House, commission: Commission, **facts: Any) -> InvoiceCredited:
    usual = {
        "process_id": commission.process_id,
        "invoice_id": uuid4(),
        "organisation_id": await organisation(notices),
        "department_id": None,
        "number": 1001,
        "document_number": "H1001",
        "of_invoice_id": uuid4(),
        "of_number": 1017,
        "gross_cents": 18574,
        "issued_on": date(2027, 2, 1),
    }
    return InvoiceCredited.model_validate(usual | facts)


@pytest.mark.parametrize(("withdrawn", "letters"), [(True, 1), (False, 0)])
async def test_finance_hears_once_that_it_was_nobodys_order(
    notices: House, commission: Commission, mailbox: Mailbox, finance: str, withdrawn: bool, letters: int
) -> None:
    document = {"number": 1001, "pdf": "JVBERg==", "document_number": "H1001"}
    await answer_as(notices, ShowInvoicePdf, document)
    credited = await credit(notices, commission, withdrawn=withdrawn)
    await say(notices, commission.received(), credited, credited)
    assert len(mailbox.to("laskut@example.org")) == 1
    told = mailbox.to(finance)
    assert len(told) == letters
    for mail in told:
        words = words_of(mail)
        assert "185,74" in words and "H1001" in words and "/invoices/1017" in words
        assert "palauta tämä summa" in words


async def test_finance_hears_of_it_also_where_it_goes_as_an_e_invoice(
    notices: House, commission: Commission, mailbox: Mailbox, finance: str
) -> None:
    credited = await credit(notices, commission, channel="finvoice", withdrawn=True)
    await say(notices, commission.received(), credited)
    assert len(mailbox.to(finance)) == 1
