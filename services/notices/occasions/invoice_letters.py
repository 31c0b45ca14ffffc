"""What is written when an invoice is issued, held or disputed."""

from dataclasses import replace
from typing import get_args
from uuid import UUID

from services.messages.billing import (
    OF_A_RECORD,
    DisputedSession,
    DisputeOpened,
    DisputeResolved,
    GrantedBy,
    HandBillNotOwed,
    InvoiceCredited,
    InvoiceHeld,
    InvoiceIssued,
    InvoiceKind,
    InvoiceSentOtherwise,
    ReferenceFault,
    RunWaits,
)
from services.messages.directory import InvoiceAddressChanged
from services.notices import process_facts
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.amendment_letters import FINANCE
from services.notices.occasions.inquiry_letters import write_to_customer_of
from services.notices.occasions.session_letters import of_trial
from services.notices.wording import Fact
from services.notices.writing import (
    INVOICES_WENT_TO,
    INVOICING,
    MESSAGE,
    Letter,
    write,
    write_of_nothing,
    write_to,
    write_to_payers,
    written_to,
)
from services.runtime.commands.transactions import Work


async def pass_on(event: InvoiceIssued, work: Work) -> None:
    """To where the invoices of the organisation or its department go; the PDF is asked for when the mail is sent.

    Next: services/notices/writing.py:write
    """
    letter = _of_invoice(event, event.reference, event.invoice_id)
    await _pass_on(work, event.process_id, letter, collective=bool(event.shares))


async def pass_on_credit(event: InvoiceCredited, work: Work) -> None:
    """As the invoice was passed on."""
    letter = _of_credit(event, event.of_number, event.invoice_id)
    await _pass_on(work, event.process_id, letter, collective=bool(event.shares))


async def tell_of_credit(event: InvoiceCredited, work: Work) -> None:
    """Finance, of what a withdrawal credited, whichever way that goes: what is paid already is theirs to pay back."""
    facts: dict[str, Fact] = {
        "invoice_number": event.of_number,
        "document_number": event.document_number,
        "total_cents": event.gross_cents,
    }
    told = Letter(LetterKind.CREDITED_BY_ITSELF, str(event.invoice_id), facts, role=FINANCE)
    await write(work, event.process_id, [told])


async def tell_of_hand_bill(event: HandBillNotOwed, work: Work) -> None:
    """Only finance can credit what was billed elsewhere."""
    facts: dict[str, Fact] = {"net_cents": event.net_cents}
    told = Letter(LetterKind.HAND_BILL_NOT_OWED, str(event.bill_id), facts, role=FINANCE)
    await write(work, event.process_id, [told])


async def pass_on_otherwise(event: InvoiceSentOtherwise, work: Work) -> None:
    """Another message, and another mail: no other channel has taken it, or it was sent again."""
    if event.kind == InvoiceKind.CREDIT_NOTE:
        letter = _of_credit(event, event.of_number or 0, event.message_id)
    else:
        letter = _of_invoice(event, event.reference or "", event.message_id)
    await _pass_on(work, event.process_id, letter, collective=bool(event.process_ids))


_COLLECTIVE = {
    LetterKind.INVOICE_ISSUED: LetterKind.COLLECTIVE_INVOICE,
    LetterKind.INVOICE_CREDITED: LetterKind.COLLECTIVE_CREDIT,
}


async def _pass_on(work: Work, process_id: UUID, letter: Letter, *, collective: bool) -> None:
    """What is of several processes names none of them."""
    if collective:
        await write_of_nothing(work, [replace(letter, kind=_COLLECTIVE[letter.kind])])
    else:
        await write(work, process_id, [letter])


def _of_invoice(event: InvoiceIssued | InvoiceSentOtherwise, reference: str, message_id: UUID) -> Letter:
    facts: dict[str, Fact] = {
        "invoice_id": str(event.invoice_id),
        MESSAGE: str(message_id),
        "invoice_number": event.number,
        "total_cents": event.gross_cents,
        "due_on": event.due_on,
        "reference": reference,
    }
    return Letter(
        LetterKind.INVOICE_ISSUED,
        str(message_id),
        facts | _department(event.department_id),
        organisation_id=event.organisation_id,
    )


def _of_credit(event: InvoiceCredited | InvoiceSentOtherwise, of_number: int, message_id: UUID) -> Letter:
    facts: dict[str, Fact] = {
        "invoice_id": str(event.invoice_id),
        MESSAGE: str(message_id),
        "invoice_number": event.number,
        "document_number": event.document_number,
        "of_number": of_number,
        "total_cents": event.gross_cents,
    }
    return Letter(
        LetterKind.INVOICE_CREDITED,
        str(message_id),
        facts | _department(event.department_id),
        organisation_id=event.organisation_id,
    )


async def tell_of_holding(event: InvoiceHeld, work: Work) -> None:
    """Finance, once a run, however many it holds; which they are stands on the page of the runs.

    Where its own rule is what holds it, also the customer, once a run for all of its processes.
    """
    letters = [Letter(LetterKind.INVOICES_HELD, event.period, role=FINANCE)]
    if event.reason in get_args(ReferenceFault):
        letters += _ask_for_reference(event)
    await write_of_nothing(work, letters)


