"""One thing has one word in the whole product: what was once said otherwise comes back into no page and no letter.

The words themselves are `docs/glossary.md`. Here stands what is not to be said, with what is said instead.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from deploy.demo.clauses import CLAUSES
from services.billing.invoices.wording import WORDS
from services.messages.values import Language

ROOT = Path(__file__).parents[3]
LANGUAGES: tuple[Language, ...] = get_args(Language)
_BLANK = re.compile(r"\{[^}]*\}|%\(\w+\)s")
_ENTRY = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) "(.*)"$', re.MULTILINE)

OTHERWISE = (
    ("fi", r"arkipäiv", "työpäivä"),
    ("fi", r"varoitusai", "peruutusaika"),
    ("fi", r"\brajau|rajattu työnohjau", "soveltuvuusarvio"),
    ("fi", r"työnopastus|työn opastu", "työhön opastus"),
    ("fi", r"pulssikysel", "työvireen kysely"),
    ("fi", r"koeympäristö", "testiympäristö"),
    ("fi", r"julkaist(u|avat)|luovutetut", "tilaajalle näytetyt"),
    ("fi", r"\bpaperi(?!ll|t\b.*verkko)", "sopimus, asiakirja"),
    ("fi", r"ohjauskert|kokeilukert", "tapaaminen"),
    ("fi", r"työpöy[td]", "konsoli"),
    ("fi", r"pääsyloki", "käyttöloki"),
    ("fi", r"\b(olette|voitte|saatte|haluatte|pyytäkää|valitkaa)\b", "sinä"),
    ("fi", r"\bmyyjä", "laskuttaja"),
    ("fi", r"\balusta(n|lla|sta|lta)?\b", "järjestelmä"),
    ("fi", r"kysy työnohjausta", "pyydä tarjous työnohjauksesta"),
    ("fi", r"anna vastuu|vastuun anto", "vastuuhenkilö"),
    ("fi", r"julkais|nähtäväksi", "näytä tilaajalle"),
    ("fi", r"tarjoa (aikoja|lisää)|ajat on tarjottu", "lisää vastaanottoaikoja"),
    ("fi", r"jumissa|ajaja", "pysähtynyt; työnkulkupalvelu"),
    ("fi", r"merkitse ruutu", "rastita ruutu"),
    ("fi", r"arvioinnista luovu|ohita arviointi", "arviointi jätetään pitämättä"),
    ("fi", r"päättää rool|päätä rooli", "poistaa roolin"),
    ("fi", r"kuka kysyy|mitä kysyttiin|kysyttiin noin", "mitä pyydettiin"),
    ("fi", r"peru tarjous|tarjo(aa|ta|nnut) (lisää |mitään )?(aikoja|tunteja)", "lisää vastaanottoaikoja"),
    ("fi", r"jatkosta päättäminen|päätös tai jatko", "jatkosta sopiminen, jatko vai päättyminen"),
    ("fi", r"keitä se koskee|tällaisia ohjattavia", "osapuolet, kohderyhmä"),
    ("fi", r"ajo ottaisi|aja kuukausi", "laskuta kuukausi"),
    ("fi", r"sekuntien kuluessa", "muutamassa sekunnissa"),
    ("sv", r"(?<!service)producent", "serviceproducent"),
    ("sv", r"användningslogg", "åtkomstlogg"),
    ("sv", r"tillfäll(?!ig)", "träff"),
    ("sv", r"kartläggningsträff", "provträff"),
    ("sv", r"inbjud", "kallelse"),
    ("sv", r"provperiod", "prövoperiod"),
    ("sv", r"sammandrag", "sammanfattning"),
    ("sv", r"\bskede", "fas"),
    ("sv", r"konsol", "arbetsbord"),
    ("sv", r"nyckelkod", "lösennyckel"),
    ("sv", r"kl\. \d\d:", "kl. 14.30"),
    ("sv", r"\bhandledar(e|en|ens|na|nas|es)\b", "arbetshandledare"),
    ("sv", r"\bhandledning(en|ens|s)?\b", "arbetshandledning"),
    ("sv", r"\bfrig(e|es|er|ett|ivet)\b", "visas för beställaren"),
    ("sv", r"\bdörr|samma papper|mellan tre", "tjänst; gemensamt avtal, trepartsavtal"),
    ("en", r"\bask(ed)? (it|the inquiry) back|\basked back", "withdraw"),
    ("en", r"\bmend\b", "fix"),
    ("sv", r"säljare", "fakturautställare"),
    ("sv", r"plattform", "system, tjänst"),
    ("sv", r"parkera|fastna(t|de)", "obehandlat, har stannat"),
    ("sv", r"erbjud(a|er|it|na)? .*tider|tiderna är erbjudna", "mottagningstider"),
    ("en", r"contract of three|looks only", "three-party contract, view only"),
    ("en", r"at a distance", "remote"),
    ("en", r"leaves the house|rest of the house", "the organisation"),
    ("en", r"trial house", "test environment"),
    ("en", r"\bdoors?\b", "customer portal, console"),
)
"""Language, what is not said, what is said instead."""


@cache
def texts(language: Language) -> tuple[tuple[str, str], ...]:
    """File and text: of every page, every letter, every calendar entry, every paper and every invoice."""
    return tuple(
        [*_of_pages(language), *_of_letters(language), *_of_invoices(language), *_of_the_demo(language)]
    )


def _of_pages(language: Language) -> Iterator[tuple[str, str]]:
    """English is what is translated."""
    says = ("msgid", "msgid_plural") if language == "en" else ("msgstr", "msgstr[0]", "msgstr[1]")
    for file in ROOT.glob(f"services/*/locale/{'fi' if language == 'en' else language}/*.po"):
        for name, text in _ENTRY.findall(file.read_text()):
            if name in says:
                yield file.name, text


def _of_letters(language: str) -> Iterator[tuple[str, str]]:
    for file in (ROOT / "services").rglob("*.toml"):
        own = file.stem if file.stem in LANGUAGES else ""
        for of, text in _within(tomllib.loads(file.read_text()), own):
            if of == language:
                yield file.name, text


def _of_invoices(language: Language) -> Iterator[tuple[str, str]]:
    for text in WORDS[language].values():
        yield "invoice", text


def _of_the_demo(language: Language) -> Iterator[tuple[str, str]]:
    """What its people write into contracts: whoever looks at the platform reads it as ours."""
    for text in CLAUSES.get(language, {}).values():
        yield "demo", text


def _within(part: Any, language: str) -> Iterator[tuple[str, str]]:
    if isinstance(part, str):
        yield language, part
    elif isinstance(part, list):
        for one in part:
            yield from _within(one, language)
    elif isinstance(part, dict):
        for name, one in part.items():
            yield from _within(one, name if name in LANGUAGES else language)


@pytest.mark.parametrize(("language", "wrong", "instead"), OTHERWISE)
def test_a_thing_is_called_by_its_one_word(language: Language, wrong: str, instead: str) -> None:
    found = [
        f"{file}: {text[:120]}"
        for file, text in texts(language)
        if re.search(wrong, _BLANK.sub("", text), re.IGNORECASE)
    ]
    assert found == [], f"say {instead}"


def test_every_language_is_read() -> None:
    assert all(len(texts(language)) > 1000 for language in LANGUAGES)
