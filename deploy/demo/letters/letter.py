"""One letter, as it is expected or as it was caught."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from deploy.demo import people as who
from services.runtime.finland import local_date


@dataclass(frozen=True, order=True)
class Letter:
    """reader: the address to which it goes. day: Helsinki's. of: the commission's name, "" of a letter about none."""

    kind: str
    reader: str
    day: date
    of: str = ""

    def __str__(self) -> str:
        return f"{self.kind} to {self.reader} on {self.day}"


def to_each(kind: str, people: Iterable[who.Someone], at: datetime | date, of: str) -> list[Letter]:
    """Each person once, however many parts they have."""
    day = local_date(at) if isinstance(at, datetime) else at
    return [Letter(kind, one.email, day, of) for one in dict.fromkeys(people)]


def to_customer(
    kind: str, contact: who.Someone, there: Collection[who.Someone], at: datetime | date, of: str
) -> list[Letter]:
    """None to a customer who is among those who take part: they hear of it as these do, or have pressed it."""
    return [] if contact in there else to_each(kind, [contact], at, of)


def renewed(name: str) -> str:
    """Of what letters about a commission's next year are."""
    return f"{name}, renewed"
