"""The inquiry's three steps as forms, which of them are still to be filled in, and the order they become."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from services.messages.directory import (
    PRIVATE_PERSON,
    WITHOUT_ID,
    ForeignId,
    OrganisationKind,
    PersonCard,
    id_fault,
)
from services.messages.headcounts import MOST_MEMBERS
from services.messages.intake import (
    ChangeInquiry,
    InquiryCard,
    SubmitInquiry,
    Template,
    Theme,
    Wish,
)
from services.messages.names import PersonName, TitleText
from services.messages.printing import is_printed
from services.messages.promises import Promises
from services.messages.regions import Region
from services.messages.values import (
    Address,
    Audience,
    BusinessId,
    Day,
    Email,
    Language,
    LongText,
    Minutes,
)
from services.messages.wished_times import TimeOfDay, Weekday
from services.portal.pages.public.drafts import About
from services.runtime.far_days import BEGINS_WITHIN_YEARS, years_after
from services.web.pages.forms import Filled, Form
from services.web.pages.postal import AddressForm
from services.web.pages.refusals import SENTENCES

_USUAL_KIND: OrganisationKind = "company"


class WhoAsks(AddressForm):
    """What is needed of whom: see `id_fault`. A private person is the contact; of a name or id typed beside, nothing
    is kept.
    """

    organisation_kind: OrganisationKind
    organisation_name: Annotated[TitleText | None, Field(validate_default=True)] = None
    business_id: Annotated[BusinessId | None, Field(validate_default=True)] = None
    foreign_id: Annotated[ForeignId | None, Field(validate_default=True)] = None
    invoice_email: Email
    contact_given_name: PersonName
    contact_family_name: PersonName
    latin_name: Annotated[TitleText | None, Field(validate_default=True)] = None
    contact_email: Email

    @field_validator("organisation_name")
    @classmethod
    def _named(cls, name: str | None, typed: ValidationInfo) -> str | None:
        kind = typed.data.get("organisation_kind", PRIVATE_PERSON)
        if name is None and kind != PRIVATE_PERSON:
            raise PydanticCustomError("name_missing", "is needed")
        return None if kind == PRIVATE_PERSON else name

    @field_validator("latin_name")
    @classmethod
    def _on_invoices(cls, name: str | None, typed: ValidationInfo) -> str | None:
        """Asked of a private person alone, and only where an invoice could not show their own."""
        own = (typed.data.get("contact_given_name", ""), typed.data.get("contact_family_name", ""))
        if typed.data.get("organisation_kind") != PRIVATE_PERSON or is_printed(" ".join(own)):
            return None
        if name is None:
            raise PydanticCustomError("latin_name_missing", "is needed")
        return name

    @field_validator("foreign_id", "business_id")
    @classmethod
    def _known_by(cls, value: str | None, typed: ValidationInfo) -> str | None:
        """The Y-tunnus is looked at before the other id: of a Finnish organisation it is the one that is needed.

        Who has not said yet what they are is told of it as most are who ask, and not only the next time.
        """
        facts, field = typed.data, str(typed.field_name)
        if "country" not in facts:
            return value
        kind = facts.get("organisation_kind", _USUAL_KIND)
        if kind in WITHOUT_ID:
            return None
        ids = {"business_id": facts.get("business_id"), "foreign_id": None} | {field: value}
        fault = id_fault(kind, facts["country"], ids["business_id"], ids["foreign_id"])
        if fault and fault[0] == field:
            raise PydanticCustomError(fault[1], "is needed")
        return value


class _Contact(Form):
    """All that is left of an inquiry that was sent."""

    contact_email: Email


class ForWhom(Form):
    not_typed: ClassVar = frozenset({"duration_minutes"})
    audience: Audience
    headcount: Annotated[int, Field(ge=1, le=MOST_MEMBERS)]
    remote_ok: bool = False
    region: Annotated[Region | None, Field(validate_default=True)] = None
    duration_minutes: Minutes
    template: Template
    preferred_weekdays: Annotated[list[Weekday], Field(max_length=50)] = []
    preferred_times: Annotated[list[TimeOfDay], Field(max_length=50)] = []
    preferred_from: Day | None = None

    @field_validator("region")
    @classmethod
    def _somewhere(cls, region: Region | None, typed: ValidationInfo) -> Region | None:
        if region is None and not typed.data.get("remote_ok"):
            raise PydanticCustomError("region_missing", "is needed unless they meet at a distance")
        return region


class WhatIsHoped(Form):
    wishes: Annotated[list[Wish], Field(min_length=1, max_length=50)]
    themes: Annotated[list[Theme], Field(max_length=50)] = []
    message: LongText = ""
    language: Language


class Whole(WhoAsks, ForWhom, WhatIsHoped):
    """All three, as they are sent."""


_SEVERAL = ("wishes", "themes", "preferred_weekdays", "preferred_times")
STEPS: dict[int, type[Form]] = {1: WhoAsks, 2: ForWhom, 3: WhatIsHoped}


def step_of(field: str) -> int:
    """In which step a field is asked."""
    return next(number for number, form in STEPS.items() if field in form.model_fields)


def unfinished(typed: dict[str, Any]) -> int | None:
    """The first step that still lacks something; none: it can be sent."""
    return next(
        (number for number, form in STEPS.items() if not Filled[Form](typed).check(form).is_valid), None
    )


def check_size(form: Filled[Any], promised: Promises) -> None:
    """Said at the step where it is asked, and not after three of them. form: the second step's."""
    typed = form.data if form.is_valid else None
    if isinstance(typed, ForWhom) and (fault := promised.size_of(typed.audience).fault(typed.headcount)):
        form.refuse("headcount", SENTENCES[fault])


