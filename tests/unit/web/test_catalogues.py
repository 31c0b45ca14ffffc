"""Finnish and Swedish at 100 %: every text that the code says is there, whole, and nothing that no code says."""

import re

import pytest

from tests.catalogue_entries import home_of
from tests.catalogues import GROUND, LANGUAGES, PACKAGES, Used, entry, faults, files, missing


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(package, language):
    lacking = missing(package, language)
    assert not lacking, (
        f"{package}, {language}: `.venv/bin/python -m tests.catalogue_entries`, and translate\n\n"
        + "\n".join(map(entry, lacking))
    )


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_whole_used_and_says_one_thing(package, language):
    assert list(faults(package, language)) == []


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_catalogue_has_an_entry_twice(package, language):
    """What reads them takes the last one without a word, and the first is corrected in vain."""
    for file, catalogue in files(package, language).items():
        entries = file.read_text(encoding="utf-8").count('\nmsgid "')
        assert entries == len(catalogue), file.name


@pytest.mark.parametrize("package", PACKAGES)
def test_the_finnish_pages_have_one_word_for_screening(package):
    """Soveltuvuusarvio, as the letters say: somebody who reads "rajaus" looks for another step."""
    texts = [file.read_text(encoding="utf-8").lower() for file in files(package, "fi")]
    assert texts
    assert not [text for text in texts if "rajaus" in text or "rajauks" in text or "rajattu" in text]


_TO_MANY = re.compile(
    r"\b(?:te|teidän|teihin|teille|teiltä|teillä|älkää|ette|olette|saatte|voitte|\w+tteko"
    r"|(?!\w*aikaa\b|alkaa\b|hylkää\b|jatkaa\b|lakkaa\b|mukaa\b|muokkaa\b|paikkaa\b)\w+k(?:aa|ää)"
    r"|(?!sinne\b|tänne\b|minne\b|tilanne\b|liikenne\b|tunne\b|työtänne\b)\w+nne)\b"
)


@pytest.mark.parametrize("package", PACKAGES)
def test_the_finnish_pages_speak_to_one_reader(package):
    """Sinä throughout: who is "te" on one page and "sinä" on the next wonders who else is meant."""
    texts = {file.name: file.read_text(encoding="utf-8").lower() for file in files(package, "fi")}
    assert texts
    assert {name: found for name, text in texts.items() if (found := _TO_MANY.findall(text))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_text_goes_to_the_catalogue_of_its_neighbours(language):
    def home(package, source):
        new = Used("A text that nobody has said yet", [(f"services/{source}", 1)])
        return home_of(package, language, new).name

    assert home(GROUND, "web/access_log/acts.py") == "acts.po"
    assert home(GROUND, "web/pages/refusals/contracts.py") == "refusals.po"
    assert home("portal", "portal/pages/processes/goals.py") == "goals.po"
    assert home("portal", "portal/pages/processes/templates/goals/another.html") == "goals.po"
    assert home("console", "console/nowhere/page.py") in {file.name for file in files("console", language)}
