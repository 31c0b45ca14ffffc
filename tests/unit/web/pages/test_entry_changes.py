"""An entry's history says days and addresses as its reader writes them, whatever they are kept as."""

from datetime import UTC, datetime

import pytest

from services.messages.directory import EntryChange
from services.messages.values import Language
from services.web.pages.entry_changes import as_change
from services.web.pages.renderer import Renderer

PAGE = '{% from "macros/history.html" import history with context %}{{ history(changes) }}'
AT = datetime(2026, 11, 27, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def renderer(tmp_path_factory: pytest.TempPathFactory) -> Renderer:
    home = tmp_path_factory.mktemp("home")
    (home / "templates").mkdir()
    (home / "templates" / "page.html").write_text(PAGE)
    return Renderer(home, local_profile=False)


def shown(renderer: Renderer, language: Language, field: str, before: str, after: str) -> str:
    change = EntryChange.model_validate(
        {"field": field, "before": before, "after": after, "by": None, "at": AT}
    )
    return renderer.page(language, "page.html", changes=[as_change(change, "")])


def test_the_day_of_an_end_is_written_as_its_reader_writes_days(renderer: Renderer) -> None:
    days: dict[Language, str] = {"fi": "15.9.2027", "sv": "15.9.2027", "en": "15 September 2027"}
    for language, day in days.items():
        page = shown(renderer, language, "ended_on", "", "2027-09-15")
        assert day in page and "2027-09-15" not in page


def test_an_address_names_its_country_in_words_and_only_another_one(renderer: Renderer) -> None:
    page = shown(
        renderer, "en", "address", "Uusikatu 2, 33200 Tampere, FI", "Storgatan 1, 111 22 Stockholm, SE"
    )
    assert ">Uusikatu 2, 33200 Tampere</td>" in page and ">Storgatan 1, 111 22 Stockholm, Sweden</td>" in page
