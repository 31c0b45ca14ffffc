"""By which id a customer is known: a Y-tunnus, its number in another register, or none at all."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError
from stdnum.fi import ytunnus

from services.messages.countries import HOME
from services.messages.texts import in_one_line

OrganisationKind = Literal["public", "company", "association", "unregistered", "private_person"]
PRIVATE_PERSON = "private_person"
WITHOUT_ID = ("unregistered", PRIVATE_PERSON)
"""A group that stands in no register has no id to give, and a person is not asked for theirs."""
ASSOCIATION = "association"
IdFault = Literal[
    "business_id_missing",
    "foreign_id_missing",
    "register_number_missing",
    "id_not_theirs",
    "foreign_id_is_business_id",
    "register_number_without_digits",
]

_DIGIT = re.compile("[0-9]")


def _compact(value: str) -> str:
    """As it is compared: registers print the same number with other spaces, points and hyphens."""
    compact = re.sub(r"[ .\-]", "", value.upper())
    if not re.fullmatch(r"[A-Z0-9/]{2,30}", compact) or re.fullmatch(r"[A-Z]{0,3}[0/]+", compact):
        raise PydanticCustomError("foreign_id", "is not an id of letters and digits")
    return compact


ForeignId = Annotated[str, Field(max_length=60), BeforeValidator(in_one_line), AfterValidator(_compact)]


def id_fault(
    kind: str, country: str, business_id: str | None, foreign_id: str | None
) -> tuple[Literal["business_id", "foreign_id"], IdFault] | None:
    """The field that is filled in, or left out, against the rule of this kind of customer; none: it is as it should be.

    country: the address's; foreign_id: the number in the register of that country, or its VAT number. A Finnish
    association that does no business has no Y-tunnus, but its number in the register of associations.
    """
    if kind in WITHOUT_ID:
        if business_id:
            return "business_id", "id_not_theirs"
        return ("foreign_id", "id_not_theirs") if foreign_id else None
    if business_id:
        return None
    if country != HOME:
        if not foreign_id:
            return "foreign_id", "foreign_id_missing"
        return None if _DIGIT.search(foreign_id) else ("foreign_id", "register_number_without_digits")
    if kind == ASSOCIATION:
        return ("foreign_id", fault) if (fault := _register_fault(foreign_id)) else None
    return "business_id", "business_id_missing"


def _register_fault(number: str | None) -> IdFault | None:
    """Of an association's number: a Y-tunnus in its place would make a second customer of one that is known."""
    if not number:
        return "register_number_missing"
    if ytunnus.is_valid(number.removeprefix("FI")):
        return "foreign_id_is_business_id"
    return None if _DIGIT.search(number) else "register_number_without_digits"
