"""The sheet behind a signed paper: in each language everything that it has to say, and of whom."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args
from uuid import uuid4

import pytest

from services.contracts.papers.evidence import Evidence, Given, sheet
from services.contracts.papers.wording import wording
from services.messages.contracts import SigningWay
from services.messages.values import Language, Party

AT = datetime(2027, 3, 1, 12, 30, tzinfo=UTC)
CHECKED_AT = "https://portal.firm.example/verify"
TEXT = "be1e631c" * 8
EVERY_LANGUAGE = pytest.mark.parametrize("language", get_args(Language))


def evidence(*ways: str | None, follows: int | None = None, outside_clock: bool = False) -> Evidence:
    """A signature for each way."""
    given = [Given(uuid4(), Party.COMMISSIONER, AT, way, TEXT, signed=True) for way in ways]
    return Evidence(given, follows, CHECKED_AT, outside_clock)


@EVERY_LANGUAGE
def test_every_way_has_words_and_one_that_was_not_noted_says_so(language: Language) -> None:
    ways = [*get_args(SigningWay), None]
    told = sheet(evidence(*ways), {}, language)
    how = [dict(one["facts"])[wording(language).proven("how")] for one in told["given"]]
    assert len(set(how)) == len(ways) and how[-1] == wording(language).proven("not_recorded")


@EVERY_LANGUAGE
def test_the_time_is_told_as_people_and_as_machines_read_it(language: Language) -> None:
    [one] = sheet(evidence("signed_in"), {}, language)["given"]
    when = dict(one["facts"])[wording(language).proven("when")]
    assert "14" in when and "(2027-03-01 12:30:00 UTC)" in when


@EVERY_LANGUAGE
def test_a_version_that_nobody_signs_names_the_one_whose_signatures_bring_it(language: Language) -> None:
    """With these, as they were given to that one's text."""
    told = sheet(evidence("signed_in", follows=2), {}, language)
    assert told["said"][1:] == [wording(language).proven("follows", version=2)]
    assert len(told["given"]) == 1
    assert len(sheet(evidence("signed_in"), {}, language)["said"]) == 1


@EVERY_LANGUAGE
def test_whose_clock_it_is_and_where_it_can_be_checked_is_said_plainly(language: Language) -> None:
    words = wording(language)
    own = sheet(evidence("signed_in"), {}, language)["seal"]
    outside = sheet(evidence("signed_in", outside_clock=True), {}, language)["seal"]
    assert (own[1], outside[1]) == (words.proven("own_clock"), words.proven("outside_clock"))
    assert CHECKED_AT in own[2]


@EVERY_LANGUAGE
def test_the_provider_words_what_leads_to_it_and_nothing_of_what_was_done_or_is_proven(
    language: Language,
) -> None:
    own = {
        "evidence_heading": "Kuka sopi",
        "evidence_said": "Alla on, kuka sopi.",
        "evidence_checked_at": "Tarkista: {address}",
        "evidence_own_clock": "Todistaa kaiken.",
        "evidence_signature": "Sormenjälki",
        "evidence_signed_in": "käsin",
    }
    usual, told = evidence("signed_in"), sheet(replace(evidence("signed_in"), own=own), {}, language)
    assert told["heading"] == "Kuka sopi" and told["said"] == ["Alla on, kuka sopi."]
    assert told["seal"][-1] == f"Tarkista: {CHECKED_AT}"
    expected = sheet(usual, {}, language)
    assert told["seal"][:-1] == expected["seal"][:-1]
    assert [one[0:2] for one in told["given"][0]["facts"]] == expected["given"][0]["facts"]


@EVERY_LANGUAGE
def test_of_a_change_the_sheet_names_who_signs_and_no_other_member(language: Language) -> None:
    """The customer reads it too, and is told how many there are, and never who has come or left."""
    signs, consents = uuid4(), uuid4()
    given = [
        Given(signs, Party.SUPERVISEE, AT, "signed_in", TEXT, signed=True),
        Given(consents, Party.SUPERVISEE, AT, "signed_in", TEXT, signed=False),
    ]
    names = {signs: "Anna Kilo", consents: "Bea Kilo"}
    first = Evidence(given, None, CHECKED_AT, outside_clock=False)
    change = replace(first, names_members=False)
    titles = [[one["title"] for one in sheet(one, names, language)["given"]] for one in (first, change)]
    assert [["Anna Kilo" in title, "Bea Kilo" in title] for title in titles[0]] == [
        [True, False],
        [False, True],
    ]
    assert "Anna Kilo" in titles[1][0] and "Kilo" not in titles[1][1] and len(titles[1]) == 2
