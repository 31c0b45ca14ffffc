"""What each kind of customer is known by: a Y-tunnus, an id of another country, or none."""

from typing import Any

import pytest
from pydantic import ValidationError

from services.intake.inquiries import check_identity
from services.runtime.commands.refusal import Refusal
from tests.integration.intake.builders import inquiry

ABROAD = {"country": "SE", "street": "Storgatan 1", "postal_code": "111 22", "town": "Stockholm"}
FINNISH = {"country": "FI", "street": "Katu 1", "postal_code": "33100", "town": "Tampere"}
NOBODY = {"organisation_name": None, "business_id": None}


def asked(**facts: Any) -> Any:
    return inquiry(**facts)


@pytest.mark.parametrize(
    "facts",
    [
        {"organisation_kind": "private_person", **NOBODY},
        {"organisation_kind": "private_person", **NOBODY, "address": ABROAD},
        {"organisation_kind": "unregistered", "business_id": None},
        {
            "organisation_kind": "company",
            "business_id": None,
            "foreign_id": "SE 556036-0793",
            "address": ABROAD,
        },
        {"organisation_kind": "company", "address": ABROAD},
        {"organisation_kind": "association", "business_id": None, "foreign_id": "123.456"},
        {"organisation_kind": "association"},
    ],
    ids=[
        "private",
        "private abroad",
        "group",
        "foreign",
        "Finnish with a foreign address",
        "association without a Y-tunnus",
        "association with one",
    ],
)
def test_a_customer_without_a_finnish_id_asks_by_rules_of_its_own(facts):
    check_identity(asked(**facts))


@pytest.mark.parametrize(
    "typed, code",
    [
        ("1234567-1", "foreign_id_is_business_id"),
        ("FI12345671", "foreign_id_is_business_id"),
        ("KUORO", "register_number_without_digits"),
    ],
)
def test_an_associations_number_is_no_business_id_and_has_digits(typed, code):
    with pytest.raises(Refusal) as refused:
        check_identity(asked(organisation_kind="association", business_id=None, foreign_id=typed))
    assert (refused.value.code, refused.value.field) == (code, "foreign_id")


@pytest.mark.parametrize("typed", ["00000000", "SE000000", "0", "00/00"])
def test_an_id_of_nothing_but_zeros_is_none_in_any_country(typed):
    with pytest.raises(ValidationError) as refused:
        asked(business_id=None, foreign_id=typed, address=ABROAD)
    assert refused.value.errors()[0]["loc"] == ("foreign_id",)


@pytest.mark.parametrize(
    "facts, code, field",
    [
        ({"business_id": None}, "business_id_missing", "business_id"),
        ({"business_id": None, "foreign_id": "SE5560360793"}, "business_id_missing", "business_id"),
        ({"business_id": None, "address": ABROAD}, "foreign_id_missing", "foreign_id"),
        (
            {"business_id": None, "address": ABROAD, "foreign_id": "foo"},
            "register_number_without_digits",
            "foreign_id",
        ),
        (
            {"business_id": None, "organisation_kind": "association"},
            "register_number_missing",
            "foreign_id",
        ),
        ({"organisation_kind": "private_person", "organisation_name": None}, "id_not_theirs", "business_id"),
        (
            {"organisation_kind": "private_person", **NOBODY, "foreign_id": "X1"},
            "id_not_theirs",
            "foreign_id",
        ),
        ({"organisation_kind": "unregistered"}, "id_not_theirs", "business_id"),
        ({"organisation_name": None}, "name_missing", "organisation_name"),
    ],
)
def test_what_a_kind_of_customer_lacks_or_has_too_much_is_named(facts, code, field):
    with pytest.raises(Refusal) as refused:
        check_identity(asked(**facts))
    assert (refused.value.code, refused.value.field) == (code, field)


def test_the_same_foreign_id_is_known_however_it_is_spaced():
    spelled = [
        asked(foreign_id=one).foreign_id for one in ("SE 556036-0793", "se5560360793", "SE-556036.0793")
    ]
    assert set(spelled) == {"SE5560360793"}


@pytest.mark.parametrize("address", [FINNISH | {"postal_code": "1112"}, FINNISH | {"postal_code": ""}])
def test_a_finnish_postal_code_has_five_digits(address):
    with pytest.raises(ValueError, match="postal_code"):
        asked(address=address)


@pytest.mark.parametrize(
    "address", [ABROAD, ABROAD | {"postal_code": ""}, ABROAD | {"postal_code": "SW1A 1AA"}]
)
def test_elsewhere_a_postal_code_is_as_its_country_has_it(address):
    assert asked(address=address).address.country == "SE"


def test_a_country_is_one_of_a_list():
    with pytest.raises(ValueError, match="country"):
        asked(address=ABROAD | {"country": "XX"})
