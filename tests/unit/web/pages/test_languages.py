"""Which language a reader gets, and what the templates say in it."""

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from services.web.pages.languages import chosen, translations
from services.web.pages.renderer import Renderer, asset

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.mark.parametrize(
    "wanted, accepted, language",
    [
        ("sv", "fi,en;q=0.8", "sv"),
        (None, "sv-FI,sv;q=0.9,en;q=0.5", "sv"),
        (None, "de, en-GB;q=0.8", "en"),
        ("de", "de", "fi"),
        ("", "", "fi"),
        (None, None, "fi"),
        ("<script>", ";;;,,,\x00", "fi"),
    ],
)
def test_the_readers_choice_comes_first_then_the_browsers_then_finnish(wanted, accepted, language):
    assert chosen(wanted, accepted) == language


@pytest.mark.parametrize(
    "wanted, accepted, language",
    [("sv", "sv,en;q=0.8", "en"), ("fi", None, "fi"), (None, "sv", "en"), (None, None, "en")],
)
def test_of_languages_that_are_not_served_the_next_one_is_taken(wanted, accepted, language):
    assert chosen(wanted, accepted, ("en", "fi")) == language


def folder(tmp_path: Path, **areas: str) -> Path:
    (tmp_path / "locale" / "fi").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    for area, entries in areas.items():
        (tmp_path / "locale" / "fi" / f"{area}.po").write_text(PO + entries)
    return tmp_path


def test_the_areas_of_a_package_are_one_catalogue(tmp_path):
    home = folder(tmp_path, one='msgid "Word"\nmsgstr "Sana"\n', two='msgid "Page"\nmsgstr "Sivu"\n')
    catalogue = translations("fi", (home / "locale",))
    assert (catalogue.gettext("Word"), catalogue.gettext("Page")) == ("Sana", "Sivu")
    assert catalogue.gettext("Never said") == "Never said"


def test_plurals_follow_the_number(tmp_path):
    entry = 'msgid "%(number)s day"\nmsgid_plural "%(number)s days"\nmsgstr[0] "%(number)s päivä"\n'
    home = folder(tmp_path, one=entry + 'msgstr[1] "%(number)s päivää"\n')
    renderer = Renderer(home, local_profile=True)
    said = [renderer.plural("fi", "%(number)s day", "%(number)s days", number) for number in (1, 2, 0)]
    assert said == ["%(number)s päivä", "%(number)s päivää", "%(number)s päivää"]


def test_what_is_not_there_is_a_fault_and_no_empty_place(tmp_path):
    home = folder(tmp_path)
    (home / "templates" / "page.html").write_text("{{ nobody.gave_this }}")
    with pytest.raises(UndefinedError):
        Renderer(home, local_profile=True).page("fi", "page.html")


def test_what_is_the_same_in_a_template_is_written_for_each_reader(tmp_path):
    """A template is compiled once for all languages; nothing of the first reader's may stay in it."""
    home = folder(tmp_path, one='msgid "Word"\nmsgstr "Sana"\n')
    said = "{{ 123450|euros }} {{ _('Word') }} {{ 'fi'|label('language') }} {{ language }}"
    (home / "templates" / "page.html").write_text(said)
    pages = [Renderer(home, local_profile=True).page(one, "page.html") for one in ("fi", "en")]
    assert pages == ["1\u00a0234,50\u00a0€ Sana suomi fi", "€1,234.50 Word Finnish en"]


def test_what_people_typed_is_never_markup(tmp_path):
    home = folder(tmp_path)
    (home / "templates" / "page.html").write_text("{{ typed }}")
    assert "<b>" not in Renderer(home, local_profile=True).page("fi", "page.html", typed="<b>bold</b>")


def test_a_label_is_looked_up_in_the_readers_language(tmp_path):
    home = folder(tmp_path)
    (home / "templates" / "page.html").write_text('{{ "finance" | label("role") }}')
    renderer = Renderer(home, local_profile=True)
    said = [renderer.page(language, "page.html") for language in ("fi", "sv", "en")]
    assert said == ["Taloushallinto", "Ekonomiförvaltning", "Finance"]


def test_a_file_that_changes_gets_another_address():
    address = asset("luotsi-mark.svg")
    assert address.startswith("/static/luotsi-mark.svg?v=") and len(address.partition("=")[2]) == 12
