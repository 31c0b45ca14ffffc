"""Value types that several services share on the wire, and the checks that belong to them."""

import re
import unicodedata
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    validate_email,
)
from pydantic_core import PydanticCustomError
from stdnum import bic
from stdnum.exceptions import ValidationError as NumberError
from stdnum.fi import ytunnus

from services.messages.countries import HOME, Country
from services.messages.printing import PrintedText
from services.messages.texts import in_digits, in_one_line, is_digits, searched, written

YEARS = range(2000, 2100)
"""What is typed or ordered lies in them: a rule that goes from day to day comes to an end."""


def of_our_years(day: date) -> date:
    """The day itself. A year of 2207 was meant to be 2027, and one of 0027 too."""
    if day.year not in YEARS:
        raise PydanticCustomError("day_out_of_range", f"is not between the years {YEARS[0]} and {YEARS[-1]}")
    return day


def _no_count_of_seconds(value: object) -> object:
    """A number alone is no day, though it would be read as the seconds since 1970."""
    if isinstance(value, str) and is_digits(value.strip()):
        raise PydanticCustomError("date_parsing", "is not a date that exists")
    return value


def _to_utc(value: datetime) -> datetime:
    """Both are of our years: the first hours of 2000 east of Greenwich are 1999 there."""
    of_our_years(value)
    found = value.astimezone(UTC)
    of_our_years(found)
    return found


def _local_time(value: time) -> time:
    """As a clock on a Finnish wall shows it: with an offset it would be another one's."""
    if value.tzinfo is not None:
        raise PydanticCustomError("local_time", "is a local time without an offset")
    return value


def _business_id(value: str) -> str:
    """The check digit of nothing but zeros is right, and no company has them; other scripts' digits are none."""
    try:
        digits = ytunnus.validate(value)
    except NumberError:
        digits = ""
    if any(unicodedata.category(char) == "Nd" and not char.isascii() for char in value):
        digits = ""
    if not digits.strip("0"):
        raise PydanticCustomError("business_id", "is not a valid Y-tunnus")
    return f"{digits[:7]}-{digits[7]}"


def _bic(value: str) -> str:
    """Eight or eleven letters and digits in capitals, with a country that there is. Source: ISO 9362.

    A location that ends in 0 is of tests, in 1 of who has others send for them: nobody is paid there.
    """
    try:
        found: str = bic.validate(value)
    except NumberError:
        found = ""
    if not found or found[_LOCATION_ENDS] in "01":
        raise PydanticCustomError("bic", "is not a valid BIC")
    return found


_LOCATION_ENDS = 7


def _address(value: str) -> str:
    """By itself, where it was typed behind a name. Asked here, since each field of pydantic's own type reads anew which
    release of the checking library is installed.
    """
    return validate_email(value)[1]


def _sendable(address: str) -> str:
    """No mail server that we know of has to take other letters before the @ than ASCII's (RFC 6531 asks it first)."""
    local_part = address.rpartition("@")[0]
    if not local_part.isascii():
        raise PydanticCustomError("mail_letters", "has letters before the @ that mail cannot be sent to")
    if len(local_part) > _LONGEST_LOCAL_PART:
        raise PydanticCustomError("mail_too_long", "is too long before the @")
    return address


def _as_dialled(value: object) -> object:
    """The blanks and dashes of a page are those of a keyboard; a dot groups as a blank does."""
    text = in_one_line(value)
    return text.translate(_OF_A_PAGE) if isinstance(text, str) else text


_OF_A_PAGE = dict.fromkeys((0x2E, 0xA0, 0x2007, 0x2009, 0x202F), " ")
_OF_A_PAGE |= dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")
_LONGEST_LOCAL_PART = 64
"""Source: RFC 5321, 4.5.3.1.1."""

