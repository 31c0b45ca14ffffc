"""What is written about the three-way meeting before a contract is signed: its time, another one, that it is off."""

from datetime import date, datetime, timedelta

from sqlmodel import col, select

from services.messages import contracts as messages
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.inquiry_letters import write_to_customer_of
from services.notices.tables import Notice
from services.notices.wording import Fact
from services.notices.writing import Letter, read, write_to
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date


async def tell_of_meeting(event: messages.MeetingArranged, work: Work) -> None:
    """The customer, the supervisor, and the members who are named already, each with a calendar entry; another time or
    place is another letter. Where it is, is asked when the letter is sent.
    """
    about = f"{event.process_id}:{event.starts_at.isoformat()}"
    facts: dict[str, Fact] = {"starts_at": event.starts_at, "moved": 0, "otherwise": 0, "lasts": 0}
    if event.ends_at:
        about += f":{event.sequence}"
        facts |= {"ends_at": event.ends_at, "lasts": 1, "sequence": event.sequence}
        facts |= {"calendar_uid": f"{event.process_id}-meeting"}
    if event.previous_starts_at == event.starts_at:
        facts |= {"otherwise": 1}
    elif event.previous_starts_at:
        facts |= {"moved": 1, "previous_starts_at": event.previous_starts_at}
    letter = Letter(LetterKind.MEETING_ARRANGED, about, facts, stale_after=event.starts_at)
    await write_to_customer_of(work, event, letter)
    await write_to(work, event.process_id, [event.supervisor_id, *event.supervisee_ids], letter)


async def tell_that_time_is_off(
    event: messages.MeetingHeld
    | messages.MeetingWaived
    | messages.MeetingCorrected
    | messages.ContractGivenUp,
    work: Work,
    held_on: date | None = None,
) -> None:
    """Who was told of a time that is still to come, of a meeting that was held on another day, or is not needed, or
    whose contract is given up. It goes out of their calendars.
    """
    of_meeting = (Notice.process_id == event.process_id) & (Notice.kind == LetterKind.MEETING_ARRANGED)
    rows = (await work.db.exec(select(Notice).where(of_meeting).order_by(col(Notice.place)))).all()
    told = read(rows[-1].facts) if rows else {}
    starts_at = told.get("starts_at")
    if not isinstance(starts_at, datetime) or starts_at <= work.clock.now():
        return
    if held_on == local_date(starts_at):
        return
    about = f"{event.process_id}:{starts_at.isoformat()}"
    facts: dict[str, Fact] = {"starts_at": starts_at, **_entry(told, starts_at)}
    facts |= {"comes_next": int(not isinstance(event, messages.ContractGivenUp))}
    if sequence := facts.get("sequence"):
        about += f":{sequence}"
    letter = Letter(LetterKind.MEETING_OFF, about, facts, stale_after=starts_at)
    await write_to_customer_of(work, event, letter)
    people = sorted({one.person_id for one in rows if one.person_id and not one.role})
    await write_to(work, event.process_id, people, letter)


def _entry(told: dict[str, Fact], starts_at: datetime) -> dict[str, Fact]:
    """By the next SEQUENCE of the entry that was sent; nothing of a letter that brought none."""
    if "calendar_uid" not in told:
        return {}
    ends_at = told.get("ends_at", starts_at + timedelta(hours=1))
    return {
        "calendar_uid": told["calendar_uid"],
        "sequence": int(str(told["sequence"])) + 1,
        "ends_at": ends_at,
    }
