"""What papers of ours can show: the letters, digits and signs that the fonts of the invoice have.

Names and addresses that are printed are read by these types, so that what a paper could not show is refused where
it is typed. A test holds the table against the fonts.
"""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from services.messages.texts import in_one_line

_RANGES = """
20-7e a0-ac ae-148 14a-1c3 1c5-31e 321-377 37a-37f 384-38a 38c 38e-3a1 3a3-3e1 3f0-49d 4a0-4ff 52f e3f 1680 1d43
1d47-1d49 1d4d 1d4f-1d50 1d52 1d56-1d58 1d5b 1d62-1d65 1d9c 1da0 1dbb 1dbf-1df5 1dfc-1f15 1f18-1f1d 1f20-1f45
1f48-1f4d 1f50-1f57 1f59 1f5b 1f5d 1f5f-1f7d 1f80-1fb4 1fb6-1fc4 1fc6-1fd3 1fd6-1fdb 1fdd-1fef 1ff2-1ff4 1ff6-1ffe
2000-200a 2010-2027 202f-205f 2070-2071 2074-208e 2090-209c 20a0-20bf 20db-20de 20e8 20f0 2100-2101 2103 2105-2106
2109 2113 2116-2117 211e-2123 2126 212a-212b 212e 2132 213b 214d 214f 2153 215a-2188 2190-2199 21a9-21aa 21b0-21b1
21b3-21b5 21ba-21bb 21d0 21d2 21d4 21de-21df 21e4-21e5 21e7 21ea 2202 2205-2206 220f 2211-2212 221a 221e 222b 2248
2260 2264-2265 2303 2305 2318 2325-2327 232b 2380 2387 238b 23ce-23cf 2423 2460-2468 24b6-24cf 24ea 25a0-25a2 25aa
25b2-25b3 25b6-25b7 25ba-25bd 25c0-25c1 25c4-25c7 25ca-25cb 25cf 25e6 25ef 2600 2605-2606 263c 2661 2665 26a0 2713
2717 2756 2764 2780-2788 27ef 27f5-27fa 2b06 2b12-2b13 2b1c 2c7c 2c7f 2dff 2e18 3000 a69f a7ff a92e fe20-fe2d
1f12f-1f149 1f16a-1f16b 1f850 1f852
"""
"""Code points from-to, in hexadecimal: Latin, Greek, Cyrillic, their marks, punctuation, signs, and all blanks."""


def _code_points(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


PRINTED = frozenset(chr(point) for one in _RANGES.split() for point in _code_points(one))


def is_printed(text: str) -> bool:
    """Whether our papers can show all of it; a person's name may be in letters that they lack."""
    return PRINTED.issuperset(text)


def printed(text: str) -> str:
    """The text itself; refuses what holds a letter that our papers cannot show."""
    if not is_printed(text):
        raise PydanticCustomError("not_printed", "holds a letter that an invoice cannot show")
    return text


PrintedText = Annotated[
    str, Field(min_length=1, max_length=200), BeforeValidator(in_one_line), AfterValidator(printed)
]
