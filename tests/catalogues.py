"""What the catalogues lack. For one area: `.venv/bin/python -m tests.catalogues portal proposal`.

Prints, for each language, the entries that are missing, then everything else that is wrong; `tests.catalogue_entries`
writes them. The first word is ground, portal or console; the second a part of a file's path.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.unit.docs.reading import module_of

ROOT = Path(__file__).parents[1]
GROUND = "ground"
PACKAGES = {
    GROUND: ROOT / "services" / "web",
    "portal": ROOT / "services" / "portal",
    "console": ROOT / "services" / "console",
}
LANGUAGES = ("fi", "sv")

_PYTHON = {"_": (0,), "marked": (0,), "gettext": (0,), "ngettext": (0, 1), "plural": (1, 2)}
"""Which arguments of a call are its texts."""
_STRING = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_STRINGS = rf"(?:{_STRING}\s*)+"
_CALL = re.compile(
    rf"\b(?:(?P<counts>ngettext)|_|gettext)\(\s*(?P<one>{_STRINGS})(?(counts),\s*(?P<many>{_STRINGS}))(?=[,)])"
)
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_MARKED = re.compile(r"\b(?:_|marked|n?gettext|plural)\s*\(")
"""What says nothing is not parsed, since that is dear."""
_PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
_LONE_PERCENT = re.compile(r"(?<!%)(?:%%)*%(?!\(\w+\)[sd]|%)")

Id = str | tuple[str, ...]


@dataclass
class Used:
    """A text that the code says, and where: path from the root, and line."""

    id: Id
    places: list[tuple[str, int]] = field(default_factory=list)


@cache
def used(package: str) -> dict[Id, Used]:
    """Everything that the package's Python and templates mark for translation; read once, since reading is dear."""
    found: dict[Id, Used] = {}
    for file in sorted(PACKAGES[package].rglob("*")):
        if file.suffix not in (".py", ".html") or "migrations" in file.relative_to(ROOT).parts:
            continue
        if not _MARKED.search(file.read_text()):
            continue
        for line, text in _extracted(file):
            found.setdefault(text, Used(text)).places.append((str(file.relative_to(ROOT)), line))
    return found


def _extracted(file: Path) -> Iterator[tuple[int, Id]]:
    if file.suffix == ".html":
        yield from of_template(file.read_text())
        return
    yield from of_module(module_of(file))


def of_module(module: ast.Module) -> Iterator[tuple[int, Id]]:
    """What is said by calls with texts of their own, in the order of their lines."""
    found = (_said(call) for call in ast.walk(module) if isinstance(call, ast.Call))
    yield from sorted(filter(None, found), key=lambda one: one[0])


def _said(call: ast.Call) -> tuple[int, Id] | None:
    name: str = getattr(call.func, "id", "") or getattr(call.func, "attr", "")
    arguments = [call.args[at : at + 1] for at in _PYTHON.get(name, ())]
    texts = [one[0] for one in arguments if one and _is_text(one[0])]
    if not texts or len(texts) < len(arguments):
        return None
    words = tuple(ast.literal_eval(text) for text in texts)
    return texts[0].lineno, words[0] if len(words) == 1 else words


