"""A paper as a PDF: accessible (PDF/UA-1), archivable (PDF/A-3a) and the same bytes each time it is made."""

import json
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from services.printing.pictures import Picture
from services.printing.printable import printable

if TYPE_CHECKING:
    import typst

SERVICES = Path(__file__).parent.parent
"""What a template may read: `/printing/ground.typ` is the ground of all of them."""
FONTS = Path(__file__).parent / "fonts"

# A compiler keeps fonts and the parsed template; it is not for two threads at once.
_one_at_a_time = Lock()


def printed(template: Path, content: dict[str, Any], on: date, *pictures: Picture | None) -> bytes:
    """The content, which is text ready to print, as the template lays it out.

    on: the day whose noon is the stamp of the file. pictures: each in the place of its use.
    """
    told = json.dumps(_in_print(content), ensure_ascii=False, sort_keys=True)
    shown = {name: told for one in pictures if one for name, told in one.inputs().items()}
    stamp = datetime.combine(on, time(12), tzinfo=UTC)
    with _one_at_a_time:
        made = _compiler(template).compile(
            format="pdf",
            sys_inputs={"paper": told, **shown},
            pdf_standards=["a-3a", "ua-1"],
            timestamp=stamp,
        )
    assert isinstance(made, bytes)
    return made


@cache
def _compiler(template: Path) -> "typst.Compiler":
    """One for the life of the process: the first document costs the fonts, the next ones some milliseconds.

    Loaded here: it is of eighty megabytes, and most programs print nothing.
    """
    import typst

    return typst.Compiler(
        str(template), root=str(SERVICES), font_paths=[str(FONTS)], ignore_system_fonts=True
    )


def _in_print(value: Any) -> Any:
    """The same structure, each text as the fonts have it."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _in_print(part) for key, part in value.items()}
    return [_in_print(part) for part in value] if isinstance(value, list) else value
