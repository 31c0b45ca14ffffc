"""notices: mail and calendar invitations. It listens, and answers how many it has sent."""

from services.messages.envelope import Command, Reply


class NoticeCounts(Reply):
    """dropped: stale reminders that were not sent any more."""

    waiting: int
    sent: int
    dropped: int
    refused: int


class CountNotices(Command[NoticeCounts]):
    """All of them, since the beginning."""