Day = Annotated[date, BeforeValidator(_no_count_of_seconds), AfterValidator(of_our_years)]
Utc = Annotated[AwareDatetime, AfterValidator(_to_utc)]
LocalTime = Annotated[time, AfterValidator(_local_time)]
BusinessId = Annotated[str, Field(max_length=20), BeforeValidator(in_one_line), AfterValidator(_business_id)]
Iban = Annotated[str, Field(min_length=15, max_length=42), BeforeValidator(in_one_line)]
"""As it is typed, also in groups of four; whether it is one that we can take, its owner says."""
Bic = Annotated[str, Field(max_length=20), BeforeValidator(in_one_line), AfterValidator(_bic)]
Cents = Annotated[int, Field(ge=0, le=100_000_000)]
Count = Annotated[int, Field(ge=1, le=260)]
"""How many sessions; a week apart, five years of them."""
Percent = Annotated[int, Field(ge=0, le=100)]
Email = Annotated[
    str,
    Field(max_length=254, json_schema_extra={"format": "email"}),
    BeforeValidator(in_one_line),
    AfterValidator(_address),
    AfterValidator(_sendable),
]
"""One that mail can be sent to; its domain in the letters of its language (työ.example), however it was typed.

As long as an address may be that mail is delivered to. Source: RFC 5321, 4.5.3.1.3.
"""
PlaceText = Annotated[str, Field(max_length=300), BeforeValidator(in_one_line)]
"""A name, an address, or a link for meeting remotely."""
ShortText = Annotated[str, Field(min_length=1, max_length=200), BeforeValidator(in_one_line)]
LongText = Annotated[str, Field(max_length=4000), BeforeValidator(written)]
"""Empty where nothing is said."""
Phone = Annotated[
    str, Field(max_length=40, pattern=r"^([+(]{0,2}[0-9][0-9 ()/-]*)?$"), BeforeValidator(_as_dialled)
]
"""As it is dialled, in groups as people write it; empty: none."""
SearchText = Annotated[str, Field(max_length=320), BeforeValidator(searched)]
"""A part of what is looked for; empty: everything. Not what is typed and cannot be seen."""
Period = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]
PostalCode = Annotated[str, Field(pattern=r"^[0-9]{5}$")]
Version = Annotated[int, Field(ge=1, le=10_000)]
"""Of a contract's paper: each that a party declines is followed by the next."""
Mark = Annotated[str, Field(pattern="^[0-9a-z_]{1,64}$")]
"""Of a setting as it stands."""
NEVER_SET: Mark = "never_set"
"""Of one that nobody has set yet."""
NoticeHours = Annotated[int, Field(ge=0, le=100_000)]
NoticeDays = Annotated[int, Field(ge=0, le=5000)]
"""How long before a session somebody cancels it: a contract runs for five years at most."""
Minutes = Annotated[int, Field(ge=30, le=240)]
RealMinutes = Annotated[int, Field(ge=1, le=480)]
"""How long a session really took."""
Language = Literal["fi", "sv", "en"]
Channel = Literal["peppol", "finvoice", "mail"]
"""Over which a customer gets its invoices: to its system, by either network, or as a PDF by mail."""
SessionFormat = Literal["individual", "group"]
UnitMinutes = Literal[45, 60]
Score = Annotated[int, Field(ge=-2, le=2)]
Weight = Annotated[Decimal, Field(gt=0, le=10), BeforeValidator(in_digits)]


class Audience(StrEnum):
    INDIVIDUAL = "individual"
    PAIR = "pair"
    MANAGER = "manager"
    GROUP = "group"
    LEADERSHIP = "leadership"
    WORK_COMMUNITY = "work_community"

    @property
    def session_format(self) -> SessionFormat:
        """Whose cancellation rule and price list apply."""
        return "individual" if self in (self.INDIVIDUAL, self.MANAGER) else "group"


class Party(StrEnum):
    """The three that sign, in the order in which they sign."""

    COMMISSIONER = "commissioner"
    SUPERVISEE = "supervisee"
    SUPERVISOR = "supervisor"


class Role(StrEnum):
    """The columns of the table of who sees what."""

    COMMISSIONER = "commissioner"
    PAYER = "payer"
    SUPERVISEE = "supervisee"
    SUPERVISOR = "supervisor"
    COORDINATOR = "coordinator"
    FINANCE = "finance"
    ADMINISTRATOR = "administrator"


Side = Literal["customer", "supervisor", "staff"]
"""On which side of a supervision somebody stands who asks for something."""
_SIDES: dict[Role, Side] = {
    Role.COMMISSIONER: "customer",
    Role.PAYER: "customer",
    Role.SUPERVISEE: "customer",
    Role.SUPERVISOR: "supervisor",
    Role.COORDINATOR: "staff",
    Role.FINANCE: "staff",
    Role.ADMINISTRATOR: "staff",
}


def side_of(role: Role) -> Side:
    return _SIDES[role]


class Value(BaseModel):
    """A part of a message."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Viewer(Value):
    """Who asks to see something; the owner of the data filters by it.

    department_id: none for a role in the whole organisation.
    """

    person_id: UUID
    role: Role
    organisation_id: UUID | None = None
    department_id: UUID | None = None


def postal_code_of_its_country(code: str, typed: ValidationInfo) -> str:
    """For a field beside `country`: five digits in Finland, elsewhere as that country has it, or none."""
    is_home = typed.data.get("country", HOME) == HOME
    if is_home and not code:
        raise PydanticCustomError("missing", "is needed")
    if not re.fullmatch(r"[0-9]{5}" if is_home else r"[A-Za-z0-9 -]{0,12}", code):
        raise PydanticCustomError("postal_code", "is not a postal code of the country")
    return code


AnyPostalCode = Annotated[str, Field(max_length=12, validate_default=True), BeforeValidator(in_one_line)]
"""Of any country, beside a field `country`."""


class Address(Value):
    country: Country = HOME
    street: PrintedText
    postal_code: AnyPostalCode = ""
    town: PrintedText

    _postal_code = field_validator("postal_code")(postal_code_of_its_country)


class LengthPrice(Value):
    """One line of the price list as it was agreed: a session so long. consumer_cents: the same to a private person."""

    minutes: int
    price_cents: int
    consumer_cents: int | None = None


class CancellationTier(Value):
    """From this much notice on, so many percent of the price; the tiers of a contract are kept in data."""

    notice_hours: NoticeHours | None = None
    notice_working_days: NoticeDays | None = None
    percent: Percent
