"""Nothing on a page comes from another host, and what we carry of others is what we say it is."""

import hashlib
import shutil
from pathlib import Path

import pytest

from services.web.vendored import VENDOR, faults, foreign_loads, listed

AXE = Path(__file__).parents[3] / "vendor" / "axe.min.js"
AXE_4_14_1 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(VENDOR, tmp_path / "vendor")
    return tmp_path / "vendor"


def test_every_vendored_file_is_listed_with_its_hash_and_licence():
    assert list(faults()) == []
    assert {"htmx", "Designsystemet"} <= {one.name for one in listed()}


def test_one_changed_byte_is_noticed(copy):
    file = copy / listed()[0].file
    file.write_bytes(file.read_bytes() + b"\n")
    assert list(faults(copy)) == [f"changed: {listed()[0].file}"]


def test_a_file_that_nobody_listed_is_noticed(copy):
    (copy / "stray.js").write_text("")
    assert list(faults(copy)) == ["unlisted: stray.js"]


def test_a_missing_licence_is_noticed(copy):
    (copy / listed()[-1].licence_file).unlink()
    assert list(faults(copy)) == [f"no licence: {listed()[-1].licence_file}"]


def test_no_file_loads_from_another_host():
    assert list(foreign_loads()) == []


@pytest.mark.parametrize(
    "text",
    [
        '@import "https://elsewhere.example/a.css";',
        "a { background: url(//elsewhere.example/a.png) }",
        '<script src="https://elsewhere.example/a.js"></script>',
        '<link rel="stylesheet" href="https://elsewhere.example/a.css">',
        'fetch("https://elsewhere.example/")',
        'import x from "https://elsewhere.example/x.js"',
    ],
)
def test_a_load_from_another_host_is_noticed(tmp_path, text):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "page.html").write_text(text)
    assert len(list(foreign_loads(tmp_path))) == 1


def test_a_link_to_another_site_is_no_load(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text('<a href="https://www.finlex.fi/">Finlex</a>')
    assert list(foreign_loads(tmp_path)) == []


def test_the_accessibility_checker_of_the_tests_is_the_released_one():
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == AXE_4_14_1
