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
_OUTSIDE_THE_TAX_AREA = {
    "DE": ("27498", "78266"),
    "ES": ("35", "38", "51", "52"),
    "GR": ("63086", "63087"),
    "IT": ("23041",),
}
"""How postal codes begin in Heligoland, Büsingen, the Canaries, Ceuta, Melilla, Mount Athos and Livigno: parts of the
EU where its VAT is not in force. Source: article 6 of the directive.
"""


@dataclass(frozen=True)
class Buyer:
    """kind: as the directory has it. registered_as: the number in its register or its VAT number; empty for none.

    business_id: of Finland's register; empty for none.
    """

    kind: str
    country: str
    registered_as: str
    postal_code: str = ""
    business_id: str = ""


def taxed(buyer: Buyer) -> Taxed | None:
    """None: it is not known, and nothing is invoiced until a person knows.

    A number that looks like a VAT number and is none of its country's is a slip, or a branch elsewhere. In the EU
    whoever gives no VAT number is taxed as one who has none (implementing regulation 282/2011, article 18).
    """
    if buyer.country == HOME:
        return "here"
    if buyer.business_id or buyer.country in _OTHERS_TERRITORY or _is_outside_the_tax_area(buyer):
        return None
    if buyer.country in EU:
        if vat_number(buyer) and buyer.kind != PRIVATE_PERSON:
            return "AE"
        return None if _looks_like_a_vat_number(buyer) else "here"
    return "O" if buyer.kind in _BUSINESSES else None


def vat_number(buyer: Buyer) -> str:
    """Its VAT number in another country of the EU, checked by that country's digits; empty where it gave none."""
    country = buyer.country
    if country == HOME or country not in EU:
        return ""
    prefix = _PREFIXES.get(country, country)
    told = buyer.registered_as
    if told.startswith(country):
        told = prefix + told.removeprefix(country)
    return told if told.startswith(prefix) and vat.is_valid(told) else ""


def _looks_like_a_vat_number(buyer: Buyer) -> bool:
    told, country = buyer.registered_as, buyer.country
    if told.startswith((country, _PREFIXES.get(country, country))):
        return True
    return told[:2].isalpha() and vat.is_valid(told)


def _is_outside_the_tax_area(buyer: Buyer) -> bool:
    code = "".join(buyer.postal_code.split())
    return code.startswith(_OUTSIDE_THE_TAX_AREA.get(buyer.country, ()))
