"""What is written when a session is recorded otherwise than before: both words, never why, nor who was there."""

from services.messages import sessions as messages
from services.notices import process_facts
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.session_letters import of_trial
from services.notices.wording import Fact
from services.notices.writing import Letter, write_to, write_to_customer
from services.runtime.commands.transactions import Work


async def tell(event: messages.RecordCorrected, work: Work) -> None:
    """Those who were to come, also who has left the group since, and the customer, where it may be charged otherwise;
    not who has said it.
    """
    if not event.changes_charge:
        return
    facts: dict[str, Fact] = {
        "session_id": str(event.session_id),
        "number": event.number,
        "starts_at": event.starts_at,
        **of_trial(event.trial),
        "minutes": event.held_minutes or event.minutes,
        "former": event.former,
        "became": event.outcome,
    }
    letter = Letter(LetterKind.RECORD_CORRECTED, f"{event.session_id}:{event.revision}", facts)
    people = await process_facts.attendees_of_day(work.db, event.process_id, event.starts_at)
    said_by = event.supervisor_id if event.by == "supervisor" else None
    await write_to(work, event.process_id, [one for one in people if one != said_by], letter)
    [named] = await process_facts.parties(work.db, event.process_id, "contact")
    if named not in people:
        await write_to_customer(work, event.process_id, letter, named)
