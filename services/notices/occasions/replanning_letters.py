"""What is written when a session that its supervisor called off found no other time: coordinators are to find one."""

from services.messages.sessions import RecordCorrected, SessionCancelled
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.inquiry_letters import COORDINATOR
from services.notices.occasions.session_letters import of_trial
from services.notices.wording import Fact
from services.notices.writing import Letter, write
from services.runtime.commands.transactions import Work


async def ask_for_another_time(event: SessionCancelled | RecordCorrected, work: Work) -> None:
    """Also where it is said afterwards that the supervisor had called it off."""
    if event.replan_by is None:
        return
    facts: dict[str, Fact] = {
        "session_id": str(event.session_id),
        "number": event.number,
        "starts_at": event.starts_at,
        **of_trial(event.trial),
        "due_at": event.replan_by,
    }
    about = f"{event.session_id}:{event.replan_by.isoformat()}"
    letter = Letter(LetterKind.SESSION_TO_REPLAN, about, facts, role=COORDINATOR)
    await write(work, event.process_id, [letter])