async def tell_of_waiting_run(event: RunWaits, work: Work) -> None:
    """Finance: the month waits for its word."""
    about = f"{event.period}:{event.reminder}"
    await write_of_nothing(work, [Letter(LetterKind.RUN_WAITS, about, role=FINANCE)])


def _ask_for_reference(event: InvoiceHeld) -> list[Letter]:
    """Where its invoices go, and each who may give it: whoever reads that address may not."""
    about = f"{event.department_id or event.organisation_id}:{event.period}"
    facts = {"organisation_id": str(event.organisation_id), **_department(event.department_id)}
    letter = Letter(LetterKind.REFERENCE_NEEDED, about, facts)
    return [replace(letter, organisation_id=event.organisation_id), replace(letter, role=INVOICING)]


async def tell_earlier_invoice_address(event: InvoiceAddressChanged, work: Work) -> None:
    """To where the invoices went until then: whoever reads it may be the only one who knows better."""
    facts: dict[str, Fact] = {INVOICES_WENT_TO: str(event.change_id), "changed_at": event.changed_at}
    letter = Letter(
        LetterKind.INVOICE_ADDRESS_CHANGED,
        str(event.change_id),
        facts | _department(event.department_id),
        organisation_id=event.organisation_id,
    )
    await write_of_nothing(work, [letter])


def _department(department_id: UUID | None) -> dict[str, Fact]:
    return {"department_id": str(department_id)} if department_id else {}


async def tell_of_dispute(event: DisputeOpened, work: Work) -> None:
    """The customer and who pays for it, whoever of theirs has said it, also where it opened by itself; finance, who
    decides it; and whose record is said to be wrong: never by whom.
    """
    invoiced = event.invoice_number is not None
    about, facts = str(event.dispute_id), _of_session(event.session)
    facts |= {"on_invoice": int(invoiced), "not_invoiced": int(not invoiced)}
    how: dict[str, Fact] = {"by_itself": int(event.by_itself), "by_word": int(not event.by_itself)}
    letter = Letter(LetterKind.DISPUTE_OPENED, about, facts | how)
    await write_to_customer_of(work, event, letter)
    await write_to_payers(work, event.process_id, letter)
    due: dict[str, Fact] = {"lapses_at": event.decide_by} if event.decide_by else {}
    to_decide = Letter(LetterKind.DISPUTE_TO_DECIDE, about, facts | due, role=FINANCE)
    await write(work, event.process_id, [to_decide])
    if event.session and event.claim in OF_A_RECORD:
        denied = Letter(
            LetterKind.RECORD_DENIED, about, facts | {"session_id": str(event.session.session_id)}
        )
        day = (await process_facts.session_of(work.db, event.session.session_id)).starts_at
        there = await process_facts.attendees_of_day(work.db, event.process_id, day)
        theirs = await process_facts.supervisors_among(work.db, event.process_id, there)
        await write_to(work, event.process_id, theirs, denied)


async def tell_of_decision(event: DisputeResolved, work: Work) -> None:
    """The customer and who pays for it, and who disputed it; why, they read on their page. And whoever was told that
    their record is disputed. Where nothing of it is charged any more, also finance, who has nothing to decide, unless
    it was their own act.
    """
    about, facts = str(event.dispute_id), _of_session(event.session) | _how(event)
    letter = Letter(LetterKind.DISPUTE_RESOLVED, about, facts)
    await write_to_customer_of(work, event, letter)
    await write_to_payers(work, event.process_id, letter)
    await write_to(work, event.process_id, [event.opened_by], letter)
    if event.session:
        theirs = await written_to(work.db, event.process_id, LetterKind.RECORD_DENIED, about)
        of_record = facts | {"session_id": str(event.session.session_id)}
        await write_to(work, event.process_id, theirs, Letter(LetterKind.RECORD_DECIDED, about, of_record))
    if event.granted_by not in (None, "let_go"):
        await write(work, event.process_id, [Letter(LetterKind.DISPUTE_SETTLED, about, facts, role=FINANCE)])


def _how(event: DisputeResolved) -> dict[str, Fact]:
    """By finance, of the record as it was or as it was corrected meanwhile; or by what took the charge away."""
    rejected = event.outcome == "rejected"
    return {
        "decided": int(event.granted_by is None),
        "upheld": int(event.outcome == "upheld" and event.granted_by is None),
        "rejected": int(rejected and not event.corrected),
        "stands_corrected": int(rejected and event.corrected),
        "percent": str(event.percent or 0),
        **{f"by_{one}": int(event.granted_by == one) for one in get_args(GrantedBy)},
    }


def _of_session(about: DisputedSession | None) -> dict[str, Fact]:
    """performed_on: none where it is about several sessions."""
    if about is None:
        return {}
    return {"performed_on": about.performed_on, "number": about.number, **of_trial(about.trial)}
