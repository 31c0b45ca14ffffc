"""Where invoices go, and what has to stand on them: what is typed, read; and the patterns of references."""

import pytest
from pydantic import ValidationError
from stdnum.fi import ytunnus

from services.messages.directory import OPERATORS, Invoicing, fits


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("003720774740", "0216:003720774740"),
        ("0037 2077474-0", "0216:003720774740"),
        ("0037:003720774740", "0216:003720774740"),
        ("0216:003720774740abc", "0216:003720774740ABC"),
        ("0007:5560360793", "0007:5560360793"),
        ("0088:7300010000001", "0088:7300010000001"),
        ("", ""),
    ],
)
def test_an_electronic_address_is_kept_by_its_scheme_however_it_was_typed(typed: str, kept: str) -> None:
    assert Invoicing(electronic_address=typed).electronic_address == kept


@pytest.mark.parametrize(
    "typed",
    [
        "003720774741",
        "003700000000",
        "003720774740123456",
        "2077474-0",
        "0216:2077474",
        "0007:5560360794",
        "0088:7300010000002",
        "9999:1",
        "laskut@salmi.example",
    ],
)
def test_what_is_no_electronic_address_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        Invoicing(electronic_address=typed)


def test_an_operator_is_one_of_the_list_and_each_of_them_is_written_right() -> None:
    with pytest.raises(ValidationError):
        Invoicing(operator="003720774740")
    for code in OPERATORS:
        if code.startswith(("0037", "FI")):
            assert ytunnus.is_valid(code.removeprefix("0037").removeprefix("FI"))


@pytest.mark.parametrize(
    ("reference", "pattern", "does"),
    [
        ("4500AB12", "XXXXXXXX", True),
        ("4500AB1", "XXXXXXXX", False),
        ("4500AB123", "XXXXXXXX", False),
        ("4500-AB", "9999-AA", True),
        ("45000AB", "9999-AA", False),
        ("4500.AB", "9999.AA", True),
        ("4500xAB", "9999.AA", False),
        ("whatever", "", True),
    ],
)
def test_a_reference_looks_as_its_rule_says(reference: str, pattern: str, does: bool) -> None:
    assert fits(reference, pattern) is does


def test_what_is_wanted_is_missing_only_where_it_is_empty() -> None:
    wanted = Invoicing(order_number_required=True, order_number_pattern="99")
    assert wanted.is_missing("order_number") and not wanted.is_unfitting("order_number")
    told = wanted.model_copy(update={"order_number": "1"})
    assert told.is_unfitting("order_number") and not told.is_missing("order_number")
