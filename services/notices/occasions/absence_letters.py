"""What is written when members cannot come to a session: to its supervisor how many, never who."""

from services.messages import sessions as messages
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.session_letters import of_trial
from services.notices.wording import Fact
from services.notices.writing import Letter, write
from services.runtime.commands.transactions import Work


async def tell(event: messages.AbsenceReported, work: Work) -> None:
    """The supervisor; and where nobody can come while cancelling is free, the one who may cancel for the group."""
    letters = [_to_supervisor(LetterKind.ABSENCE_REPORTED, event, event.reported_at.isoformat())]
    if event.asked_id:
        letters.append(
            Letter(
                LetterKind.NOBODY_CAN_COME,
                f"{event.session_id}:{event.reported_at.isoformat()}",
                _facts(event),
                person_id=event.asked_id,
                stale_after=event.starts_at,
            )
        )
    await write(work, event.process_id, letters)


async def tell_of_coming(event: messages.AbsenceTakenBack, work: Work) -> None:
    letter = _to_supervisor(LetterKind.ABSENCE_TAKEN_BACK, event, event.taken_back_at.isoformat())
    await write(work, event.process_id, [letter])


def _to_supervisor(
    kind: LetterKind, event: messages.AbsenceReported | messages.AbsenceTakenBack, said_at: str
) -> Letter:
    about = f"{event.session_id}:{said_at}"
    return Letter(kind, about, _facts(event), person_id=event.supervisor_id, stale_after=event.starts_at)


def _facts(event: messages.AbsenceReported | messages.AbsenceTakenBack) -> dict[str, Fact]:
    return {
        "session_id": str(event.session_id),
        "number": event.number,
        "starts_at": event.starts_at,
        **of_trial(event.trial),
        "absent": event.absent,
        "members": event.members,
    }
