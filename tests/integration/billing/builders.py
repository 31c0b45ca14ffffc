"""A month in billing's tests: what contracts and sessions would say, and who asks."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.messages.billing import InvoiceCard, ListInvoices, RunBilling, SetSeller
from services.messages.contracts import ContractSigned, ProcessTerminated, TrialAgreed
from services.messages.directory import RegisterOrganisation
from services.messages.intake import TrialPrice
from services.messages.sessions import SessionCancelled, SessionHeld, SessionMoved, SessionNotAttended
from services.messages.values import Address, Role, Viewer
from tests.founder import FOUNDER
from tests.house import House

ORGANISATION = UUID("0190a0a0-0000-7000-8000-000000000001")
SIGNED = datetime(2027, 1, 14, 10, tzinfo=UTC)
FEBRUARY = "2027-02"
MARCH_FIRST = datetime(2027, 3, 1, 4, tzinfo=UTC)
APRIL_FIRST = datetime(2027, 4, 1, 3, tzinfo=UTC)
FINANCE = Viewer(person_id=uuid4(), role=Role.FINANCE)

ITEMS = """
    select session_number as number, kind, terms_version, percent, price_cents,
        case when percent = 0 then 'not_billable'
             when exists (select from invoice_line as line where line.item_id = item.item_id and credited_by is null)
             then 'invoiced' else 'billable' end as status
    from billable_item as item order by session_number
"""

AN_ITEM = """
    insert into billable_item
        (item_id, kind, process_id, performed_on, price_cents, terms_version, percent, vat_category,
        longer_agreed)
    values ($1, $2, $3, $4, $5, 1, 100, 'S', false)
"""
A_CREDIT_NOTE = """
    insert into invoice select (jsonb_populate_record(invoice, jsonb_build_object(
        'invoice_id', gen_random_uuid(), 'kind', 'credit_note', 'series', 'credit_notes', 'number', $1::bigint,
        'reference', null, 'hash', 'of ' || $1::bigint,
        'previous_hash', case when $1 = 1001 then previous_hash else 'of ' || $1::bigint - 1 end
    ))).* from invoice where kind = 'invoice' returning invoice_id
