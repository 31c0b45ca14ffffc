from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.billing.invoices import bar_codes
from services.messages.accounts import bic_of
from services.runtime.commands.refusal import Refusal

IBAN = "FI2112345600000785"
DUE = date(2026, 12, 6)


@pytest.mark.parametrize(
    ("reference", "digits"),
    [
        ("20260001230", "421123456000007850006400500000000000020260001230261206"),
        ("RF3620260001230", "521123456000007850006400536000000000020260001230261206"),
    ],
)
def test_both_versions_of_the_virtual_bar_code(reference: str, digits: str) -> None:
    assert len(digits) == 54
    assert bar_codes.virtual_bar_code("FI21 1234 5600 0007 85", reference, 64005, DUE) == digits


@pytest.mark.parametrize("digits", ["123", "12a4", "1٢"])
def test_digits_are_drawn_in_pairs(digits: str) -> None:
    with pytest.raises(Refusal, match="bar_code_digits_odd"):
        bar_codes.code_128_c(digits)


def test_an_amount_that_does_not_fit_is_left_to_the_payer() -> None:
    assert bar_codes.virtual_bar_code(IBAN, "1232", 999_999_99, DUE)[17:25] == "99999999"
    assert bar_codes.virtual_bar_code(IBAN, "1232", 1_000_000_00, DUE)[17:25] == "00000000"


@pytest.mark.parametrize(
    ("iban", "reference", "cents", "code"),
    [
        ("FI2112345600000786", "1232", 1, "iban_invalid"),
        ("SE4550000000058398257466", "1232", 1, "iban_invalid"),
        ("", "1232", 1, "iban_invalid"),
        ("FI٢١12345600000785", "1232", 1, "iban_invalid"),
        ("FI2112345600000７８５", "1232", 1, "iban_invalid"),
        ("FI0600000000000000", "1232", 1, "iban_invalid"),
        (IBAN, "1233", 1, "reference_invalid"),
        (IBAN, "RF18539007547034", -1, "total_negative"),
    ],
)
def test_a_bar_code_that_would_mislead_a_bank_is_refused(
    iban: str, reference: str, cents: int, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        bar_codes.virtual_bar_code(iban, reference, cents, DUE)
    assert refused.value.code == code


def test_every_symbol_is_eleven_modules_and_unlike_the_others() -> None:
    assert len(bar_codes.WIDTHS) == len(set(bar_codes.WIDTHS)) == 106
    for widths in bar_codes.WIDTHS:
        assert sum(map(int, widths)) == 11
        assert sum(map(int, widths[::2])) % 2 == 0, "Code 128: bars always have an even sum"


@given(st.text("0123456789", min_size=54, max_size=54))
def test_the_bars_read_back_as_the_digits(digits: str) -> None:
    widths = "".join(map(str, bar_codes.code_128_c(digits)))
    assert widths.endswith(bar_codes.STOP)
    symbols = [bar_codes.WIDTHS.index(widths[at : at + 6]) for at in range(0, len(widths) - 7, 6)]
    start, *pairs, check = symbols
    assert start == 105
    assert "".join(f"{pair:02d}" for pair in pairs) == digits
    assert check == (105 + sum(place * pair for place, pair in enumerate(pairs, 1))) % 103


def test_an_odd_number_of_digits_has_no_bars() -> None:
    with pytest.raises(Refusal):
        bar_codes.code_128_c("123")


@pytest.mark.parametrize("typed", ["FI21 1234 5600 0007 85", "fi21-1234-5600-0007-85", "FI2112345600000785"])
def test_an_account_is_kept_in_one_way(typed: str) -> None:
    assert bar_codes.finnish_iban(typed) == "FI2112345600000785"


@pytest.mark.parametrize(
    ("iban", "bic"),
    [
        ("FI2112345600000785", "NDEAFIHH"),
        ("FI5542345670000081", None),
        ("FI1350001540000056", "OKOYFIHH"),
        ("FI8847304720017517", "POPFFI22"),
        ("FI1740570000000000", "HELSFIHH"),
        ("FI0079900000000000", "HOLVFIHH"),
        ("FI0071700000000000", None),
        ("FI0034000000000000", None),
        ("FI0039000000000000", "SBANFIHH"),
        ("SE4550000000058398257466", None),
        ("", None),
    ],
)
def test_the_first_digits_say_it_or_it_is_asked(iban: str, bic: str | None) -> None:
    assert bic_of(iban) == bic
