"""Reads the project's documents: their files, links, stops in the code, and worked tables."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
STOP = re.compile(r"((?:services|workflows|deploy|tests)/[\w/]+\.py):([A-Za-z_][\w.]*\w)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
PLACE = re.compile(r"`((?:services|workflows|deploy|tests|docs)/[\w/.]*)`")
NOT_OURS = {".venv", ".git", "data", "node_modules"}


@cache
def documents() -> tuple[Path, ...]:
    """Every page of the project; the packages of its environment are not gone through."""
    ours = [found for found in ROOT.iterdir() if not _hidden(found)]
    below = [page for found in ours if found.is_dir() for page in found.rglob("*.md") if not _hidden(page)]
    return tuple(sorted([*below, *(found for found in ours if found.suffix == ".md")]))


@cache
def sources() -> tuple[Path, ...]:
    folders = ("services", "workflows", "deploy")
    return tuple(file for folder in folders for file in sorted((ROOT / folder).rglob("*.py")))


def stops(text: str) -> list[str]:
    """Each `path/file.py:name` in the text, in its order."""
    return [f"{path}:{name}" for path, name in STOP.findall(text)]


def places(text: str) -> list[str]:
    """Each file or folder that is named as code; one with a WORD in capitals stands for many."""
    return [place for place in PLACE.findall(text) if not re.search(r"[A-Z]{2}", place)]


def docstring(stop: str) -> str | None:
    """Of the function or class at a stop; "" when it has none, None when nothing is there."""
    path, _, name = stop.partition(":")
    if not (ROOT / path).exists():
        return None
    return next((one.docstring for one in definitions_of(ROOT / path) if one.name == name), None)


def next_stop(stop: str) -> str | None:
    """What the stop's docstring ends with."""
    words = (docstring(stop) or "").rpartition("Next: ")
    return words[2].strip() if words[1] else None


def table(page: str, heading: str) -> list[dict[str, str]]:
    """The rows of the first table below a heading, by column, without Markdown's code marks."""
    text = (ROOT / page).read_text().split(f"## {heading}\n", 1)[1]
    lines = text[text.index("|") :].splitlines()
    rows = [_cells(line) for line in lines[: next((n for n, x in enumerate(lines) if not x), None)]]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def _cells(line: str) -> list[str]:
    return [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]


@dataclass(frozen=True)
class Definition:
    """A class or a function, by its name below the module ("" is the module); lines: from `def` to the last one."""

    name: str
    docstring: str
    lines: int
    is_function: bool


@cache
def module_of(file: Path) -> ast.Module:
    """The whole tree, of those few files in which more is read than definitions."""
    return ast.parse(file.read_text())


@cache
def definitions_of(file: Path) -> tuple[Definition, ...]:
    """Parsed once for all tests that read the code."""
    return tuple(definitions(file.read_text()))


def definitions(source: str) -> Iterator[Definition]:
    """The module, then every class and function, wherever it stands."""
    module = ast.parse(source)
    yield Definition("", ast.get_docstring(module) or "", 0, False)
    yield from _below(module, "")


def _below(node: ast.AST, within: str) -> Iterator[Definition]:
    """Looks at statements only, since the rest of a tree is large."""
    for block in ("body", "orelse", "finalbody", "handlers", "cases"):
        for part in getattr(node, block, ()):
            name = within
            if isinstance(part, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{within}.{part.name}".lstrip(".")
                lines = (part.end_lineno or part.lineno) - part.lineno + 1
                is_function = not isinstance(part, ast.ClassDef)
                yield Definition(name, ast.get_docstring(part) or "", lines, is_function)
            yield from _below(part, name)


def _hidden(page: Path) -> bool:
    return any(part in NOT_OURS or part.startswith(".") for part in page.relative_to(ROOT).parts)