def check_begin(form: Filled[Any], today: date) -> None:
    """A first day that is over, or far ahead, is said at its own step too. form: the second step's."""
    typed = form.data if form.is_valid else None
    day = typed.preferred_from if isinstance(typed, ForWhom) else None
    if day and day < today:
        form.refuse("preferred_from", SENTENCES["preferred_from_past"])
    if day and day > years_after(today, BEGINS_WITHIN_YEARS):
        form.refuse("preferred_from", SENTENCES["day_too_late"])


def address_of(typed: dict[str, Any]) -> str:
    """The contact's, as it is kept: browsers send a domain in letters of their own (xn--ty-gka.example)."""
    form = Filled[_Contact](typed).check(_Contact)
    return form.data.contact_email if form.is_valid else typed["contact_email"]


def storable(values: dict[str, Any]) -> dict[str, Any]:
    """Without the one character that PostgreSQL's text cannot hold."""
    return {name: _without_nul(value) for name, value in values.items()}


def as_typed(card: InquiryCard, contact: PersonCard) -> dict[str, Any]:
    """The inquiry as its form would have been filled in."""
    facts = card.model_dump(mode="json")
    facts |= facts["address"] or {}
    facts |= {f"contact_{name}": getattr(contact, name) for name in ("given_name", "family_name", "email")}
    if not is_printed(f"{contact.given_name} {contact.family_name}"):
        facts["latin_name"] = facts["organisation_name"]
    facts["remote_ok"] = "true" if card.remote_ok else ""
    said = {name: facts.get(name) for name in Whole.model_fields}
    return {
        name: [str(one) for one in value] if isinstance(value, list) else "" if value is None else str(value)
        for name, value in said.items()
    }


def change(typed: Whole, about: About, now: datetime) -> ChangeInquiry:
    """about: of a draft that changes an inquiry."""
    if about.changes is None:
        raise LookupError("this draft changes no inquiry")
    said = order(typed, about.changes, now).model_dump()
    return ChangeInquiry(**said, revision=about.revision, changed_by=about.by_id)


def order(typed: Whole, inquiry_id: UUID, now: datetime) -> SubmitInquiry:
    """A choice that was sent twice counts once."""
    said = typed.model_dump(exclude={*Address.model_fields, "latin_name"})
    said["organisation_name"] = typed.organisation_name or typed.latin_name
    said |= {name: list(dict.fromkeys(getattr(typed, name))) for name in _SEVERAL}
    return SubmitInquiry(inquiry_id=inquiry_id, address=typed.address, as_of=now, **said)


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "")
    return [_without_nul(one) for one in value]
