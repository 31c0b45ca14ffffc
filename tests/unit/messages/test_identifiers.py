"""Numbers that companies and banks are known by: what nobody was ever given is refused at the form."""

import pytest
from pydantic import TypeAdapter, ValidationError

from services.messages.values import Bic, BusinessId, Phone


@pytest.mark.parametrize(
    "typed",
    ["0000000-0", "00000000", "2077474-1", "1234567", "२०७७४७४-०", "２０７７４７４-０", " ", "FI"],
    ids=ascii,
)
def test_a_business_id_that_no_company_has_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(BusinessId).validate_python(typed)


@pytest.mark.parametrize("typed", ["2077474-0", "20774740", " 2077474-0 ", "2077474\u20130"], ids=ascii)
def test_a_business_id_is_written_in_one_way(typed: str) -> None:
    assert TypeAdapter(BusinessId).validate_python(typed) == "2077474-0"


@pytest.mark.parametrize(
    "typed",
    [
        "NORDEA",
        "ABCDEFGH",
        "NDEAFIH",
        "NDEAFIHHX",
        "NDEA1IHH",
        "NDEAFI00",
        "NDEAFIH0",
        "NDEAFIH1XXX",
        "12345678",
        "ei ole",
        "ＮＤＥＡＦＩＨＨ!",
    ],
    ids=ascii,
)
def test_a_bic_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Bic).validate_python(typed)


@pytest.mark.parametrize("typed", ["NDEAFIHH", "ndeafihh", " NDEA FI HH ", "NDEAFIHHXXX"])
def test_a_bic_is_written_in_one_way(typed: str) -> None:
    assert TypeAdapter(Bic).validate_python(typed).startswith("NDEAFIHH")


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("040 123 4567", "040 123 4567"),
        ("(09) 123 4567", "(09) 123 4567"),
        ("+358 (0)40 1234567", "+358 (0)40 1234567"),
        ("040\u00a0123\u20134567", "040 123-4567"),
        ("02.123.4567", "02 123 4567"),
        ("", ""),
    ],
    ids=ascii,
)
def test_a_telephone_number_is_taken_as_people_write_it(typed: str, kept: str) -> None:
    assert TypeAdapter(Phone).validate_python(typed) == kept


@pytest.mark.parametrize("typed", ["soita", "०४० 123", "040 123 x4", "()", "+"], ids=ascii)
def test_what_cannot_be_dialled_is_no_telephone_number(typed: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Phone).validate_python(typed)
