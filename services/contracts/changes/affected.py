"""Whom a change of a signed contract concerns: who consents or signs again, and who is told. A pure table.

What is changed together is asked of everybody whom any part of it concerns.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from services.messages.contracts import Clause
from services.messages.values import Party


class Matter(StrEnum):
    """What a change is about."""

    PRICE = "price"
    SERIES = "series"
    CANCELLING = "cancelling"
    MEETING = "meeting"
    SUPERVISOR = "supervisor"
    CONTACT = "contact"
    EXCHANGE = "exchange"


@dataclass(frozen=True)
class Concerned:
    """signs: in any order; members: every member's own consent, before who acts for them signs. told: by letter."""

    signs: frozenset[Party] = frozenset()
    members: bool = False
    told: frozenset[Party] = frozenset()


_EVERYBODY = frozenset(Party)
_CONCERNED: dict[Matter, Concerned] = {
    Matter.PRICE: Concerned(frozenset({Party.COMMISSIONER}), told=frozenset({Party.SUPERVISOR})),
    Matter.SERIES: Concerned(_EVERYBODY, members=True),
    Matter.CANCELLING: Concerned(_EVERYBODY, members=True),
    Matter.MEETING: Concerned(
        frozenset({Party.SUPERVISEE, Party.SUPERVISOR}), told=frozenset({Party.COMMISSIONER})
    ),
    Matter.SUPERVISOR: Concerned(
        frozenset({Party.SUPERVISEE, Party.SUPERVISOR}), members=True, told=frozenset({Party.COMMISSIONER})
    ),
    Matter.CONTACT: Concerned(told=_EVERYBODY),
    Matter.EXCHANGE: Concerned(_EVERYBODY, members=True),
}
_MATTERS: dict[str, Matter] = {
    "price_cents": Matter.PRICE,
    "payment_days": Matter.PRICE,
    "duration_minutes": Matter.SERIES,
    "base_interval_days": Matter.SERIES,
    "sessions_agreed": Matter.SERIES,
    "ends_on": Matter.SERIES,
    "cancellation_tiers": Matter.CANCELLING,
    "no_show_percent": Matter.CANCELLING,
    "supervisor_id": Matter.SUPERVISOR,
    "commissioner_id": Matter.CONTACT,
    Clause.PLACE: Matter.MEETING,
    Clause.AGREEING_MEETINGS: Matter.MEETING,
    Clause.PRICE_AND_PAYMENT: Matter.PRICE,
    Clause.DURATION_AND_AMOUNT: Matter.SERIES,
    Clause.CANCELLATION: Matter.CANCELLING,
    Clause.UNUSED_TIME: Matter.CANCELLING,
}


def matter_of(changed: str) -> Matter:
    """changed: a column, or a clause; any other clause is how people work and what they tell each other."""
    return _MATTERS.get(changed, Matter.EXCHANGE)


def concerned(changed: Iterable[str]) -> Concerned:
    """Who is asked is not told besides."""
    each = [_CONCERNED[matter_of(one)] for one in changed]
    signs = frozenset[Party]().union(*(one.signs for one in each))
    told = frozenset[Party]().union(*(one.told for one in each))
    return Concerned(signs, any(one.members for one in each), told - signs)
