"""The pages tell the truth about the tree: links, folders, commands, processes, and what may not be named."""

import re
from datetime import date

import pytest

import deploy
import services
from deploy.command_line import parse
from deploy.processes import PROCESSES
from deploy.streams import LISTENERS
from services.messages.envelope import SERVICES, commands_of, events_of
from tests.messages.service_map import FILE, rows, stands_for, with_new_messages, words_of
from tests.unit.docs.reading import LINK, ROOT, docstring, documents, places, stops, table

README = (ROOT / "README.md").read_text()
ADDING = (ROOT / "docs/adding.md").read_text()
THINGS = ("An event", "A mail", "A command", "A page", "A workflow step", "A table's column")
HOW_TO = [ROOT / "CONTRIBUTING.md", ROOT / "docs/adding.md", ROOT / "README.md"]
MAP = rows(str(services.__doc__))


def test_every_link_of_a_page_leads_somewhere():
    for page in documents():
        for link in LINK.findall(page.read_text()):
            target, _, heading = link.partition("#")
            if not link.startswith(("https://", "mailto:")):
                found = (page.parent / target) if target else page
                assert found.exists(), f"{page}: {link}"
                assert not heading or heading in _anchors(found.read_text()), f"{page}: {link}"


def test_every_place_in_the_code_that_a_page_names_is_there():
    named = {stop: page for page in documents() for stop in stops(page.read_text())}
    assert [f"{page}: {stop}" for stop, page in named.items() if docstring(stop) is None] == []


@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_and_folder_that_a_guide_names_is_there(page):
    assert len(places(page.read_text())) > 5
    assert [place for place in places(page.read_text()) if not (ROOT / place).exists()] == []


@pytest.mark.parametrize("thing", THINGS)
def test_how_to_add_a_thing_names_a_neighbour_for_each(thing):
    chapter = ADDING.split(f"## {thing}\n", 1)[1].split("\n## ", 1)[0]
    assert stops(chapter)


def test_what_was_moved_away_would_be_seen():
    """Also a test, a template's folder, a page; a place that stands for many is not looked for."""
    assert docstring("tests/unit/docs/reading.py:documents") is not None
    assert docstring("tests/unit/docs/reading.py:pages") is None
    assert places("`services/SERVICE/handlers.py`, `services/notices/` and `docs/nowhere.md`") == [
        "services/notices/",
        "docs/nowhere.md",
    ]


DOORS = ["--portal", "portal.firm.example", "--console", "console.firm.example"]


@pytest.mark.parametrize("row", table("README.md", "The house"), ids=lambda row: row["folder"])
def test_every_folder_of_the_readme_is_there(row):
    assert (ROOT / row["folder"]).is_dir()


@pytest.mark.parametrize("row", table("README.md", "Two commands"), ids=lambda row: row["command"])
def test_every_command_of_the_readme_is_understood(row):
    words = row["command"].split()
    assert words[0] == "./luotsi"
    more = {
        "parked": ["list"],
        "migration": ["billing", "words"],
        "install": DOORS,
        "restore": [],
        "rotate": ["notes"],
    }.get(words[1], [])
    assert parse([*words[1:], *more]).command == words[1]


def test_the_readme_names_every_command():
    with_its_own_help = {
        "demo",
        "up",
        "test",
        "trial",
        "check",
        "doctor",
        "figures",
        "parked",
        "rebuild",
        "release",
        "migration",
        "install",
        "databases",
        "rotate",
        "health",
        "backup",
        "restore",
        "begin-lost",
        "first-administrator",
    }
    named = {row["command"].split()[1] for row in table("README.md", "Two commands")}
    assert named == with_its_own_help


@pytest.mark.parametrize("option", sorted(set(re.findall(r"`(--[a-z]+)", README))))
def test_every_option_of_the_readme_is_understood(option):
    values = {"--year": str(date.today().year + 1), "--json": "file", "--data": "folder", "--ports": "20000"}
    words = ["demo", option, *([values[option]] if option in values else [])]
    assert getattr(parse(words), option.strip("-")) != getattr(parse(["demo"]), option.strip("-"))


def test_the_readme_names_every_process():
    named = " ".join(row["process"] for row in table("README.md", "What runs where"))
    assert set(re.findall(r"\w+", named)) == {one.name for one in PROCESSES}


def test_the_map_names_who_listens_to_whom():
    assert {row[0]: row[3] for row in MAP} == {
        name: ", ".join(LISTENERS.get(name, ())) or "-" for name in SERVICES
    }


@pytest.mark.parametrize("row", MAP, ids=lambda row: row[0])
def test_the_map_names_every_message_and_no_other(row):
    for told, classes in ((row[2], commands_of(row[0])), (row[4], events_of(row[0]))):
        names = {one.__name__ for one in classes.values()}
        words = words_of(told)
        covered = {word: {name for name in names if stands_for(word, name)} for word in words}
        assert set().union(*covered.values()) == names
        assert [word for word, found in covered.items() if not found] == []


def test_the_map_gets_the_names_of_new_messages_and_is_otherwise_left_as_it_is():
    whole = FILE.read_text()
    assert with_new_messages(whole) == whole
    [written] = rows(with_new_messages("| intake    | prices | SetPrice, Show... | contracts | - |\n"))
    assert written[2].startswith("SetPrice, Show..., AnswerProposal, ")
    assert "ListPrices" in written[2] and "ShowInquiry" not in written[2]
    assert written[3:] == [
        "contracts",
        ", ".join(sorted(kind.__name__ for kind in events_of("intake").values())),
    ]


def test_every_module_of_deploy_is_in_its_table():
    """A row names modules, those of a room after the room's path; all of the demo is one row."""
    named = set()
    for row in re.findall(r"^\| ([\w/, ]+?) \|", str(deploy.__doc__), flags=re.MULTILINE):
        room, slash, modules = row.rpartition("/")
        named |= {room + slash + module.strip() for module in modules.split(",")}
    files = (file.relative_to(ROOT / "deploy") for file in (ROOT / "deploy").rglob("*.py"))
    there = {"demo/" if "demo" in file.parts else str(file.with_suffix("")) for file in files}
    assert named - {"module"} == {name for name in there if not name.endswith(("__init__", "__main__"))}


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
