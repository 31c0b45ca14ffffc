"""What both formats are written and read with: elements that leave out what is empty, amounts, and paths."""

from collections.abc import Iterable
from decimal import Decimal
from xml.etree.ElementTree import Element

Content = str | Element | None | Iterable[Element]


def element(name: str, *content: Content, **attributes: str) -> Element:
    made = Element(name, attributes)
    for part in content:
        if isinstance(part, str):
            made.text = part
        elif isinstance(part, Element):
            made.append(part)
        elif part is not None:
            made.extend(part)
    return made


def euros(cents: int) -> str:
    """Two decimals after a point: 12345 -> 123.45."""
    return f"{Decimal(cents).scaleb(-2):.2f}"


def cents(euros: str) -> int:
    return int(Decimal(euros).scaleb(2))


def plain(number: Decimal) -> str:
    """As few digits as say it, and no exponent."""
    return f"{number.normalize():f}"


def text(of: Element | None, path: str, names: dict[str, str] | None = None) -> str:
    """The text at the path; empty where there is none."""
    return "" if of is None else of.findtext(path, "", names)


def one(of: Element, path: str, names: dict[str, str] | None = None) -> Element:
    """Raises ValueError where it is missing."""
    found = of.find(path, names)
    if found is None:
        raise ValueError(f"no {path}")
    return found
