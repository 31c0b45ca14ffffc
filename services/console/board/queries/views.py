"""What the board's questions take and give: filters, cards, columns and pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.console.board.phases import EarlyEnd, Phase, early_end
from services.messages.values import Audience

IN_A_COLUMN = 25
COUNTED_TO = 100
ON_A_PAGE = 50


@dataclass(frozen=True)
class Filters:
    """All that is given must hold. text: beginnings of words of the customer's name, or of the number.

    persons: private customers' processes, in whose names the text's words are: no card has them. assignee: a
    coordinator, or "nobody".
    """

    text: str = ""
    persons: Sequence[UUID] = ()
    phase: Phase | None = None
    assignee: UUID | Literal["nobody"] | None = None
    supervisor_id: UUID | None = None
    audience: Audience | None = None
    organisation_id: UUID | None = None
    department_id: UUID | None = None


@dataclass(frozen=True)
class Card:
    """What a card shows. Amounts are none for whoever sees no prices. next_at: next session or deadline."""

    process_id: UUID
    number: str
    organisation_id: UUID | None
    organisation_name: str | None
    audience: str | None
    language: str | None
    contact_id: UUID | None
    supervisor_id: UUID | None
    coordinator_id: UUID | None
    phase: str
    phase_since: datetime | None
    next_at: datetime | None
    next_session_at: datetime | None
    began_at: datetime
    starts_on: date | None
    ends_on: date | None
    proposal: str | None
    proposal_until: date | None
    awaited_party: str | None
    continuation: str | None
    paused_from: date | None
    goes_on: date | None
    early_end_on: date | None
    sessions_total: int
    sessions_held: int
    sessions_cancelled: int
    sessions_no_show: int
    renews: UUID | None
    successor_id: UUID | None
    ended_at: datetime | None
    price_cents: int | None
    invoices: int | None
    invoiced_cents: int | None

    @property
    def ends_early(self) -> EarlyEnd | None:
        """Until it is over."""
        return None if self.ended_at else early_end(self.starts_on, self.early_end_on)


@dataclass(frozen=True)
class Column:
    """cards: the first ones, by what is next. count: of all of them, at most COUNTED_TO, which means or more."""

    phase: Phase
    cards: Sequence[Card]
    count: int


@dataclass(frozen=True)
class Page:
    """next: where the next page begins; none: this is the last."""

    cards: Sequence[Card]
    next: "Place | None"


@dataclass(frozen=True)
class Place:
    """After which card a page goes on."""

    began_at: datetime
    process_id: UUID
