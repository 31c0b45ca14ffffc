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


def charged_sessions(priced: Priced, tried: int = 0) -> int:
    """All that are charged together; one where their number is not agreed. tried: those of a trial that cost as any
    other, which are outside the contract's count."""
    return priced.sessions_agreed + tried if priced.sessions_agreed else 1


def net_cents(priced: Priced, tried: int = 0) -> int:
    """Of `charged_sessions`, without tax."""
    return priced.price_cents * charged_sessions(priced, tried)


def price_rows(
    priced: Priced, vat: Vat | None, words: Wording, untaxed: str = "vat_abroad", tried: int = 0
) -> list[tuple[str, str]]:
    """What whoever decides has to know. vat: none where no tax of ours comes on it. untaxed: the word that says why.

    tried: as `charged_sessions` has it; the total holds them.
    """
    euros, number = Formats(priced.language).euros, priced.sessions_agreed
    with_tax = euros(vat.gross_cents) if vat else ""
    total = (words.offered("total" if number else "one_with_vat"), with_tax)
    tax = _tax(priced, vat, words, untaxed, net_cents(priced, tried))
    if theirs := priced.consumer_price_cents:
        one = (words.offered("one_with_vat"), euros(theirs))
        trial = [(words.offered("trial_sessions", number=tried), euros(theirs * tried))] if tried else []
        return [one, *trial, *([total] if number else []), tax]
    rows = [(words.offered("one_session"), euros(priced.price_cents))]
    if number:
        rows += [(words.offered("all_sessions", number=number), euros(net_cents(priced)))]
    if number and tried:
        rows += [(words.offered("trial_sessions_untaxed", number=tried), euros(priced.price_cents * tried))]
    return [row for row in [*rows, tax, total] if row[1]]


def _tax(priced: Priced, vat: Vat | None, words: Wording, untaxed: str, net: int) -> tuple[str, str]:
    if vat is None:
        return words.offered("vat"), words.offered(untaxed)
    formats = Formats(priced.language)
    name = words.offered("of_which_vat" if priced.consumer_price_cents else "vat")
    return f"{name} {formats.percent(vat.percent)}", formats.euros(vat.gross_cents - net)
