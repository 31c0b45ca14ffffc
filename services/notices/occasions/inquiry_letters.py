"""What is written when an inquiry is received, screened, proposed for, or waits for someone."""

from datetime import date, datetime
from typing import Final

from services.messages import intake as messages
from services.messages.envelope import Event
from services.notices import process_facts
from services.notices.letter_kinds import LetterKind
from services.notices.wording import Fact
from services.notices.writing import ASKED, TOLD, Letter, write, write_to, write_to_customer
from services.runtime.commands.transactions import Work
from services.runtime.finland import days_after

COORDINATOR: Final = "coordinator"

# By step and level; a step that the client has to take has one letter for every level.
_TO_COORDINATORS = {
    ("screening", 1): LetterKind.SCREENING_DUE,
    ("screening", 2): LetterKind.SCREENING_OVERDUE,
    ("matching", 1): LetterKind.MATCHING_DUE,
    ("matching", 2): LetterKind.MATCHING_OVERDUE,
    ("proposal", 1): LetterKind.PROPOSAL_TO_MAKE,
    ("proposal", 2): LetterKind.PROPOSAL_OVERDUE,
}


async def acknowledge(event: messages.InquiryReceived, work: Work) -> None:
    await process_facts.remember_process(work.db, event.process_id, event.number, event.promises)
    await process_facts.set_parties(work.db, event.process_id, {"contact": [event.contact_id]})
    if event.entered:
        return await _ask_to_confirm(event, work, LetterKind.INQUIRY_ENTERED, str(event.process_id))
    facts: dict[str, Fact] = {"received_at": event.received_at}
    await write_to_contact(work, event, Letter(LetterKind.INQUIRY_RECEIVED, str(event.process_id), facts))


async def follow_change(event: messages.InquiryChanged, work: Work) -> None:
    """Another contact has typed nothing yet, and is asked whether it is right; who asked reads what we corrected."""
    await process_facts.set_parties(work.db, event.process_id, {"contact": [event.contact_id]})
    about = f"{event.process_id}:{event.revision}"
    if event.asks_anew:
        return await _ask_to_confirm(event, work, LetterKind.INQUIRY_TO_CONFIRM, about)
    if event.by_staff:
        facts: dict[str, Fact] = {"changed_at": event.changed_at}
        await write_to_contact(work, event, Letter(LetterKind.INQUIRY_CORRECTED, about, facts))


async def tell_of_withdrawal(event: messages.InquiryWithdrawn, work: Work) -> None:
    """Who asked hears that it is over, and whoever had a proposal; coordinators, unless one of them did it.

    Of a test nobody: nobody wanted supervision.
    """
    if event.is_test:
        return
    about = str(event.process_id)
    facts: dict[str, Fact] = {
        "changed_at": event.withdrawn_at,
        "side": "staff" if event.by_staff else "customer",
    }
    await write_to_contact(work, event, Letter(LetterKind.INQUIRY_WITHDRAWN, about, facts))
    if event.offered:
        [contact] = await process_facts.parties(work.db, event.process_id, "contact")
        letter = Letter(LetterKind.PROPOSAL_WITHDRAWN, about, facts | {TOLD: str(contact)})
        await write_to_customer_of(work, event, letter)
    if not event.by_staff:
        letter = Letter(LetterKind.INQUIRY_TAKEN_BACK, about, role=COORDINATOR)
        await write(work, event.process_id, [letter])


async def _ask_to_confirm(event: Event, work: Work, kind: LetterKind, about: str) -> None:
    ends_at: datetime = days_after(work.clock.now(), messages.ASKING_DAYS)
    letter = Letter(kind, about, {"link_ends_at": ends_at})
    await write_to_contact(work, event, letter)


async def redirect(event: messages.ScreeningDecided, work: Work) -> None:
    """Only where it is not supervision; otherwise the proposal is the answer."""
    customer = (event.organisation_id, event.department_id)
    await process_facts.set_customer(work.db, event.process_id, *customer)
    if event.outcome is not messages.ScreeningOutcome.SUPERVISION:
        facts: dict[str, Fact] = {"outcome": event.outcome.value}
        await write_to_contact(
            work, event, Letter(LetterKind.INQUIRY_REDIRECTED, str(event.process_id), facts)
        )


