"""Regions, languages and audiences are lists: what is on none of them is refused, with its field and why."""

from typing import Any

import pytest
from pydantic import ValidationError

from services.messages.directory import RegisterSupervisor
from services.messages.intake import SubmitInquiry
from services.messages.regions import Region
from services.runtime.commands.refusal import Refusal, refusal_of

ASKED: dict[str, Any] = {
    "inquiry_id": "0190a0a0-0000-7000-8000-00000000a001",
    "organisation_name": "Järvikunta",
    "business_id": "0201256-6",
    "organisation_kind": "public",
    "address": {"street": "Kirkkokatu 1", "postal_code": "33100", "town": "Tampere"},
    "invoice_email": "laskut@jarvikunta.example",
    "contact_given_name": "Helena",
    "contact_family_name": "Laine",
    "contact_email": "helena.laine@jarvikunta.example",
    "language": "fi",
    "audience": "group",
    "headcount": 5,
    "wishes": ["develop_cooperation"],
    "region": "Pirkanmaa",
    "remote_ok": False,
    "duration_minutes": 90,
    "as_of": "2026-11-09T08:30:00Z",
}
CARD: dict[str, Any] = {
    "supervisor_id": "0190a0a0-0000-7000-8000-00000000a002",
    "languages": ["fi"],
    "regions": ["Pirkanmaa", "Ahvenanmaa"],
    "remote": False,
    "audiences": ["group"],
    "capacity": 3,
    "registered_by": "0190a0a0-0000-7000-8000-00000000a003",
    "as_of": "2026-11-09T08:30:00Z",
}
NO_REGIONS = ["Joensuu", "Uusimaa; Kanta-Häme", "Uusimaa, Kanta-Häme", "uusimaa", "Nyland", " Uusimaa", ""]


def refused(model: type[Any], **facts: Any) -> Refusal:
    whole = (ASKED if model is SubmitInquiry else CARD) | facts
    with pytest.raises(ValidationError) as raised:
        model.model_validate(whole)
    return refusal_of(raised.value, model)


def test_finland_has_nineteen_regions():
    assert len(Region) == 19
    for region in Region:
        assert SubmitInquiry.model_validate(ASKED | {"region": str(region)}).region is region


@pytest.mark.parametrize("typed", NO_REGIONS)
def test_a_town_or_several_regions_in_one_are_refused_with_the_field_and_why(typed):
    for refusal in (
        refused(SubmitInquiry, region=typed),
        refused(RegisterSupervisor, regions=["Lappi", typed]),
    ):
        assert refusal.field in ("region", "regions.1")
        assert refusal.reason == "is none of the choices"


@pytest.mark.parametrize("field, typed", [("language", "suomi"), ("audience", "ryhmä")])
def test_a_language_or_an_audience_typed_in_words_is_refused(field, typed):
    assert refused(SubmitInquiry, **{field: typed}).field == field
    assert refused(RegisterSupervisor, **{f"{field}s": [typed]}).field == f"{field}s.0"
