"""Whether a session that was called off counts as used: it does where it was too late to call it off for nothing."""

from services.sessions.notice import NoticeOwed, earliest
from services.sessions.tables import Session


def was_late(row: Session, owed: NoticeOwed) -> bool:
    """The customer called it off when that was charged already. owed: of the contract of its day."""
    told = row.told_at or row.settled_at
    theirs = row.status == "cancelled" and row.cancelled_by in ("supervisee", "commissioner")
    return theirs and told is not None and row.starts_at < earliest(owed, told)
