"""What is written about the three-way meeting before a contract is signed: when it is."""

from services.messages.contracts import MeetingArranged
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.inquiry_letters import write_to_customer_of
from services.notices.writing import Letter, write_to
from services.runtime.commands.asking import Work


async def tell_of_time(event: MeetingArranged, work: Work) -> None:
    """The customer, the supervisor, and the members who are named already; another time is another letter."""
    about = f"{event.process_id}:{event.starts_at.isoformat()}"
    letter = Letter(
        LetterKind.MEETING_ARRANGED, about, {"starts_at": event.starts_at}, stale_after=event.starts_at
    )
    await write_to_customer_of(work, event, letter)
    await write_to(work, event.process_id, [event.supervisor_id, *event.supervisee_ids], letter)
