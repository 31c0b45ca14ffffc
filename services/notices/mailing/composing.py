"""From a waiting row to the mail itself: what the row does not keep is asked of its owner now."""

import base64
from datetime import datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from services.messages.billing import ShowInvoicePdf
from services.messages.directory import ShowContacts, ShowCustomer
from services.messages.intake import ShowInquiry
from services.messages.values import Role, Viewer
from services.notices.letter_kinds import KINDS, LetterKind
from services.notices.mailing.calendar_entries import attach_session
from services.notices.mailing.letters import Link, compose, message_id
from services.notices.mailing.readers import Reader, name_of
from services.notices.wording import Fact, as_typed
from services.notices.writing import read
from services.runtime.asking import Asker

# As whom this service asks billing for the invoices that it sends; nobody's own id.
_MYSELF = Viewer(person_id=UUID("3c0b5f0e-8f7e-5d52-9a57-5a1d0b6c7e44"), role=Role.FINANCE)


async def mail_of(
    notice: Any, reader: Reader, ask: Asker, now: datetime, link: Link | None = None
) -> EmailMessage:
    """The row's mail; a copy made later differs in its date alone.

    Raises Refusal, Unavailable or Fault as who is asked does, MissingFact or ValueError for what cannot be written.
    Next: services/notices/mailing/post.py:Line.send
    """
    facts: dict[str, Fact] = read(notice.facts)
    if KINDS[notice.kind].names_organisation:
        facts["organisation"] = as_typed(
            (await ask(ShowInquiry(process_id=notice.process_id))).organisation_name
        )
    facts |= await _names(notice, ask)
    about = message_id(notice.notice_id)
    mail = compose(notice.kind, reader.language, reader.recipient, facts, about, now, link=link)
    attach_session(mail, notice.kind, facts, reader, notice.written_at)
    if notice.kind == LetterKind.INVOICE_ISSUED:
        await _attach_invoice(mail, facts, ask)
    return mail


async def _names(notice: Any, ask: Asker) -> dict[str, Fact]:
    """Of the customer and the person whom a role is about."""
    row, facts = KINDS[notice.kind], notice.facts
    named: dict[str, Fact] = {}
    if row.names_customer:
        below = facts.get("department_id")
        query = ShowCustomer(organisation_id=facts["organisation_id"], department_id=below)
        named["customer"] = as_typed(name_of(await ask(query)))
    if row.names_person:
        [about] = (await ask(ShowContacts(person_ids=[facts["about_id"]]))).people
        named["person"] = as_typed(about.name)
    return named


async def _attach_invoice(mail: EmailMessage, facts: dict[str, Fact], ask: Asker) -> None:
    invoice_id = UUID(str(facts["invoice_id"]))
    document = await ask(ShowInvoicePdf(invoice_id=invoice_id, viewer=_MYSELF))
    pdf = base64.b64decode(document.pdf, validate=True)
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"{document.number}.pdf")