"""

SELLER = SetSeller(
    name="Työnohjaus Virta Oy",
    business_id="2077474-0",
    address=Address(street="Hämeenkatu 12", postal_code="33100", town="Tampere"),
    iban="FI21 1234 5600 0007 85",
    bic="NDEAFIHH",
    valid_from=date(2027, 1, 1),
    set_by=FOUNDER,
    as_of=SIGNED,
)
CUSTOMER = RegisterOrganisation(
    organisation_id=ORGANISATION,
    name="Konepaja Salmi Oy",
    business_id="0201256-6",
    kind="company",
    language="sv",
    address=Address(street="Satamatie 3", postal_code="20100", town="Turku"),
    invoice_email="laskut@salmi.example",
    as_of=SIGNED,
)


def signed(process_id: UUID, version: int = 1, **numbers: Any) -> ContractSigned:
    """A manager's contract: 60 minutes at 148 euros, 48 hours' notice; numbers: what differs in its terms."""
    terms = {
        "organisation_id": ORGANISATION,
        "audience": "manager",
        "language": "sv",
        "starts_on": date(2027, 1, 15),
        "ends_on": date(2027, 12, 15),
        "duration_minutes": 60,
        "base_interval_days": 21,
        "unit_minutes": 45,
        "price_cents": 14800,
        "vat_category": "S",
        "payment_days": 14,
        "cancellation_tiers": [{"notice_hours": 48, "percent": 0}, {"notice_hours": 0, "percent": 100}],
        "no_show_percent": 100,
    }
    person = uuid4()
    parties = {
        "commissioner_id": uuid4(),
        "representative_id": person,
        "supervisee_ids": [person],
        "supervisor_id": uuid4(),
    }
    return ContractSigned.model_validate(
        {
            "process_id": process_id,
            "version": version,
            "terms": terms | numbers,
            "parties": parties,
            "renews": None,
            "signed_at": SIGNED,
            "continuation_reminders_at": [],
            "ends_at": datetime(2027, 12, 15, 6, tzinfo=UTC),
        }
    )


def trial_agreed(contract: ContractSigned, price: TrialPrice, first_day: date) -> TrialAgreed:
    """Of the same people and prices as their contract will have."""
    days = {"starts_on": first_day, "ends_on": first_day + timedelta(days=28)}
    return TrialAgreed(
        process_id=contract.process_id,
        revision=1,
        terms=contract.terms.model_copy(update=days),
        parties=contract.parties,
        price=price,
        agreed_at=SIGNED,
        reminder_at=SIGNED,
        due_at=SIGNED,
        lapses_at=SIGNED,
    )


def held(process_id: UUID, number: int, day: date, minutes: int = 60) -> SessionHeld:
    return SessionHeld(
        process_id=process_id,
        session_id=uuid4(),
        number=number,
        performed_on=day,
        minutes=minutes,
        present=1,
    )


def not_attended(process_id: UUID, number: int, day: date) -> SessionNotAttended:
    return SessionNotAttended(
        process_id=process_id, session_id=uuid4(), number=number, performed_on=day, minutes=60
    )


def cancelled(
    process_id: UUID, number: int, day: date, hours: int, cancelled_by: str = "supervisee"
) -> SessionCancelled:
    return SessionCancelled.model_validate(
        {
            "process_id": process_id,
            "session_id": uuid4(),
            "number": number,
            "starts_at": datetime(day.year, day.month, day.day, 10, tzinfo=UTC),
            "performed_on": day,
            "minutes": 60,
            "cancelled_by": cancelled_by,
            "notice_hours": hours,
            "notice_working_days": hours // 24,
            "sequence": 1,
        }
    )


def moved(process_id: UUID, number: int, day: date, hours: int, **facts: Any) -> SessionMoved:
    """From that day to a week later, wanted by the supervisee so many hours before."""
    starts_at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    told = {
        "process_id": process_id,
        "session_id": uuid4(),
        "number": number,
        "starts_at": starts_at + timedelta(days=7),
        "ends_at": starts_at + timedelta(days=7, hours=1),
        "confirm_by": starts_at + timedelta(days=8, hours=1),
        "sequence": 1,
        "party": "supervisee",
        "performed_on": day,
        "minutes": 60,
        "notice_hours": hours,
        "notice_working_days": hours // 24,
    }
    return SessionMoved.model_validate(told | facts)


def the_run(period: str = FEBRUARY, as_of: datetime = MARCH_FIRST, *, goes_on: bool = False) -> RunBilling:
    return RunBilling(period=period, as_of=as_of, goes_on=goes_on)


async def a_held_session(house: House, day: date = date(2027, 2, 2)) -> UUID:
    """A process with a contract and one held session; its id."""
    process_id = uuid4()
    await house.say("contracts", signed(process_id))
    await house.say("sessions", held(process_id, 1, day))
    return process_id


async def invoices(house: House, viewer: Viewer = FINANCE) -> list[InvoiceCard]:
    return (await house.ask(ListInvoices(viewer=viewer))).invoices


async def an_item_of_no_session(
    house: House, process_id: UUID, day: date, cents: int = 5000, kind: str = "held"
) -> UUID:
    """Charged in full by the process's first contract, without a number or minutes; its id."""
    item_id = uuid4()
    await house.rows("billing", AN_ITEM, item_id, kind, process_id, day, cents)
    return item_id


async def a_credit_note(house: House, number: int = 1001) -> UUID:
    """One in a series of its own, about the only invoice there is; its id."""
    await house.rows(
        "billing", "insert into invoice_counter values ('credit_notes', 1000) on conflict do nothing"
    )
    (note,) = await house.rows("billing", A_CREDIT_NOTE, number)
    credit: UUID = note["invoice_id"]
    return credit


def terminated(process_id: UUID, at: datetime, *, withdraws: bool) -> ProcessTerminated:
    """By the customer, at once."""
    return ProcessTerminated(
        process_id=process_id,
        version=1,
        by="commissioner",
        last_day=at.date(),
        ends_at=at,
        final_review="waived",
        terminated_at=at,
        withdraws=withdraws,
    )
