"""Catalogues: English is written in the code, Finnish and Swedish in `locale/<language>/<area>.po` of each package.

All areas of all packages are one catalogue a language; a test holds them against what the code says.
"""

import gettext
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from services.messages.values import Language

LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")
Texts = tuple[str, ...]
"""One, or a singular and its plural."""
NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


def marked(text: str) -> str:
    """Text to be translated later, when the reader is known; the extractor finds it by this name."""
    return text


@cache
def translations(language: Language, folders: tuple[Path, ...]) -> gettext.NullTranslations:
    """What the catalogues in these `locale` folders say; the first one counts. English is as it is written."""
    if language == "en":
        return gettext.NullTranslations()
    return Translated(
        pair
        for folder in folders
        for file in sorted((folder / language).glob("*.po"))
        for pair in _said(file, language)
    )


class Translated(gettext.NullTranslations):
    """Looked up as catalogues are read: compiling them to a file first, sorted, took longer than all the rest."""

    def __init__(self, said: Iterable[tuple[Texts, Texts]]) -> None:
        super().__init__()
        self._texts: dict[str, str] = {}
        self._counted: dict[str, tuple[str, str]] = {}
        for ids, strings in said:
            self._texts.setdefault(ids[0], strings[0])
            if len(ids) > 1:
                self._counted.setdefault(ids[0], (strings[0], strings[-1]))

    def gettext(self, message: str) -> str:
        return self._texts.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Finnish and Swedish count as English does: one, or another number."""
        one, many = self._counted.get(msgid1, (msgid1, msgid2))
        return one if n == 1 else many


@cache
def _said(file: Path, language: Language) -> tuple[tuple[Texts, Texts], ...]:
    """What is written and what is said for it; read once for all doors that have it. Nothing doubtful or empty."""
    with file.open("rb") as opened:
        catalogue = read_po(opened, locale=language)
    return tuple(
        (_texts(message.id), _texts(message.string))
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    )


def _texts(text: str | Sequence[str]) -> Texts:
    return (text,) if isinstance(text, str) else tuple(text)


def chosen(wanted: str | None, accepted: str | None, served: Sequence[Language] = LANGUAGES) -> Language:
    """The reader's choice, or the first of the browser's languages that is served; otherwise the first served one."""
    for said in (wanted or "", *(accepted or "").split(",")):
        short = said.strip()[:2].lower()
        for language in served:
            if language == short:
                return language
    return served[0]