async def propose(event: messages.ProposalSent, work: Work) -> None:
    process = await process_facts.process(work.db, event.process_id)
    process.proposal_until = event.valid_until
    about = f"{event.process_id}:{event.sent_at.isoformat()}"
    kind = LetterKind.PROPOSAL_SENT_ANEW if event.revision > 1 else LetterKind.PROPOSAL_SENT
    if event.corrects:
        kind = LetterKind.PROPOSAL_CORRECTED
    facts = _until(event.valid_until) | ({ASKED: str(event.sent_by)} if event.sent_by else {})
    await write_to_customer_of(work, event, Letter(kind, about, facts))


async def tell_of_expiry(event: messages.ProposalExpired, work: Work) -> None:
    about = f"{event.process_id}:{event.valid_until}"
    facts = _until(event.valid_until)
    kind = LetterKind.CORRECTION_EXPIRED if event.stands else LetterKind.PROPOSAL_EXPIRED
    await write_to_customer_of(work, event, Letter(kind, about, facts))
    await write(
        work, event.process_id, [Letter(LetterKind.PROPOSAL_UNANSWERED, about, facts, role=COORDINATOR)]
    )


async def tell_of_answer(event: messages.ProposalAnswered, work: Work) -> None:
    """A no ends it, and its reason stands on the proposal's page; what else was answered is a coordinator's task."""
    if event.answer == "decline":
        about = f"{event.process_id}:{event.answered_at.isoformat()}"
        facts: dict[str, Fact] = {"stands": int(event.stands), "over": int(not event.stands)}
        letter = Letter(LetterKind.PROPOSAL_DECLINED, about, facts, role=COORDINATOR)
        await write(work, event.process_id, [letter])


async def ask_for_interest(event: messages.InterestAsked, work: Work) -> None:
    about = f"{event.process_id}:{event.asked_at.isoformat()}"
    await write_to(work, event.process_id, [event.supervisor_id], Letter(LetterKind.INTEREST_ASKED, about))


async def tell_of_interest(event: messages.InterestDeclared, work: Work) -> None:
    """To the coordinators, who have asked, or whose paper cannot be signed so; never what was said. Once for each
    reason, however often it is pressed. To the supervisor, when what they told stands in the way no more.
    """
    about = f"{event.process_id}:{event.supervisor_id}:{event.declared_at.isoformat()}"
    if event.settled:
        settled = Letter(LetterKind.INTEREST_SETTLED, about)
        await write_to(work, event.process_id, [event.supervisor_id], settled)
    if event.was_asked or (event.hinders and not event.is_known):
        kind = LetterKind.INTEREST_HINDERS if event.hinders else LetterKind.INTEREST_DECLARED
        await write(work, event.process_id, [Letter(kind, about, role=COORDINATOR)])


async def remind_of_step(event: messages.StepOverdue, work: Work) -> None:
    """The same step can wait again after a new proposal, so its day belongs to what makes the letter another."""
    until = (await process_facts.process(work.db, event.process_id)).proposal_until
    about = f"{event.process_id}:{until}:{event.level}"
    if kind := _TO_COORDINATORS.get((event.step, event.level)):
        await write(work, event.process_id, [Letter(kind, about, role=COORDINATOR)])
        return
    if until is None:
        raise process_facts.NotYetKnown("proposal")
    await write_to_customer_of(work, event, Letter(LetterKind.PROPOSAL_DUE, about, _until(until)))


async def write_to_customer_of(work: Work, event: Event, letter: Letter) -> None:
    """To who asked, while they act for the organisation; else to whoever does."""
    contact = await process_facts.parties(work.db, event.aggregate_id, "contact")
    await write_to_customer(work, event.aggregate_id, letter, contact[0])


async def write_to_contact(work: Work, event: Event, letter: Letter) -> None:
    """To the person who asked, who may act for nobody yet."""
    contact = await process_facts.parties(work.db, event.aggregate_id, "contact")
    await write_to(work, event.aggregate_id, contact, letter)


def _until(day: date) -> dict[str, Fact]:
    return {"valid_until": day}
