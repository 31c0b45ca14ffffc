"""What billing says."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.messages import billing
from services.messages.billing import InvoiceKind
from services.messages.envelope import Event
from tests.told.known import (
    A_DAY,
    ANNA,
    BEGIN,
    TOWN,
    YEAR,
    known,
)


def of_a_year() -> list[Event]:
    return [
        billing.InvoiceHeld(
            process_id=YEAR,
            organisation_id=TOWN,
            department_id=None,
            period="2027-01",
            reason="abroad",
            held_at=BEGIN + 60 * A_DAY,
        ),
        *billed_by_hand(YEAR, "2027-01", BEGIN + 61 * A_DAY, ANNA),
        billing.InvoiceFreed(process_id=YEAR),
        invoice(YEAR, "2027-01", 31375),
        invoice(YEAR, "2027-02", 31375),
        credit(YEAR, "2027-01", 1375),
        sent_otherwise(YEAR, "2027-01", 31375),
        billing.DisputeOpened(
            process_id=YEAR,
            dispute_id=known("dispute"),
            claim="quality",
            items=1,
            invoice_number=1001,
            by_itself=False,
            opened_by=ANNA,
            opened_at=BEGIN + 62 * A_DAY,
            open_since=BEGIN + 62 * A_DAY,
            decide_by=BEGIN + 69 * A_DAY,
        ),
        billing.DisputeResolved(
            process_id=YEAR,
            dispute_id=known("dispute"),
            outcome="rejected",
            percent=None,
            opened_by=ANNA,
            resolved_at=BEGIN + 63 * A_DAY,
            open_since=None,
        ),
    ]


def invoice(process_id: UUID, period: str, gross_cents: int) -> billing.InvoiceIssued:
    return billing.InvoiceIssued(
        process_id=process_id,
        invoice_id=known(period),
        organisation_id=TOWN,
        number=1001,
        period=period,
        reference="1013",
        gross_cents=gross_cents,
        issued_on=date(2027, 2, 1),
        due_on=date(2027, 2, 15),
        lines=1,
    )


def credit(process_id: UUID, period: str, gross_cents: int) -> billing.InvoiceCredited:
    return billing.InvoiceCredited(
        process_id=process_id,
        invoice_id=known("credit"),
        organisation_id=TOWN,
        department_id=None,
        number=1001,
        document_number="H1001",
        of_invoice_id=known(period),
        of_number=1001,
        gross_cents=gross_cents,
        issued_on=date(2027, 2, 20),
    )


def sent_otherwise(process_id: UUID, period: str, gross_cents: int) -> billing.InvoiceSentOtherwise:
    return billing.InvoiceSentOtherwise(
        process_id=process_id,
        invoice_id=known(period),
        organisation_id=TOWN,
        department_id=None,
        message_id=known("message"),
        channel="mail",
        kind=InvoiceKind.INVOICE,
        number=1001,
        document_number="1001",
        of_number=None,
        reference="1013",
        gross_cents=gross_cents,
        due_on=date(2027, 2, 15),
    )


def billed_by_hand(process_id: UUID, period: str, at: datetime, finance_id: UUID) -> list[Event]:
    """And, of what was not held, not owed; and taken back."""
    told: dict[str, Any] = {
        "process_id": process_id,
        "bill_id": finance_id,
        "period": period,
        "net_cents": 25000,
        "items": 1,
        "billed_by": finance_id,
        "billed_at": at,
        "taken_back_by": finance_id,
        "taken_back_at": at,
        "found_at": at,
    }
    return [
        billing.BilledByHand.model_validate(told | {"held_since": None}),
        billing.HandBillNotOwed.model_validate(told | {"net_cents": 10000}),
        billing.BillTakenBack.model_validate(told | {"held_since": at}),
    ]
