"""Reads the project's documents: their files, links, stops in the code, and worked tables."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
STOP = re.compile(r"((?:services|workflows|deploy|tests)/[\w/]+\.py):([A-Za-z_][\w.]*\w)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
PLACE = re.compile(r"`((?:services|workflows|deploy|tests|docs)/[\w/.]*)`")
NOT_OURS = {".venv", ".git", "data", "node_modules"}


def documents() -> list[Path]:
    """Every page of the project."""
    return sorted(page for page in ROOT.rglob("*.md") if not _hidden(page))


def sources() -> Iterator[Path]:
    for folder in ("services", "workflows", "deploy"):
        yield from sorted((ROOT / folder).rglob("*.py"))


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
    body: list[ast.stmt] = module_of(ROOT / path).body
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | None = None
    for part in name.split("."):
        node = next((one for one in body if _named(one) == part), None)  # type: ignore[assignment]
        if node is None:
            return None
        body = node.body
    return ast.get_docstring(node) or "" if node else None


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


def _named(node: ast.stmt) -> str | None:
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return node.name if isinstance(node, definitions) else None


@cache
def module_of(file: Path) -> ast.Module:
    """Parsed once for all tests that read the code."""
    return ast.parse(file.read_text())


def _hidden(page: Path) -> bool:
    return any(part in NOT_OURS or part.startswith(".") for part in page.relative_to(ROOT).parts)
