"""Where a supply is taxed, by who buys it and where."""

import pytest

from services.billing.items.places import Buyer, taxed, vat_number


@pytest.mark.parametrize(
    ("kind", "country", "registered_as", "expected"),
    [
        ("company", "FI", "", "here"),
        ("association", "FI", "123.456", "here"),
        ("unregistered", "FI", "", "here"),
        ("private_person", "FI", "", "here"),
        ("company", "SE", "SE556036079301", "AE"),
        ("public", "SE", "SE556036079301", "AE"),
        ("company", "GR", "EL094259216", "AE"),
        ("company", "GR", "GR094259216", "AE"),
        ("company", "GR", "EL094259217", None),
        ("company", "DE", "136695976", "here"),
        ("company", "DE", "HRB12345", "here"),
        ("company", "SE", "5560360793", "here"),
        ("company", "SE", "SE556036079302", None),
        ("company", "SE", "DE136695976", None),
        ("company", "SE", "FI20774740", None),
        ("unregistered", "SE", "", "here"),
        ("private_person", "DE", "", "here"),
        ("company", "NO", "923609016", "O"),
        ("company", "GB", "GB980780684", "O"),
        ("company", "CH", "CHE107787577", "O"),
        ("private_person", "NO", "", None),
        ("unregistered", "US", "", None),
        ("public", "NO", "971526920", None),
        ("company", "MC", "FR40303265045", None),
        ("company", "IM", "GB980780684", None),
    ],
)
def test_a_business_is_taxed_where_it_is_and_everybody_else_here_and_what_is_not_sure_is_not_guessed(
    kind: str, country: str, registered_as: str, expected: str | None
) -> None:
    assert taxed(Buyer(kind, country, registered_as)) == expected


def test_only_a_number_with_its_countrys_letters_and_digits_is_one() -> None:
    assert vat_number(Buyer("company", "SE", "SE556036079301")) == "SE556036079301"
    assert vat_number(Buyer("company", "FI", "FI20774740")) == "", "a Finnish one follows from the Y-tunnus"
    assert vat_number(Buyer("company", "NO", "NO923609016MVA")) == ""
    assert vat_number(Buyer("company", "GR", "GR094259216")) == "EL094259216", "as documents have it"


@pytest.mark.parametrize(
    "buyer",
    [
        Buyer("company", "ES", "ESB58378431", "35001"),
        Buyer("company", "DE", "DE136695976", "78266"),
        Buyer("private_person", "IT", "", "230 41"),
        Buyer("company", "SE", "", "111 22", "0201256-6"),
        Buyer("company", "NO", "", "0150", "0201256-6"),
    ],
)
def test_a_part_of_the_eu_without_its_vat_and_a_finnish_id_abroad_are_not_sure(buyer: Buyer) -> None:
    assert taxed(buyer) is None
