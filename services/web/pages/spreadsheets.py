"""Lists for a spreadsheet: UTF-8 with its mark, semicolons, amounts with a comma, as Finnish programs open them."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from fastapi.responses import Response

_BYTE_ORDER_MARK = "\ufeff"
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_A_NUMBER = re.compile(r"-?[0-9]+(,[0-9]+)?")


def spreadsheet(file_name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A file to be kept. None is an empty cell; texts that a program would take for a formula are kept texts."""
    out = io.StringIO()
    written = csv.writer(out, delimiter=";")
    written.writerow(head)
    written.writerows([_cell(one) for one in row] for row in rows)
    headers = {"content-disposition": f'attachment; filename="{file_name}"'}
    return Response(_BYTE_ORDER_MARK + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def amount(cents: int) -> str:
    """Euros: 1234,50."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02}"


def _cell(value: object) -> object:
    if not isinstance(value, str) or _A_NUMBER.fullmatch(value):
        return value
    return f"'{value}" if value.startswith(_BEGINS_A_FORMULA) else value
