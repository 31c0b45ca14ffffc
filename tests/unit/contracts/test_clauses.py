"""Which clauses people must write, and what the others say in three languages."""

import re
from datetime import date
from typing import get_args

import pytest

from services.contracts.papers import clauses
from services.contracts.papers.wording import wording
from services.messages.contracts import Clause
from services.messages.policy import WHO_SEES_WHAT
from services.messages.promises import Promises
from services.messages.values import Language
from services.wording.formats import Formats
from tests.unit.contracts.builders import WRITTEN_BY_PEOPLE, a_managers, terms

LANGUAGES = get_args(Language)


def test_the_paper_has_the_eleven_clauses_and_our_two():
    assert len(Clause) == 13
    assert clauses.missing({}) == list(WRITTEN_BY_PEOPLE)


def test_nothing_is_missing_once_people_have_written_theirs():
    assert clauses.missing(WRITTEN_BY_PEOPLE) == []


@pytest.mark.parametrize("clause", WRITTEN_BY_PEOPLE)
def test_each_clause_of_peoples_own_is_missed_when_it_is_blank(clause):
    assert clauses.missing(WRITTEN_BY_PEOPLE | {clause: " \n"}) == [clause]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_clause_has_a_text_in_the_order_of_the_paper(language):
    told = clauses.texts(terms(language=language), WRITTEN_BY_PEOPLE)
    assert list(told) == list(Clause)
    assert all("{" not in text and text.strip() == text for text in told.values())


def test_the_clauses_say_the_numbers_of_the_contract_in_finnish():
    told = clauses.from_numbers(terms())
    assert "alkaa 18.1.2027 ja päättyy 10.12.2027" in told[Clause.DURATION_AND_AMOUNT]
    assert "kestää 90 minuuttia; työnohjaustunti on 45 minuuttia" in told[Clause.DURATION_AND_AMOUNT]
    assert "vähintään 21 päivää" in told[Clause.DURATION_AND_AMOUNT]
    assert "hinta on 1\u00a0175,50\u00a0€ ilman arvonlisäveroa" in told[Clause.PRICE_AND_PAYMENT]
    assert "maksuaika on 14 päivää" in told[Clause.PRICE_AND_PAYMENT]
    assert (
        "Vähintään 5 työpäivää ennen alkua perutusta tapaamisesta ei veloiteta." in told[Clause.CANCELLATION]
    )
    assert "Myöhemmin perutusta tapaamisesta veloitetaan 100 %" in told[Clause.CANCELLATION]
    assert "poissaolo ei peru ryhmän tapaamista" in told[Clause.CANCELLATION]
    assert "tallenteita" in told[Clause.NO_RECORDING]


def test_the_clauses_say_the_numbers_of_the_contract_in_swedish():
    told = clauses.from_numbers(terms(language="sv"))
    assert "börjar 18.1.2027 och slutar 10.12.2027" in told[Clause.DURATION_AND_AMOUNT]
    assert "kostar 1\u00a0175,50\u00a0€ utan mervärdesskatt" in told[Clause.PRICE_AND_PAYMENT]
    assert "minst 5 arbetsdagar före början debiteras inte." in told[Clause.CANCELLATION]
    assert "spelas inte in" in told[Clause.NO_RECORDING]


def test_the_clauses_say_the_numbers_of_a_managers_contract_in_english():
    told = clauses.from_numbers(a_managers(language="en", payment_days=30))
    assert "begins on 18 January 2027 and ends on 10 December 2027" in told[Clause.DURATION_AND_AMOUNT]
    assert "costs €1,175.50 without value added tax" in told[Clause.PRICE_AND_PAYMENT]
    assert "within 30 days" in told[Clause.PRICE_AND_PAYMENT]
    assert "at least 48 hours before its start costs nothing." in told[Clause.CANCELLATION]
    assert "cancelled later is charged at 80 %" in told[Clause.CANCELLATION]
    assert "nobody comes, 50 %" in told[Clause.CANCELLATION]
    assert "member" not in told[Clause.CANCELLATION]


@pytest.mark.parametrize(
    ("language", "once"),
    [
        ("fi", "Tapaamisten väli on vähintään 21 päivää."),
        ("sv", "Mellan träffarna är det minst 21 dagar."),
        ("en", "The sessions are at least 21 days apart."),
    ],
)
def test_where_no_session_is_closer_to_the_next_the_interval_is_said_once(language, once):
    told = clauses.from_numbers(terms(language=language, promises=Promises(first_gaps=0)))
    assert told[Clause.DURATION_AND_AMOUNT].count("21") == 1
    assert once in told[Clause.DURATION_AND_AMOUNT]
    as_close = terms(language=language, promises=Promises(first_gap_days=21))
    assert clauses.from_numbers(as_close) == told


def test_who_has_worded_the_interval_themselves_has_their_words_also_without_a_closer_start():
    own = {
        "duration_and_amount": "{starts_on} {ends_on} {duration_minutes} {unit_minutes} "
        "{first_interval_days}, {base_interval_days}"
    }
    told = clauses.from_numbers(terms(promises=Promises(first_gaps=0)), own)
    assert told[Clause.DURATION_AND_AMOUNT] == "18.1.2027 10.12.2027 90 45 21, 21"


def test_peoples_words_stand_below_the_numbers_and_never_instead_of_them():
    told = clauses.texts(terms(), {Clause.PRICE_AND_PAYMENT: "Lasku lähetetään verkkolaskuna."})
    assert told[Clause.PRICE_AND_PAYMENT].startswith("Yhden 90 minuutin")
    assert told[Clause.PRICE_AND_PAYMENT].endswith("\n\nLasku lähetetään verkkolaskuna.")


