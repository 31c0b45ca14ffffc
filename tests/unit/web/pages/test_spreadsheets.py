"""Lists as files: what a Finnish spreadsheet program opens, and what it may not run."""

import pytest

from services.web.pages.spreadsheets import amount, spreadsheet


def content(*rows: tuple[object, ...]) -> str:
    return bytes(spreadsheet("list.csv", ["Kuka", "Paljonko"], rows).body).decode()


def test_the_file_begins_with_its_mark_and_has_semicolons() -> None:
    assert content(("Ääkkönen", 12)) == "\ufeffKuka;Paljonko\r\nÄäkkönen;12\r\n"


def test_it_is_to_be_kept_under_its_name() -> None:
    response = spreadsheet("list.csv", [], [])
    assert response.headers["content-disposition"] == 'attachment; filename="list.csv"'
    assert response.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("formula", ["=1+1", "+358", "-cmd", "@SUM(A1)", "\t=1"])
def test_a_text_that_a_program_would_take_for_a_formula_stays_a_text(formula: str) -> None:
    assert f"'{formula}" in content((formula, 1))


@pytest.mark.parametrize(("cents", "text"), [(0, "0,00"), (123450, "1234,50"), (-5, "-0,05"), (7, "0,07")])
def test_an_amount_is_a_number_with_a_comma_also_below_nothing(cents: int, text: str) -> None:
    assert amount(cents) == text
    assert content(("x", amount(cents))).endswith(f"x;{text}\r\n")


def test_a_semicolon_and_a_line_break_stay_in_their_cell() -> None:
    assert '"Haapa; ""Oy""\nAb";1' in content(('Haapa; "Oy"\nAb', 1))
