"""What the pages bring along from others: the list in `static/vendor/vendored.json`, held against the files."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

WEB = Path(__file__).parent
VENDOR = WEB / "static" / "vendor"
MANIFEST = "vendored.json"

_HOST = r"(?:https?:|wss?:)?//[\w\[]"
_LOADS = re.compile(
    rf"""url\(\s*["']?{_HOST}"""
    rf"""|@import\s+(?:url\()?\s*["']?{_HOST}"""
    rf"""|\b(?:src|srcset|poster|data)\s*=\s*["']?\s*{_HOST}"""
    rf"""|<(?:link|use|image)\b[^>]*\bhref\s*=\s*["']?{_HOST}"""
    rf"""|\b(?:fetch|import|importScripts|EventSource|WebSocket|Worker)\s*\(\s*["'`]{_HOST}"""
    rf"""|\bfrom\s*["']{_HOST}""",
    re.IGNORECASE,
)
_TEXT = {".css", ".html", ".js", ".json", ".md", ".svg", ".txt", ".xml"}


class Vendored(BaseModel):
    """file, licence_file: below `static/vendor/`. package: where it came from, as its registry names it."""

    name: str
    version: str
    file: str
    sha256: str
    licence: str
    licence_file: str
    package: str


def listed(folder: Path = VENDOR) -> list[Vendored]:
    """Every vendored file, as the manifest has it."""
    return TypeAdapter(list[Vendored]).validate_json((folder / MANIFEST).read_bytes())


def faults(folder: Path = VENDOR) -> Iterator[str]:
    """Where the manifest and the files differ: changed, missing and unlisted files, and missing licences."""
    entries = listed(folder)
    known = {MANIFEST, *(one.file for one in entries), *(one.licence_file for one in entries)}
    for one in entries:
        if not (folder / one.licence_file).is_file():
            yield f"no licence: {one.licence_file}"
        if not (folder / one.file).is_file():
            yield f"missing: {one.file}"
        elif hashlib.sha256((folder / one.file).read_bytes()).hexdigest() != one.sha256:
            yield f"changed: {one.file}"
    present = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    yield from (f"unlisted: {name}" for name in sorted(present - known))


def foreign_loads(folder: Path = WEB) -> Iterator[str]:
    """Places in `static/` and `templates/` where a browser would load something from another host."""
    for part in ("static", "templates"):
        for file in sorted((folder / part).rglob("*")):
            if file.suffix in _TEXT:
                for found in _LOADS.finditer(file.read_text("utf-8")):
                    yield f"{file.relative_to(folder)}: {found.group()}"
