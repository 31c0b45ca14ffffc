"""Which blanks a text of the provider's own must have, and that it is never run."""

import pytest

from services.wording.blanks import blanks_in, fault

USUAL = "Yksi tapaaminen maksaa {net}.[[lost? Jäi pois: {lost}.]] Klo {starts_at:bare}."


def test_blanks_are_told_as_they_are_written() -> None:
    assert blanks_in(USUAL) == ["{net}", "{lost}", "{starts_at:bare}", "[[lost?...]]"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (USUAL, None),
        ("{starts_at:bare} ja {net}[[lost?, {lost}]], taas {net} #eval(1) $x$ <b>*x*</b>", None),
        (USUAL.replace("{net}", ""), "blank_missing"),
        (USUAL.replace("{starts_at:bare}", "{starts_at}"), "unknown_blank"),
        (USUAL + " {person}", "unknown_blank"),
        (USUAL.replace("[[lost?", "").replace("]]", ""), "blank_missing"),
        (USUAL + "[[net? {net}]]", "unknown_blank"),
        (USUAL + " {", "brace_alone"),
        (USUAL + " }", "brace_alone"),
        (USUAL + " {{net}}", "brace_alone"),
        (USUAL + " [[", "brace_alone"),
        (USUAL + " {net!r}", "brace_alone"),
        (USUAL + " {net.__class__}", "brace_alone"),
        (USUAL + " {net:>99999999}", "brace_alone"),
        (USUAL + " {0}", "brace_alone"),
        (USUAL + " {}", "brace_alone"),
    ],
)
def test_a_text_has_the_blanks_of_the_one_in_whose_place_it_stands(text: str, why: str | None) -> None:
    assert fault(text, USUAL) == why
