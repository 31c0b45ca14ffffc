"""Rubbish for every address of a door, made from the door's own description (OpenAPI): the same at every run.

Each address is asked once as its description wants it, once with nothing, and with a wrong value in each of its places.
Made by hand: a library that searches for such values took more of the processor than all that answers them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode
from zlib import crc32

MARK = "KANARIA4411"
MARKER = f"{MARK}<i>"
SOMEBODY = "00000000-0000-7000-8000-000000000001"
WRONG = (
    "",
    " \u00a0\u2003",
    f"{MARKER}\x00",
    f"{MARKER}\u202e",
    f"{MARKER}\u200b\ufeff",
    f"{MARKER}\ud800",
    f"{MARKER}\r\nSet-Cookie: {MARK}=1",
    MARKER * 400,
    f"../../{MARKER}",
    f"{{{{7*7}}}}{MARKER}",
    f"'; DROP TABLE person; --{MARKER}",
    f'{{"a": ["{MARKER}"]}}',
    f"%s%n{MARKER}",
    f"20२६-10{MARKER}",
    "-1",
    "0",
    "1e400",
    "NaN",
    "9" * 400,
    "null",
    "2026-13-45",
    "0001-01-01",
    "9999-12-31T23:59:59.999999+14:00",
    "2027-03-28T03:30:00",
    SOMEBODY.replace("7000", "0000"),
)
"""Which of them a place meets, its name decides, so that neighbours meet others."""
BODIES_OF_NO_FORM = (b"", b"{", b"[]", b'"x"', b"\xff\xfe", f'{{"id": "{MARKER}", "type": 7}}'.encode())
_USUAL = {
    "uuid": SOMEBODY,
    "date": "2027-03-02",
    "date-time": "2027-03-02T10:00:00+02:00",
    "time": "10:00",
    "email": f"{MARK}@kaato.example",
}
_BY_TYPE = {"integer": 1, "number": 1, "boolean": "true", "object": MARKER, "null": ""}

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sent:
    """path: with its places filled. body: what is sent instead of a form."""

    method: str
    path: str
    query: Pairs = ()
    form: Pairs = ()
    body: bytes | None = None

    @property
    def url(self) -> str:
        return f"{self.path}?{_encoded(self.query)}" if self.query else self.path

    @property
    def content(self) -> bytes:
        return self.body if self.body is not None else _encoded(self.form).encode()


@dataclass(frozen=True)
class Place:
    """of: path, query or form. usual: what its description allows, as texts."""

    of: str
    name: str
    usual: Sequence[str]


def rubbish(description: Mapping[str, Any], left_out: Sequence[str]) -> Iterator[Sent]:
    for path, operations in description["paths"].items():
        if path in left_out or path.endswith("/stream"):
            continue
        for method, operation in operations.items():
            yield from _for(method.upper(), path, operation, description)


def _for(
    method: str, path: str, operation: Mapping[str, Any], description: Mapping[str, Any]
) -> Iterator[Sent]:
    places = [*_asked_in_address(operation, description), *_asked_in_form(operation, description)]
    usual = _filled(method, path, {place: place.usual for place in places})
    yield usual
    yield replace(usual, query=(), form=())
    if "application/json" in operation.get("requestBody", {}).get("content", {}):
        yield from (replace(usual, body=body) for body in BODIES_OF_NO_FORM)
    for place in places:
        wrong = WRONG[crc32(f"{method} {path} {place.name}".encode()) % len(WRONG)]
        yield _filled(method, path, {one: one.usual for one in places} | {place: (wrong,)})


def _asked_in_address(operation: Mapping[str, Any], description: Mapping[str, Any]) -> list[Place]:
    return [
        Place(asked["in"], asked["name"], _usual(asked["schema"], description))
        for asked in operation.get("parameters", ())
        if asked["in"] in ("path", "query")
    ]


def _asked_in_form(operation: Mapping[str, Any], description: Mapping[str, Any]) -> list[Place]:
    content = operation.get("requestBody", {}).get("content", {})
    form = _resolved(content.get("application/x-www-form-urlencoded", {}).get("schema", {}), description)
    return [Place("form", name, _usual(of, description)) for name, of in form.get("properties", {}).items()]


def _filled(method: str, path: str, values: Mapping[Place, Sequence[str]]) -> Sent:
    for place, texts in values.items():
        if place.of == "path":
            path = path.replace(f"{{{place.name}}}", quote(texts[0], safe="", errors="surrogatepass"))
    in_order = [(place, text) for place, texts in values.items() for text in texts]
    query, form = (
        tuple((place.name, text) for place, text in in_order if place.of == of) for of in ("query", "form")
    )
    return Sent(method, path, query, form)


def _usual(schema: Mapping[str, Any], description: Mapping[str, Any]) -> tuple[str, ...]:
    """What the schema allows: one text, or for a list one entry; for a free text the marker."""
    schema = _resolved(schema, description)
    if choices := schema.get("anyOf"):
        return _usual(choices[0], description)
    if schema.get("type") == "array":
        return _usual(schema["items"], description)
    if one_of := schema.get("enum") or ([schema["const"]] if "const" in schema else ()):
        return (str(one_of[0]),)
    number = schema.get("minimum", _BY_TYPE.get(schema.get("type", ""), MARKER))
    return (_USUAL.get(schema.get("format", ""), str(number)),)


def _resolved(schema: Mapping[str, Any], description: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        schema = description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _encoded(pairs: Pairs) -> str:
    return urlencode(pairs, errors="surrogatepass")
