"""From a waiting row to the mail itself: what the row does not keep is asked of its owner now."""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from services.messages.billing import InvoiceDocument, ShowInvoicePdf
from services.messages.directory import ShowContacts, ShowCustomer
from services.messages.intake import ShowInquiry
from services.messages.values import Role, Viewer
from services.notices.composing.calendar_entries import (
    attach_sessions,
    off_for_good,
    plan_in_words,
    still_planned,
)
from services.notices.composing.letters import Link, compose, message_id
from services.notices.composing.limits import free_limit
from services.notices.composing.readers import Reader, customer_part, name_of
from services.notices.composing.surroundings import Surroundings
from services.notices.composing.wanted import in_words, wanted_references
from services.notices.letter_kinds import BRINGS_DOCUMENT, BRINGS_PLAN, KINDS, PLANS_AGAIN, LetterKind
from services.notices.wording import Fact, as_typed
from services.notices.writing import read
from services.runtime.commands.asking import Asker
from services.runtime.commands.files import whole_file

# As whom this service asks billing for the invoices that it sends; nobody's own id.
_MYSELF = Viewer(person_id=UUID("3c0b5f0e-8f7e-5d52-9a57-5a1d0b6c7e44"), role=Role.FINANCE)


_PARTIES = {"party", "former_party"}
"""Facts that name one of the contract's parties."""


class NothingToTell(LookupError):
    """It would tell its reader nothing: all of it was called off or answered meanwhile, or told often enough."""


async def mail_of(
    notice: Any, reader: Reader, around: Surroundings, now: datetime, link: Link | None = None
) -> EmailMessage:
    """The row's mail; a copy made later differs in its date, and in what its owners say otherwise by then.

    Raises NothingToTell; Refusal, Unavailable or Fault as who is asked does; MissingFact or ValueError for what
    cannot be written.
    Next: services/notices/mailing/post.py:Line.send
    """
    facts = _with_parties(notice, await facts_of(notice, around.ask), around)
    plan = around.known.plan(notice)
    if notice.kind == LetterKind.SESSION_PLAN and not plan:
        raise NothingToTell("plan")
    facts |= _counted(notice, plan)
    places = await around.places.of_each(notice, plan)
    told = still_planned(notice, plan) if notice.kind in PLANS_AGAIN else plan
    below = [
        plan_in_words(told, reader.language, places, off_for_good(notice, plan)),
        free_limit(notice, reader.language, now),
        await _wanted(notice, reader, around.ask),
        await around.of(notice, reader),
    ]
    about = message_id(notice.notice_id)
    head = around.replies.head(notice, reader.recipient)
    to = reader.recipient
    mail = compose(notice.kind, reader.language, to, facts, about, now, link=link, below=below, **head)
    facts["place"] = await around.places.of(notice)
    attach_sessions(mail, notice, facts, plan, places, reader, around.replies.organiser(notice))
    if notice.kind in BRINGS_DOCUMENT:
        await _attach_invoice(mail, facts, around.ask)
    return mail


def _counted(notice: Any, plan: Sequence[Any]) -> dict[str, Fact]:
    """How many of them the reader is told of, where the letter says so."""
    counts: dict[str, Fact] = {"number": len(plan)} if notice.kind in BRINGS_PLAN else {}
    return counts | ({"taken": len(off_for_good(notice, plan))} if "taken" in notice.facts else {})


def _with_parties(notice: Any, facts: dict[str, Fact], around: Surroundings) -> dict[str, Fact]:
    """Named as they are: who is two of them is told as one."""
    alone = int((notice.process_id, notice.person_id) in around.known.alone)
    facts |= {"alone": alone, "with_others": 1 - alone}
    return facts | {one: around.known.party_word(notice, str(facts[one])) for one in _PARTIES & facts.keys()}


async def _wanted(notice: Any, reader: Reader, ask: Asker) -> str:
    """The references that are asked for; empty in other letters. Raises NothingToTell where all are given by now."""
    if notice.kind != LetterKind.REFERENCE_NEEDED:
        return ""
    wanted = await wanted_references(notice, ask, _MYSELF)
    if not wanted:
        raise NothingToTell("references")
    return in_words(wanted, reader.language)


async def facts_of(notice: Any, ask: Asker) -> dict[str, Fact]:
    """What the row keeps, and the names that it does not. Raises as `mail_of` does."""
    facts: dict[str, Fact] = read(notice.facts)
    if KINDS[notice.kind].names_organisation:
        shown = await ask(ShowInquiry(process_id=notice.process_id))
        facts["organisation"] = as_typed(shown.organisation_name)
    return facts | await _names(notice, ask)


async def _names(notice: Any, ask: Asker) -> dict[str, Fact]:
    """Of the customer and the person whom a role is about."""
    row, facts = KINDS[notice.kind], notice.facts
    named: dict[str, Fact] = {}
    if row.names_customer:
        whole, below = customer_part(notice)
        query = ShowCustomer(organisation_id=whole, department_id=below)
        named["customer"] = as_typed(name_of(await ask(query)))
    if row.names_person and "about_id" in facts:
        givers = [giver] if (giver := facts.get("called_by")) else []
        [about] = (await ask(ShowContacts(person_ids=[facts["about_id"]], called_by=givers))).people
        named["person"] = as_typed(about.name)
    return named


async def _attach_invoice(mail: EmailMessage, facts: dict[str, Fact], ask: Asker) -> None:
    invoice_id = UUID(str(facts["invoice_id"]))
    query = ShowInvoicePdf(invoice_id=invoice_id, viewer=_MYSELF)
    document, pdf = await whole_file(ask, query, lambda part: part.pdf)
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename=_called(document))


def _called(document: InvoiceDocument) -> str:
    return f"{document.document_number or document.number}.pdf"
