import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iso11649

from services.billing.invoices import references
from services.runtime.commands.refusal import Refusal


@pytest.mark.parametrize(
    ("base", "reference"),
    [(123, "1232"), (123456, "1234561"), (2026000123, "20260001230"), ("000123", "0001232")],
)
def test_the_check_digit_ends_a_payment_reference(base: int | str, reference: str) -> None:
    assert references.national(base) == reference


@pytest.mark.parametrize("base", [12, "1" * 20, -123, "12a4", "", "0000", "１２３", "123\n"])
def test_a_base_of_another_shape_is_refused(base: int | str) -> None:
    with pytest.raises(Refusal) as refused:
        references.national(base)
    assert refused.value.code == "reference_base_invalid"


def test_references_are_printed_in_groups() -> None:
    assert references.grouped("1234561") == "12 34561"
    assert references.grouped("20260001230") == "2 02600 01230"
    assert references.grouped("1234567890") == "12345 67890"
    assert references.grouped("RF341234561") == "RF34 1234 561"


@pytest.mark.parametrize(("national", "rf"), [("1234561", "RF341234561"), ("20260001230", "RF3620260001230")])
def test_the_international_form_carries_the_national_one(national: str, rf: str) -> None:
    assert references.rf(national) == rf
    assert references.is_rf(rf)
    assert references.canonical(rf) == references.canonical(national) == national


def test_an_rf_reference_whose_body_is_not_national_stays_as_it_is() -> None:
    assert references.is_rf("RF97123456")
    assert references.canonical("rf97 1234 56") == "RF97123456"


@pytest.mark.parametrize(
    "written", ["12 34561", "0000 00000 00012 34561", " 1234561 ", "RF34 1234 561", "rf34 0001 2345 61"]
)
def test_every_way_of_writing_a_reference_has_one_key(written: str) -> None:
    assert references.canonical(written) == "1234561"


@pytest.mark.parametrize(
    "written", ["1234562", "12", "", "RF351234561", "RF", "RF34", "abc", "12-34561", "²³²²"]
)
def test_what_is_no_reference_has_no_key(written: str) -> None:
    with pytest.raises(Refusal) as refused:
        references.canonical(written)
    assert refused.value.code == "reference_invalid"


def test_only_a_national_reference_gets_an_international_form() -> None:
    with pytest.raises(Refusal):
        references.rf("1234562")


@given(st.integers(100, 10**19 - 1))
def test_every_reference_is_valid_and_any_other_last_digit_is_not(base: int) -> None:
    reference = references.national(base)
    assert references.is_national(reference)
    others = [reference[:-1] + digit for digit in "0123456789" if digit != reference[-1]]
    assert not any(references.is_national(other) for other in others)


@given(st.integers(100, 10**19 - 1))
def test_the_international_form_agrees_with_an_independent_library(base: int) -> None:
    assert iso11649.is_valid(references.rf(references.national(base)))
