"""Where a supply is taxed, by who buys it and where: the one place for it.

A service to a business is taxed where the business is, one to anybody else where we are. What is not sure is not
guessed.
Source: council directive 2006/112/EC, articles 44, 45, 59 and 196; Finnish VAT act 1501/1993, sections 65 and 66.
"""

from dataclasses import dataclass
from typing import Literal

from stdnum.eu import vat

from services.messages.countries import HOME
from services.messages.directory import PRIVATE_PERSON

REVERSE_CHARGE = "AE"
OUT_OF_SCOPE = "O"
Taxed = Literal["here", "AE", "O"]
"""here: as the contract says, at Finland's rates. AE, O: categories of UNTDID 5305, both at nothing."""

_BUSINESSES = ("company", "association")
EU = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
"""Members since 2021."""
_OTHERS_TERRITORY = frozenset({"MC", "IM", "XI"})
"""They count as another country's for VAT, or did: a person looks at it."""
_PREFIXES = {"GR": "EL"}
"""Of VAT numbers, where it is not the country's own code. Source: article 215 of the directive."""


@dataclass(frozen=True)
class Buyer:
    """kind: as the directory has it. registered_as: the number in its register or its VAT number; empty for none."""

    kind: str
    country: str
    registered_as: str


def taxed(buyer: Buyer) -> Taxed | None:
    """None: it is not known, and nothing is invoiced until a person knows.

    In the EU whoever gives no VAT number is taxed as one who has none (implementing regulation 282/2011, article 18).
    """
    if buyer.country == HOME:
        return "here"
    if buyer.country in EU:
        return "AE" if vat_number(buyer) and buyer.kind != PRIVATE_PERSON else "here"
    if buyer.country in _OTHERS_TERRITORY:
        return None
    return "O" if buyer.kind in _BUSINESSES else None


def vat_number(buyer: Buyer) -> str:
    """Its VAT number in another country of the EU, checked by that country's digits; empty where it gave none."""
    told, country = buyer.registered_as, buyer.country
    prefix = _PREFIXES.get(country, country)
    foreign = country in EU and country != HOME and told.startswith(prefix)
    return told if foreign and vat.is_valid(told) else ""
