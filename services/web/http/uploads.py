"""A file that a page takes: how large it may be, read into memory and nowhere else."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from fastapi import HTTPException, Request
from fastapi.routing import APIRoute
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartParser

from services.web.http.bodies import NotTaken

AROUND = 16 << 10
"""What a form has beside its file."""
_ROOM = "largest_file"
_WITH_FILES = "multipart/form-data"
Page = TypeVar("Page", bound=Callable[..., Any])


def takes_file(largest: int) -> Callable[[Page], Page]:
    """Of a page, inside of its route: it is sent a file of at most so many bytes."""

    def mark(page: Page) -> Page:
        setattr(page, _ROOM, largest)
        return page

    return mark


def room_for_files(routes: Iterable[object]) -> dict[str, int]:
    """Address -> how large a body may be there, of the pages that take a file. Their addresses have no blanks."""
    marked = {one.path: getattr(one.endpoint, _ROOM, 0) for one in routes if isinstance(one, APIRoute)}
    return {path: largest + AROUND for path, largest in marked.items() if largest}


def is_with_file(headers: Headers) -> bool:
    """Whether it says that it is a form of the kind that files come in."""
    return headers.get("content-type", "").split(";")[0].strip() == _WITH_FILES


class _InMemory(MultiPartParser):
    spool_max_size = 1 << 62


async def file_of(request: Request, field: str) -> bytes:
    """Empty where none was chosen. Raises 400 and 415 for what is no form with a file; NotTaken.

    What may be asked before is: a file waits in memory from here on.
    """
    if not is_with_file(request.headers):
        raise HTTPException(415)
    try:
        form = await _InMemory(request.headers, request.stream(), max_files=1, max_fields=5).parse()
    except NotTaken:
        raise
    except Exception:  # whatever the parser stumbled over was sent, and is no fault of ours
        raise HTTPException(400) from None
    try:
        sent = form.get(field)
        return await sent.read() if isinstance(sent, UploadFile) else b""
    finally:
        await form.close()
