"""Every macro in every state, as /dev/components shows them, keeps to what browsers and screen readers are promised."""

import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from services.messages.values import Role
from services.web.pages.languages import LANGUAGES
from services.web.pages.renderer import STATIC, Renderer

STANDINGS = tuple(
    SimpleNamespace(key=role.value, role=role, organisation_name=name, own=False)
    for role, name in ((Role.COORDINATOR, ""), (Role.COMMISSIONER, "Esimerkkilän kaupunki"))
)

SETTINGS = SimpleNamespace(portal_url="http://localhost:1", console_url="http://localhost:2")


def visit(door: str, signed_in: bool = True) -> SimpleNamespace:
    return SimpleNamespace(
        signed_in=signed_in,
        identity=SimpleNamespace(name="Maija Meriläinen", standings=STANDINGS),
        standing=STANDINGS[0],
        path="/dev/components",
        line="somebody/coordinator:",
        session_ends_in_s=1800,
        door=SimpleNamespace(
            name=door,
            home="/home",
            settings=SETTINGS,
            provider="Esimerkki Oy",
            logo=None,
            languages=LANGUAGES,
        ),
    )


def test_the_foot_of_a_table_says_its_word_once(page: str) -> None:
    """On a telephone each cell bears its column's word."""
    [foot] = re.findall(r"<tfoot>.*?</tfoot>", page, re.DOTALL)
    [head] = re.findall(r'<th scope="row">(.*?)</th>', foot)
    assert head == "Total" and f'data-label="{head}"' not in foot


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(Path("/nowhere"), local_profile=True)


@pytest.fixture(
    scope="module", params=[(language, door) for language in LANGUAGES for door in ("portal", "console")]
)
def page(request, renderer):
    language, door = request.param
    ways = [SimpleNamespace(path="/home", label="Home", current=True, count=3)]
    said = {"text": "Assigned.", "undo": "/undo"}
    return renderer.page(language, "components.html", visit=visit(door), navigation=ways, said=said)


def test_nothing_is_inline_that_the_content_policy_forbids(page):
    assert not re.search(r"<[^>]*\s(style|on\w+)=", page)
    assert all("src=" in tag for tag in re.findall(r"<script\b[^>]*>", page))


def test_there_is_one_main_heading_and_no_id_stands_twice(page):
    assert page.count("<h1") == 1
    assert [one for one, times in Counter(re.findall(r'\sid="([^"]+)"', page)).items() if times > 1] == []


def test_what_is_pointed_at_is_there(page):
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    pointing = re.findall(r'\s(?:for|form|aria-describedby|aria-labelledby|data-counter-for)="([^"]+)"', page)
    assert {one for text in pointing for one in text.split()} - ids == set()


def test_every_icon_that_is_named_is_drawn(page):
    drawn = set(re.findall(r"^\.(icon-\w+) ", (STATIC / "css" / "icons.css").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bicon-[a-z]+\b", page)) - {"icon-small"} <= drawn


def test_a_faulty_form_says_so_in_the_title_and_links_each_fault_to_its_field(page):
    assert re.search(r"<title>(Error|Virhe|Fel): Components – Esimerkki Oy</title>", page)
    for name in ("name", "email", "wishes"):
        assert f'href="#field-{name}"' in page and f'id="field-{name}"' in page


def test_a_page_that_failed_needs_nobody_signed_in(renderer):
    page = renderer.page(
        "en",
        "failed.html",
        visit=visit("portal", False),
        navigation=[],
        said=None,
        again=None,
        most=None,
        others=[],
        failure=404,
        text="Not here",
    )
    assert "<h1>Not here</h1>" in page and 'href="/sign-in"' in page and "Sign out" not in page


def test_every_icon_that_a_page_names_is_drawn():
    """One that is not would be a filled square."""
    drawn = set(re.findall(r"\.icon-([a-z]+) \{", (STATIC / "css/icons.css").read_text()))
    named = re.compile(
        r"""\bicon(?:_name)?(?:=|\()"([a-z]+)"|icon-([a-z]+)\b(?!-)|"tertiary", "([a-z]+)"\)"""
    )
    services = STATIC.parents[1]
    found = {
        (file.name, next(filter(None, names)))
        for file in services.rglob("*.html")
        for names in named.findall(file.read_text())
    }
    assert len(found) > 50
    assert [one for one in sorted(found) if one[1] not in drawn | {"small"}] == []
