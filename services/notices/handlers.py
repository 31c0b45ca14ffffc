"""One thin function per message: what notices hears and writes about, and the count of what it sent."""

import sqlalchemy as sa
from sqlmodel import col

from services.messages import billing, contracts, intake, sessions
from services.messages.notices import CountNotices, NoticeCounts
from services.notices import agreements, inquiries, meetings
from services.notices.tables import Notice
from services.notices.writing import Letter, write
from services.runtime.asking import Work
from services.runtime.database import execute


async def count_notices(_: CountNotices, work: Work) -> NoticeCounts:
    by_status = sa.select(col(Notice.status), sa.func.count()).group_by(col(Notice.status))
    counted: dict[str, int] = {row[0]: row[1] for row in await execute(work.session, by_status)}
    return NoticeCounts(**{status: counted.get(status, 0) for status in NoticeCounts.model_fields})


async def inquiry_received(event: intake.InquiryReceived, work: Work) -> None:
    await inquiries.acknowledge(event, work)


async def screening_decided(event: intake.ScreeningDecided, work: Work) -> None:
    await inquiries.redirect(event, work)


async def proposal_sent(event: intake.ProposalSent, work: Work) -> None:
    await inquiries.propose(event, work)


async def proposal_expired(event: intake.ProposalExpired, work: Work) -> None:
    await inquiries.tell_of_expiry(event, work)


async def step_overdue(event: intake.StepOverdue, work: Work) -> None:
    await inquiries.remind_of_step(event, work)


async def successor_numbered(event: intake.SuccessorNumbered, work: Work) -> None:
    await agreements.number_successor(event, work)


async def signature_asked(event: contracts.SignatureAsked, work: Work) -> None:
    await agreements.ask_to_sign(event, work)


async def contract_signed(event: contracts.ContractSigned, work: Work) -> None:
    await agreements.tell_of_signing(event, work)


async def contract_expired(event: contracts.ContractExpired, work: Work) -> None:
    await agreements.tell_of_expiry(event, work)


async def continuation_due(event: contracts.ContinuationDue, work: Work) -> None:
    await agreements.ask_how_to_go_on(event, work)


async def process_renewed(event: contracts.ProcessRenewed, work: Work) -> None:
    await agreements.end_with_successor(event, work)


async def process_closed(event: contracts.ProcessClosed, work: Work) -> None:
    await agreements.tell_of_closing(event, work)


async def series_planned(event: sessions.SeriesPlanned, work: Work) -> None:
    await meetings.invite(event, work)


async def session_moved(event: sessions.SessionMoved, work: Work) -> None:
    await meetings.move(event, work)


async def session_cancelled(event: sessions.SessionCancelled, work: Work) -> None:
    await meetings.call_off(event, work)


async def confirmation_overdue(event: sessions.ConfirmationOverdue, work: Work) -> None:
    await meetings.ask_what_happened(event, work)


async def review_due(event: sessions.ReviewDue, work: Work) -> None:
    await meetings.ask_for_review(event, work)


async def review_overdue(event: sessions.ReviewOverdue, work: Work) -> None:
    await meetings.ask_for_review(event, work)


async def invoice_issued(event: billing.InvoiceIssued, work: Work) -> None:
    """To the organisation's address for invoices; the PDF is asked for when the mail is sent."""
    letter = Letter(
        "invoice_issued",
        str(event.invoice_id),
        {
            "invoice_id": str(event.invoice_id),
            "invoice_number": event.number,
            "total_cents": event.gross_cents,
            "due_on": event.due_on,
            "reference": event.reference,
        },
        organisation_id=event.organisation_id,
    )
    await write(work, event.process_id, [letter])