def _is_text(node: ast.expr) -> bool:
    """Not an empty one, which would name the catalogue's header."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value != ""


def of_template(text: str) -> Iterator[tuple[int, Id]]:
    """What is said by a template's calls with a text of their own. Jinja's parser takes twenty times as long."""
    said = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    for call in _CALL.finditer(said):
        line = said.count("\n", 0, call.start()) + 1
        one, many = (_unquoted(call[name]) if call[name] else "" for name in ("one", "many"))
        yield line, (one, many) if call["counts"] else one


def _unquoted(strings: str) -> str:
    """One string, or several that stand beside each other."""
    return "".join(ast.literal_eval(string) for string in re.findall(_STRING, strings))


@cache
def files(package: str, language: str) -> dict[Path, Catalog]:
    folder = PACKAGES[package] / "locale" / language
    catalogues = {}
    for file in sorted(folder.glob("*.po")):
        with file.open("rb") as opened:
            catalogues[file] = read_po(opened, locale=language, abort_invalid=True)
    return catalogues


def missing(package: str, language: str, part: str = "") -> list[Used]:
    """What is said in files whose path holds `part`, and is translated neither by the package nor by the ground."""
    known = {
        _id(message)
        for home in {package, GROUND}
        for catalogue in files(home, language).values()
        for message in _entries(catalogue)
        if _is_whole(message)
    }
    return [
        one
        for one in used(package).values()
        if one.id not in known and any(part in path for path, _line in one.places)
    ]


def faults(package: str, language: str) -> Iterator[str]:
    """What is wrong with the entries that are there: empty, fuzzy, unused, other placeholders, said in two ways."""
    wanted = set(used(package))
    if package == GROUND:
        wanted |= {text for other in PACKAGES for text in used(other)}
    said: dict[Id, set[Id]] = defaultdict(set)
    for file, catalogue in files(package, language).items():
        where = file.relative_to(ROOT)
        for message in _entries(catalogue):
            said[_id(message)].add(_string(message))
            for fault in _faults_of(message, wanted):
                yield f"{where}: {fault}: {_first(_id(message))!r}"
        for obsolete in catalogue.obsolete:
            yield f"{where}: obsolete: {obsolete!r}"
    for text, ways in said.items():
        if len(ways) > 1:
            yield f"{package}/{language}: said in {len(ways)} ways: {_first(text)!r}"


def _faults_of(message: Message, wanted: set[Id]) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy"
    if _id(message) not in wanted:
        yield "unused"
    if not _is_whole(message):
        yield "empty"
    elif not _places_agree(message):
        yield "other placeholders"
    if any(_LONE_PERCENT.search(text) for text in (*_texts(_id(message)), *_texts(_string(message)))):
        yield "a lone % (write %%)"


def _is_whole(message: Message) -> bool:
    return not message.fuzzy and all(text.strip() for text in _texts(_string(message)) or ("",))


def _places_agree(message: Message) -> bool:
    """A singular may leave the number out."""
    strings, ids = _texts(_string(message)), _texts(_id(message))
    if len(ids) == 1:
        return set(_PLACE.findall(strings[0])) == set(_PLACE.findall(ids[0]))
    most = set(_PLACE.findall(ids[-1]))
    return set(_PLACE.findall(strings[-1])) == most and set(_PLACE.findall(strings[0])) <= most


def _entries(catalogue: Catalog) -> Iterator[Message]:
    """Without the header."""
    return (message for message in catalogue if message.id)


def _id(message: Message) -> Id:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def _string(message: Message) -> Id:
    return tuple(message.string) if isinstance(message.string, list | tuple) else str(message.string or "")


def _texts(text: Id) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _first(text: Id) -> str:
    return _texts(text)[0]


def ids_in(catalogue: Catalog) -> set[Id]:
    return {_id(message) for message in _entries(catalogue)}


def entry(one: Used, *, with_places: bool = True) -> str:
    """As a catalogue has it, still without a translation."""
    places = "".join(f"#: {path}:{line}\n" for path, line in one.places[:3]) if with_places else ""
    texts = _texts(one.id)
    if len(texts) == 1:
        return f'{places}msgid {_quoted(texts[0])}\nmsgstr ""\n'
    singular, plural = texts[0], texts[1]
    return f'{places}msgid {_quoted(singular)}\nmsgid_plural {_quoted(plural)}\nmsgstr[0] ""\nmsgstr[1] ""\n'


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\n", "\\n")
    return f'"{escaped}"'


def report(package: str, part: str = "") -> str:
    """Empty where nothing is missing or wrong."""
    lines = []
    for language in LANGUAGES:
        lacking = missing(package, language, part)
        if lacking:
            lines.append(f"# {package}, {language}: {len(lacking)} missing\n")
            lines += [entry(one) for one in lacking]
        lines += [f"# {fault}" for fault in faults(package, language) if part in fault]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    package, part = (*arguments, "", "")[:2]
    if package not in PACKAGES:
        print(f"python -m tests.catalogues {'|'.join(PACKAGES)} [part of a path]", file=sys.stderr)
        return 2
    text = report(package, part)
    print(text or f"{package} {part}: nothing is missing")
    return 1 if text else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
