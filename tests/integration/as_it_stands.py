"""What a page's forms would send, if nobody changed anything in them."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name, value = said.get("name", ""), said.get("value", "")
        chosen = said.get("type") not in ("radio", "checkbox", "submit") or "checked" in said
        if tag == "input" and name and chosen:
            self.values[name] = value
        elif tag == "textarea":
            self._area, self.values[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in said:
            self.values[self._select] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data


def as_it_stands(page: str) -> dict[str, str]:
    """By name; of a name that stands there more than once, the last."""
    fields = _Fields()
    fields.feed(page)
    return fields.values
