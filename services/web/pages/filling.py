"""Puts what was typed back into a page that is made already: any form of any page, without the page knowing of it."""

from collections.abc import Iterable, Sequence
from html import escape
from html.parser import HTMLParser

_CHOSEN = ("checkbox", "radio")
# What the page itself says stays as it is now: a version, a price that was shown.
_OF_THE_PAGE = ("hidden", "submit", "button", "reset", "image", "file", "password")
Attributes = list[tuple[str, str | None]]


def filled_in(html: str, action: str, page: str, typed: Sequence[tuple[str, str]]) -> str | None:
    """The page with its first form for this address filled in; None where it has none.

    page: the address of a form that names none.
    """
    found = _Form(html, action, page, typed)
    found.feed(html)
    found.close()
    return _with(html, found.edits) if found.was_there else None


def _with(html: str, edits: Iterable[tuple[int, int, str]]) -> str:
    told, at = [], 0
    for start, end, text in sorted(edits):
        told += [html[at:start], text]
        at = end
    return "".join([*told, html[at:]])


class _Form(HTMLParser):
    """edits: from where to where in the page, and what stands there instead."""

    def __init__(self, html: str, action: str, page: str, typed: Sequence[tuple[str, str]]) -> None:
        super().__init__(convert_charrefs=False)
        self.edits: list[tuple[int, int, str]] = []
        self.was_there = False
        self._lines = [0]
        for line in html.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._action, self._page = action, page
        self._typed: dict[str, list[str]] = {}
        for name, text in typed:
            self._typed.setdefault(name, []).append(text)
        self._inside = False
        self._select: str | None = None
        self._words: tuple[int, str] | None = None
        self._folded: list[tuple[int, str, Attributes]] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag == "details":
            self._folded.append((self._at(), self.get_starttag_text() or "", attrs))
        elif tag == "form":
            self._begin(dict(attrs))
        elif self._inside:
            self._fill(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "details" and self._folded:
            self._folded.pop()
        elif tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._words:
            start, text = self._words
            # The first line break after the tag is not the text's.
            self.edits.append((start, self._at(), "\n" + escape(text)))
            self._words = None

    def _begin(self, form: dict[str, str | None]) -> None:
        is_it = (form.get("method") or "").lower() == "post" and (
            form.get("action") or self._page
        ) == self._action
        self._inside = is_it and not self.was_there
        self.was_there = self.was_there or is_it
        if self._inside:
            for at, text, attrs in self._folded:
                self._replace(at, text, _tag("details", attrs, "open"))

    def _fill(self, tag: str, attrs: Attributes) -> None:
        told = dict(attrs)
        name = told.get("name") or ""
        at, text = self._at(), self.get_starttag_text() or ""
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select in self._typed and told.get("value") is not None:
            chosen = told["value"] in self._typed[self._select or ""]
            self._replace(at, text, _tag(tag, _without(attrs, "selected"), "selected" if chosen else ""))
        elif tag == "textarea" and (words := self._next(name)) is not None:
            self._words = (at + len(text), words)
        elif tag == "input":
            self._input(at, text, attrs, told)

    def _input(self, at: int, text: str, attrs: Attributes, told: dict[str, str | None]) -> None:
        name, kind = told.get("name") or "", (told.get("type") or "text").lower()
        if kind in _OF_THE_PAGE or not name:
            return
        if kind in _CHOSEN:
            chosen = (told.get("value") or "on") in self._typed.get(name, ())
            self._replace(at, text, _tag("input", _without(attrs, "checked"), "checked" if chosen else ""))
        elif (words := self._next(name)) is not None:
            self._replace(at, text, _tag("input", [*_without(attrs, "value"), ("value", words)]))

    def _next(self, name: str) -> str | None:
        """Of several fields of one name each its own."""
        texts = self._typed.get(name)
        return texts.pop(0) if texts else None

    def _replace(self, at: int, old: str, new: str) -> None:
        self.edits.append((at, at + len(old), new))

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def _without(attrs: Attributes, name: str) -> Attributes:
    return [one for one in attrs if one[0] != name]


def _tag(tag: str, attrs: Attributes, more: str = "") -> str:
    said = [name if value is None else f'{name}="{escape(value)}"' for name, value in attrs]
    return f"<{' '.join([tag, *said, *([more] if more else [])])}>"