def test_the_contract_tells_of_each_row_who_sees_it_and_leaves_out_who_does_not():
    lines = clauses.from_numbers(terms(language="en"))[Clause.INFORMATION_EXCHANGE].splitlines()
    assert len(lines) == 1 + len(WHO_SEES_WHAT)
    assert "- the supervisor's notes: supervisor (own)" in lines
    assert (
        "- the supervisees' goals and how they were reached: "
        "commissioner (those shown to the commissioner), supervisee (own group's), supervisor"
    ) in lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_sees_what_is_a_table_of_each_row_also_of_a_text_signed_before(language):
    text = clauses.from_numbers(terms(language=language))[Clause.INFORMATION_EXCHANGE]
    told = clauses.table(Clause.INFORMATION_EXCHANGE, text, language)
    assert told and len(told.rows) == len(WHO_SEES_WHAT) and all(one.what and one.value for one in told.rows)
    assert clauses.table(Clause.PRICE_AND_PAYMENT, "- a: b", language) is None
    old = clauses.table(Clause.INFORMATION_EXCHANGE, "Kuka näkee:\n- hinta: tilaaja (kyllä)", "fi")
    assert old and [(one.what, one.value) for one in old.rows] == [("Hinta", "tilaaja (kyllä)")]


@pytest.mark.parametrize(
    ("unit", "number", "said"),
    [
        ("months", 1, "on 1 kuukausi."),
        ("months", 2, "on 2 kuukautta."),
        ("days", 1, "on 1 päivä."),
        ("days", 30, "on 30 päivää."),
    ],
)
def test_the_period_of_notice_is_told_in_a_sentence(unit, number, said):
    told = clauses.from_numbers(terms(notice={"unit": unit, "number": number}))[Clause.INTERRUPTION]
    assert f"Irtisanomisaika {said}" in told


def test_all_languages_have_the_same_sentences():
    names = [set(wording(language).tables["sentences"]) for language in LANGUAGES]
    assert names[0] == names[1] == names[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_says_how_many_sessions_where_that_is_agreed(language):
    agreed = terms(language=language, sessions_agreed=17)
    told, open_end = (clauses.from_numbers(one) for one in (agreed, terms(language=language)))
    assert "17" in told[Clause.DURATION_AND_AMOUNT] and "17" not in open_end[Clause.DURATION_AND_AMOUNT]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_private_persons_paper_says_the_price_with_vat_and_what_of_it_is_vat(language):
    formats, of_it = Formats(language), terms(language=language, consumer_price_cents=147525)
    told = clauses.from_numbers(of_it)[Clause.PRICE_AND_PAYMENT]
    with_vat, vat, without = (formats.euros(cents) for cents in (147525, 29975, 117550))
    assert told.index(with_vat) < told.index(vat) < told.index(without)
    assert not re.search("lisätään|läggs till|is added", told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_says_what_all_sessions_come_to_where_their_number_is_agreed(language):
    euros = Formats(language).euros
    told = clauses.from_numbers(terms(language=language, sessions_agreed=15))[Clause.PRICE_AND_PAYMENT]
    assert euros(15 * terms().price_cents) in told
    theirs = terms(language=language, sessions_agreed=15, consumer_price_cents=147_525)
    assert euros(15 * 147_525) in clauses.from_numbers(theirs)[Clause.PRICE_AND_PAYMENT]
    open_number = clauses.from_numbers(terms(language=language))[Clause.PRICE_AND_PAYMENT]
    assert euros(15 * terms().price_cents) not in open_number


IN_STEPS = {
    "fi": ("Vähintään 7 vuorokautta ennen alkua", "Vähintään 48 tuntia ennen alkua", "Myöhemmin perutusta"),
    "sv": ("minst 7 dygn före början", "minst 48 timmar före början", "avbokas senare"),
    "en": ("at least 7 days of 24 hours before", "at least 48 hours before", "cancelled later"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_of_what_cancelling_costs_stands_on_its_line(language):
    steps = [(168, 0), (48, 50), (0, 100)]
    tiers = [{"notice_hours": hours, "percent": percent} for hours, percent in steps]
    told = clauses.from_numbers(terms(language=language, cancellation_tiers=tiers))[Clause.CANCELLATION]
    lines = told.split("\n")[:3]
    for line, words, (_hours, percent) in zip(lines, IN_STEPS[language], steps, strict=True):
        assert words in line and (f"{percent} %" in line) == (percent > 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_costs_nothing_is_said_so_and_not_as_a_share(language):
    free = [{"notice_working_days": 5, "percent": 0}, {"notice_working_days": 0, "percent": 0}]
    numbers = terms(language=language, cancellation_tiers=free, no_show_percent=0)
    assert "%" not in clauses.from_numbers(numbers)[Clause.CANCELLATION]


@pytest.mark.parametrize(
    ("language", "from_then"), [("fi", "1.3.2028 alkaen"), ("sv", "från och med 1.3.2028"), ("en", "from 1")]
)
def test_where_the_price_was_another_one_before_no_sum_of_all_is_told(language, from_then):
    """Whoever decided on the number of sessions times the new price would decide on what nobody pays."""
    agreed = terms(language=language, sessions_agreed=16)
    told = clauses.texts(agreed, {}, priced_from=date(2028, 3, 1))[Clause.PRICE_AND_PAYMENT]
    assert Formats(language).day(date(2028, 3, 1)) in told
    assert Formats(language).euros(16 * agreed.price_cents) not in told


@pytest.mark.parametrize("language", get_args(Language))
def test_a_private_person_reads_of_the_fourteen_days_and_nobody_else(language):
    theirs, others = (
        clauses.from_numbers(terms(language=language, consumer_price_cents=cents))[Clause.INTERRUPTION]
        for cents in (22000, None)
    )
    assert " 14 " in theirs and theirs.startswith(others) and " 14 " not in others
