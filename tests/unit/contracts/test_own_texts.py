"""The provider's own texts of clauses: which there are, what they must have, how they look in a sample."""

from typing import get_args

import pytest

from services.contracts.papers import clauses, own_texts, paper, sample
from services.contracts.papers.wording import wording
from services.messages.contracts import Clause
from services.messages.values import Language
from services.runtime.commands.refusal import Refusal
from services.wording.blanks import blanks_in
from tests.unit.contracts.builders import terms
from tests.unit.contracts.test_terms import contract

LANGUAGES: tuple[Language, ...] = get_args(Language)
MARK = "Ihan omat sanat: #panic() <script>alert(1)</script> *ei mitään*"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_paper_can_be_worded(language: Language) -> None:
    tables = wording(language).tables
    titles = {f"title_{clause}" for clause in tables["titles"]}
    proven = {"evidence_heading", "evidence_said", "evidence_checked_at"}
    assert set(own_texts.CLAUSE_OF) == {*tables["sentences"], *tables["usual"], *titles, *proven}
    assert list(dict.fromkeys(filter(None, own_texts.CLAUSE_OF.values()))) == list(Clause)
    assert {*clauses.missing({})} == {*tables["usual"]} - {own_texts.DISPUTES_TO}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", own_texts.CLAUSE_OF)
def test_the_sample_says_the_text_that_is_looked_at(name: str, language: Language) -> None:
    blanks = " ".join(blanks_in(wording(language).usual(name)))
    text = sample.sample_text(name, language, {name: f"{MARK} {blanks}"})
    clause = own_texts.CLAUSE_OF[name]
    own = {name: f"{MARK} {blanks}"}
    told = next((f"{one.title} {one.text}" for one in text.clauses if one.clause == clause), "")
    told += " ".join(sample.sample_said(name, language, own, "https://portaali.example/verify"))
    assert MARK in told and "{" not in told


def test_a_text_that_is_worded_otherwise_is_said_with_the_contracts_numbers() -> None:
    own = {"no_recording": "Emme nauhoita.", "moving": "Siirto maksaa kuin peruminen."}
    told = clauses.from_numbers(terms(), own)
    assert told[Clause.NO_RECORDING] == "Emme nauhoita."
    assert "Siirto maksaa kuin peruminen." in told[Clause.CANCELLATION].splitlines()
    assert "veloitetaan 100 % hinnasta" in told[Clause.CANCELLATION]


def test_a_kept_text_that_lacks_a_field_of_this_release_gives_way_to_the_usual_one() -> None:
    told = clauses.from_numbers(terms(), {"total": "Yhteensä {euros}.", "moving": "Siirto {x}.", "no": "Ei."})
    assert told == clauses.from_numbers(terms())


def test_a_contract_says_the_texts_it_was_drafted_with() -> None:
    usual, own = contract(language="fi"), contract(language="fi", texts={"no_recording": "Emme nauhoita."})
    assert (
        paper.clause_texts(usual)[Clause.NO_RECORDING] == "Tapaamisista ei tehdä ääni- eikä kuvatallenteita."
    )
    assert paper.clause_texts(own)[Clause.NO_RECORDING] == "Emme nauhoita."
    assert paper.fingerprint(paper.canonical_text(own)) != paper.fingerprint(paper.canonical_text(usual))


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("total", "Enintään {sessions} tapaamista, {total}.", None),
        ("total", "Enintään {sessions} tapaamista.", "blank_missing"),
        ("total", "Enintään {sessions} tapaamista, {total}, {customer}.", "unknown_blank"),
        ("total", "Enintään {sessions!r} tapaamista, {total}.", "brace_alone"),
        ("place", "Missä {vain}.", "unknown_blank"),
        ("place", "Missä vain 漢字.", "not_printed"),
        ("place", "Missä vain.\n\n- tai etänä", None),
        ("title_goals", "Mihin pyritään", None),
        ("title_goals", "Mihin\npyritään", "too_long_a_name"),
        ("title_goals", "Mihin {sessions} pyritään", "unknown_blank"),
        ("evidence_heading", "Kuka allekirjoitti", None),
        ("evidence_checked_at", "Tarkista: {address}", None),
        ("evidence_checked_at", "Tarkista itse", "blank_missing"),
        ("evidence_own_clock", "Todistaa kaiken.", "unknown_text"),
        ("evidence_signature", "Sormenjälki", "unknown_text"),
        ("disputes_to", "Käräjäoikeus\n- kaksi", "too_long_a_name"),
        ("information_exchange_more", "Missä vain.", "unknown_text"),
    ],
)
def test_what_a_text_must_have_is_told_at_its_field(name: str, text: str, why: str | None) -> None:
    if why is None:
        own_texts.check(name, "fi", text)
        return
    with pytest.raises(Refusal) as refused:
        own_texts.check(name, "fi", text)
    assert (refused.value.code, refused.value.field) == (why, "name" if why == "unknown_text" else "text")
