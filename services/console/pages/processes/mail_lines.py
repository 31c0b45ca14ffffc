"""Letters as lines of the timeline: what was written to several at once and went out the same day is one line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from services.messages.notices import MailCard
from services.runtime.finland import local_date


@dataclass(frozen=True)
class Sent:
    """at: when the last of them went out. number: to how many readers."""

    at: datetime
    kind: str
    number: int


def sent_together(mails: Iterable[MailCard]) -> Iterator[Sent]:
    """Those that went out; of the others each is its own reader's."""
    found: dict[tuple[str, datetime, date], list[datetime]] = {}
    for one in mails:
        if one.sent_at:
            found.setdefault((one.kind, one.written_at, local_date(one.sent_at)), []).append(one.sent_at)
    for (kind, _written, _day), times in found.items():
        yield Sent(max(times), kind, len(times))
