"""In which phase a process is: a pure function of what its card knows."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from services.console.tables import ProcessCard


class Paused(Protocol):
    """What of a card tells whether it is."""

    @property
    def paused_from(self) -> date | None: ...
    @property
    def goes_on(self) -> date | None: ...
    @property
    def early_end_on(self) -> date | None: ...
    @property
    def ended_at(self) -> datetime | None: ...


class Phase(StrEnum):
    """In the order of a process's year; the last eight are ways to have ended."""

    SCREENING = "screening"
    MATCHING = "matching"
    PROPOSAL = "proposal"
    TRIAL = "trial"
    CONTRACT = "contract"
    SESSIONS = "sessions"
    CONTINUATION = "continuation"
    CLOSED = "closed"
    RENEWED = "renewed"
    NOT_RENEWED = "not_renewed"
    NEVER_BEGAN = "never_began"
    REDIRECTED = "redirected"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


OPEN = (
    Phase.SCREENING,
    Phase.MATCHING,
    Phase.PROPOSAL,
    Phase.TRIAL,
    Phase.CONTRACT,
    Phase.SESSIONS,
    Phase.CONTINUATION,
)
"""The columns of the board."""


def paused_openly(card: Paused) -> bool:
    """Nobody has said yet when it goes on: its sessions wait to be planned again, and its last day moves."""
    return card.paused_from is not None and not (card.goes_on or card.early_end_on or card.ended_at)


class EarlyEnd(NamedTuple):
    last_day: date
    never_began: bool


def early_end(starts_on: date | None, last_day: date | None) -> EarlyEnd | None:
    """last_day: an earlier one than was agreed."""
    if last_day is None:
        return None
    return EarlyEnd(last_day, starts_on is not None and last_day < starts_on)


def phase_of(card: ProcessCard) -> tuple[Phase, datetime | None]:
    """The phase, and since when. The furthest fact counts: an earlier one that comes late moves nothing back."""
    return _ended(card) or _agreed(card) or _asked(card)


def _ended(card: ProcessCard) -> tuple[Phase, datetime | None] | None:
    if card.ended_at:
        return _ended_as(card), card.ended_at
    if card.withdrawn_at:
        return Phase.WITHDRAWN, card.withdrawn_at
    if card.contract_expired_at:
        return Phase.EXPIRED, card.contract_expired_at
    return None


def _ended_as(card: ProcessCard) -> Phase:
    if card.ended_as == "renewed":
        return Phase.NOT_RENEWED if card.renewal_lapsed_at else Phase.RENEWED
    end = early_end(card.starts_on, card.early_end_on)
    return Phase.NEVER_BEGAN if end and end.never_began else Phase.CLOSED


def _agreed(card: ProcessCard) -> tuple[Phase, datetime | None] | None:
    """From the accepted proposal, or the renewal, on. What is to end early has its sessions until then."""
    chosen_at = None if card.early_end_on else card.continuation_at
    if since := card.continuation_asked_at or chosen_at:
        return Phase.CONTINUATION, since
    if card.signed_at:
        return Phase.SESSIONS, card.signed_at
    if card.renews:
        return Phase.CONTRACT, card.began_at
    if card.proposal == "accept" and card.trial_sessions and card.trial_state != "go":
        return Phase.TRIAL, card.proposal_at
    if card.proposal == "accept":
        return Phase.CONTRACT, card.trial_since if card.trial_state == "go" else card.proposal_at
    return None


def _asked(card: ProcessCard) -> tuple[Phase, datetime | None]:
    if card.proposal == "decline":
        return Phase.DECLINED, card.proposal_at
    if card.proposal == "expired":
        return Phase.EXPIRED, card.proposal_at
    if card.matched_at:
        return Phase.PROPOSAL, card.matched_at
    if card.outcome == "supervision":
        return Phase.MATCHING, card.screened_at
    if card.outcome:
        return Phase.REDIRECTED, card.screened_at
    return Phase.SCREENING, card.began_at
