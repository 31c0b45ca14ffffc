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
    ("fi", r"\b(te|teitä|teidän|teille|teiltä|teillä|teihin|teissä|teistä|teidät)\b", "sinä"),
    (
        "fi",
        r"(ryhmä|edusta|ohjaa|nimissä|joukosta|viittee)\w*nne\b|\b(ehdot|pyyt|kerto|anta)ak(aa|ää)\b",
        "sinä",
    ),
    ("fi", r"\btoimesta\b|sanaasi", "koordinaattorimme perui; hyväksyntääsi"),
    ("fi", r"avat\w* (sen|tämän tavoitteen) tilaajalle|avataan tilaajalle", "näyttää tilaajalle"),
    ("fi", r"yksikin kielto|kuka kielsi", "jos yksikin kieltäytyy"),
    ("fi", r"\bpäät(tää|ti|tämi\w*|ä) (\w+ )*rool|roolin päättämi", "poistaa roolin"),
    ("fi", r"\btalou(s|den|tta|delle)\b", "taloushallinto, kuten roolin nimi on"),
    ("fi", r"suomen aikaa", "Helsingin aikaa"),
    ("fi", r"koeviest|\bkokeena\b|se oli koe\b", "testiviesti, testinä: koe on koejakso"),
    ("fi", r"\bkirje(et|iden|issä)\b", "viestit"),
    ("fi", r"\bohit\w* arvioin|arviointi on ohitettu", "arviointi jätetään pitämättä"),
    ("fi", r"herät(ä|ti|et|täm)|jäi odottamaan|odottamaan jää", "tarkista määräajat; käsittelemättä jäänyt"),
    ("fi", r"meikälä|heikälä|jumiutuneen\b|\bpaper[ei]\w*", "organisaatio; pysähtynyt; asiakirja"),
    ("fi", r"tarjo(aa|ta|nnut|tuille|ttava) \w*(aikoja|ajoille)|taas tarjolla", "lisää vastaanottoaikoja"),
    ("fi", r"peruutetaan|peruutettu", "perutaan, peruttu"),
    ("fi", r"lähettämällä pyydetään|sisään (tullaan|kirjaudutaan)|onko kysytty|voi valittaa", "sinä"),
    ("sv", r"\bekonomi(n|ns)?\b", "ekonomiförvaltningen, som rollen heter"),
    ("sv", r"finlands tid|finländsk tid", "Helsingforstid"),
    ("sv", r"\bmejl", "meddelande, e-post"),
    ("sv", r"provmeddelande", "testmeddelande: prov är prövoperioden"),
    ("sv", r"\bnoter(a|as|ad|at|ade)\b(?! i)(?<!felet har noterat)", "anteckna"),
    ("sv", r"\bmöte", "träff, trepartssamtal"),
    ("sv", r"handling(ar|ars|arna|arnas)\b|på någon handling", "dokument"),
    ("sv", r"^ett par$|ett par,", "ett arbetspar"),
    ("sv", r"\bman\b(?! hand)", "du, eller vem det är"),
    ("sv", r"\bväck|\bkört fast att|henne eller honom|hon eller han", "kontrollera fristerna; hen"),
    ("sv", r"den frågande|arbetshandledning i arbetsuppgifter", "den som tog kontakt; arbetsinstruktion"),
    ("sv", r"\b\d{1,2}:\d\d\b", "9.30"),
    ("en", r"\btrial mail", "test mail"),
    ("en", r"\bpapers?\b", "contract, proposal, document"),
    ("en", r"\bdiary\b|\bwoken?\b|\bwak(e|ing)\b|\bparked\b", "calendar; check deadlines; unprocessed"),
    (
        "en",
        r"word is (kept|noted)|(yes|no) is noted|members' word|by the same word\b|word of (the operator|finance)",
        "answer, consent",
    ),
    ("sv", r"\bbjud(a|s|er|its|it) in\b", "kalla"),
    ("sv", r"\bkontakten(s)?\b", "kontaktpersonen"),
    ("sv", r"väntar på ditt ord", "väntar på ditt godkännande"),
    ("sv", r"\ber (grupp|företrädare|nuvarande|egen)|berör er", "din grupp, gruppens företrädare"),
    ("sv", r"öppna\w* (det|det här målet) för beställaren", "visa för beställaren"),
    ("en", r"\bask(ed|ing)? (it|(the|an) inquiry) back|\basked back", "withdraw"),
    ("en", r"waits? for your word", "waits for your approval"),
    ("en", r"\bsees? to (it|the|this|mail|a|what)\b|are not seen to", "handle"),
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


def _said(text: str) -> str:
    """Without what is filled in, and with single spaces: a blank between two words hides neither of them."""
    return " ".join(_BLANK.sub(" ", text).split())


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
        if re.search(wrong, _said(text), re.IGNORECASE)
    ]
    assert found == [], f"say {instead}"


def test_every_language_is_read() -> None:
    assert all(len(texts(language)) > 1000 for language in LANGUAGES)
