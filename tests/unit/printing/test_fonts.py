"""The fonts of our papers, held against what may be typed."""

from collections.abc import Iterator
from pathlib import Path
from struct import unpack
from unicodedata import category

import pytest

from services.messages.printing import PRINTED
from services.printing.papers import FONTS


@pytest.mark.parametrize("font", sorted(FONTS.glob("*.otf")), ids=lambda font: font.stem)
def test_what_may_be_typed_is_what_the_fonts_have(font: Path) -> None:
    blanks = {char for char in map(chr, range(0x3001)) if category(char) == "Zs"}
    shown = {char for char in map(chr, letters_of(font.read_bytes())) if category(char)[0] in "LMNPS"}
    assert sorted((shown | blanks) ^ PRINTED) == []


def letters_of(font: bytes) -> Iterator[int]:
    """The code points of its table `cmap`, format 12. Source: OpenType, the character to glyph index mapping table."""
    tables = {
        font[at : at + 4]: unpack(">I", font[at + 8 : at + 12])[0] for at in range(12, 12 + 16 * font[5], 16)
    }
    start = tables[b"cmap"]
    parts = (
        unpack(">HHI", font[at : at + 8])[2] for at in range(start + 4, start + 4 + 8 * font[start + 3], 8)
    )
    whole = next(
        start + part for part in parts if unpack(">H", font[start + part : start + part + 2]) == (12,)
    )
    for at in range(whole + 16, whole + 16 + 12 * unpack(">I", font[whole + 12 : whole + 16])[0], 12):
        first, last, _glyph = unpack(">III", font[at : at + 12])
        yield from range(first, last + 1)
