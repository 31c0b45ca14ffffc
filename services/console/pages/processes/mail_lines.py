"""Letters as lines of the timeline: what was written to several together and went out the same day is one line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.messages.notices import MailCard
from services.runtime.finland import local_date

_TOGETHER = timedelta(seconds=10)
"""[ours] Those of one word are written one after the other, each at its own instant."""


@dataclass(frozen=True)
class Sent:
    """at: when the last of them went out. number: to how many readers."""

    at: datetime
    kind: str
    number: int


def sent_together(mails: Iterable[MailCard]) -> Iterator[Sent]:
    """Those that went out; of the others each is its own reader's. mails: the oldest first."""
    found: list[list[MailCard]] = []
    for one in mails:
        if one.sent_at is None:
            continue
        if these := next((these for these in reversed(found) if _belongs(one, these)), None):
            these.append(one)
        else:
            found.append([one])
    for these in found:
        yield Sent(max(one.sent_at for one in these if one.sent_at), these[0].kind, len(these))


def _belongs(one: MailCard, to: list[MailCard]) -> bool:
    """A second letter to one reader tells of another thing."""
    last = to[-1]
    return (
        one.kind == last.kind
        and one.written_at - last.written_at <= _TOGETHER
        and _day(one) == _day(last)
        and _reader(one) not in map(_reader, to)
    )


def _day(one: MailCard) -> object:
    return local_date(one.sent_at) if one.sent_at else None


def _reader(one: MailCard) -> tuple[object, ...]:
    return one.person_id, one.organisation_id, one.role
