"""What stands between a supervisor and those whom they would supervise: the table, row for row."""

from datetime import date
from uuid import UUID

import pytest

from services.intake.supervisors.interests import Around, effect_of, hinders, is_a_party, shown_of
from services.messages.intake import Interest, InterestCode, InterestShown

ON = date(2027, 1, 15)
BLOCKING = "family present_line_of_command present_therapy_or_care party_of_the_conflict owner_of_customer"
SHOWN = (
    "former_colleague former_customer supervises_their_manager supervises_another_group_of_the_unit"
    " private_acquaintance"
)
EXPECTED = (
    {"none": "goes_on"} | dict.fromkeys(BLOCKING.split(), "blocks") | dict.fromkeys(SHOWN.split(), "shown")
)
SUPERVISOR, ASKED, MEMBER, LINE_MANAGER, NOBODY = (UUID(int=number) for number in range(1, 6))


def said(code: str, **facts: object) -> Interest:
    return Interest.model_validate({"code": code} | facts)


def test_every_code_goes_on_is_shown_or_blocks() -> None:
    assert {code.value: effect_of(said(code), ON) for code in InterestCode} == EXPECTED


@pytest.mark.parametrize(
    ("until", "effect"), [(None, "shown"), (2027, "shown"), (2022, "shown"), (2021, "goes_on")]
)
def test_a_colleague_of_more_than_five_years_ago_is_none(until: int | None, effect: str) -> None:
    assert effect_of(said("former_colleague", since=2010, until=until), ON) == effect
    assert effect_of(said("former_customer", since=2010, until=until), ON) == "shown"


def test_code_and_years_are_shown_and_never_the_words() -> None:
    shown = shown_of(said("former_colleague", since=2019, until=2024, words="Istuimme vierekkäin."), ON)
    assert shown and shown.model_dump() == {"code": "former_colleague", "since": 2019, "until": 2024}
    assert shown_of(said("family", words="Sisko."), ON) is None


def test_a_paper_is_signed_by_who_says_no_more_than_it_shows() -> None:
    on_paper = InterestShown(code=InterestCode.FORMER_COLLEAGUE, until=2024)
    for told, shown, stops in (
        ("none", None, False),
        ("none", on_paper, False),
        ("former_colleague", on_paper, False),
        ("former_colleague", None, True),
        ("private_acquaintance", on_paper, True),
        ("family", None, True),
        ("family", on_paper, True),
    ):
        assert hinders(said(told), shown, ON) is stops, told


@pytest.mark.parametrize(
    ("around", "is_one"),
    [
        (Around(ASKED, [MEMBER], [LINE_MANAGER]), False),
        (Around(SUPERVISOR, [MEMBER], []), True),
        (Around(ASKED, [MEMBER, SUPERVISOR], []), True),
        (Around(ASKED, [], [LINE_MANAGER, SUPERVISOR]), True),
        (Around(ASKED, [MEMBER], [], [MEMBER]), True),
        (Around(ASKED, [MEMBER], [], [ASKED]), True),
        (Around(ASKED, [MEMBER], [LINE_MANAGER], [NOBODY]), False),
    ],
)
def test_nobody_supervises_those_to_whom_they_belong(around: Around, is_one: bool) -> None:
    assert is_a_party(SUPERVISOR, around) is is_one
