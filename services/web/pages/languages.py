"""Catalogues: English is written in the code, Finnish and Swedish in `locale/<language>/<area>.po` of each package.

All areas of all packages are one catalogue a language; a test holds them against what the code says.
"""

import gettext
import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from services.messages.values import Language

LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")
NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


def marked(text: str) -> str:
    """Text to be translated later, when the reader is known; the extractor finds it by this name."""
    return text


@cache
def translations(language: Language, folders: tuple[Path, ...]) -> gettext.NullTranslations:
    """What the catalogues in these `locale` folders say. English is as it is written."""
    if language == "en":
        return gettext.NullTranslations()
    merged = Catalog(locale=language)
    for area in areas(language, folders):
        for message in area:
            if message.id and message.string:
                merged.add(message.id, message.string, context=message.context)
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def areas(language: Language, folders: Iterable[Path]) -> Iterable[Catalog]:
    for folder in folders:
        for file in sorted((folder / language).glob("*.po")):
            with file.open("rb") as opened:
                yield read_po(opened, locale=language)


def chosen(wanted: str | None, accepted: str | None) -> Language:
    """The reader's choice, or the first of the browser's languages that we have; Finnish otherwise."""
    for said in (wanted or "", *(accepted or "").split(",")):
        short = said.strip()[:2].lower()
        for language in LANGUAGES:
            if language == short:
                return language
    return "fi"
