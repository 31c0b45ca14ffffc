"""What it costs, from one session to all of them with the tax: the same rows on a proposal and on a contract."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from services.contracts.papers.wording import Wording
from services.messages.values import Language
from services.wording.formats import Formats


class Priced(Protocol):
    """Numbers of a proposal or of a contract's terms. consumer_price_cents: of a private person, with the tax."""

    @property
    def price_cents(self) -> int: ...
    @property
    def consumer_price_cents(self) -> int | None: ...
    @property
    def sessions_agreed(self) -> int | None: ...
    @property
    def language(self) -> Language: ...


@dataclass(frozen=True)
class Vat:
    """As it is on the first day. percent: the rate. gross_cents: all sessions together, or one."""

    percent: Decimal
    gross_cents: int


def net_cents(priced: Priced) -> int:
    """Of all sessions together; of one where their number is not agreed."""
    return priced.price_cents * (priced.sessions_agreed or 1)


def price_rows(
    priced: Priced, vat: Vat | None, words: Wording, untaxed: str = "vat_abroad"
) -> list[tuple[str, str]]:
    """What whoever decides has to know. vat: none where no tax of ours comes on it. untaxed: the word that says why."""
    euros, net, number = Formats(priced.language).euros, net_cents(priced), priced.sessions_agreed
    with_tax = euros(vat.gross_cents) if vat else ""
    total = (words.offered("total" if number else "one_with_vat"), with_tax)
    tax = _tax(priced, vat, words, untaxed)
    if theirs := priced.consumer_price_cents:
        one = (words.offered("one_with_vat"), euros(theirs))
        return [one, *([total] if number else []), tax]
    rows = [(words.offered("one_session"), euros(priced.price_cents))]
    if number:
        rows += [(words.offered("all_sessions", number=number), euros(net))]
    return [row for row in [*rows, tax, total] if row[1]]


def _tax(priced: Priced, vat: Vat | None, words: Wording, untaxed: str) -> tuple[str, str]:
    if vat is None:
        return words.offered("vat"), words.offered(untaxed)
    formats = Formats(priced.language)
    name = words.offered("of_which_vat" if priced.consumer_price_cents else "vat")
    return f"{name} {formats.percent(vat.percent)}", formats.euros(vat.gross_cents - net_cents(priced))
