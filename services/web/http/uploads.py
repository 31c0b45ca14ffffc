"""A file that a page takes: how large it may be, read into memory and nowhere else."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from fastapi import HTTPException, Request
from fastapi.routing import APIRoute
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartParser

AROUND = 16 << 10
"""What a form has beside its file."""
_ROOM = "largest_file"
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


class _InMemory(MultiPartParser):
    spool_max_size = 1 << 62


async def file_of(request: Request, field: str) -> bytes:
    """Empty where none was chosen. Raises 400 and 415 for what is no form with a file."""
    if request.headers.get("content-type", "").split(";")[0].strip() != "multipart/form-data":
        raise HTTPException(415)
    try:
        form = await _InMemory(request.headers, request.stream(), max_files=1, max_fields=5).parse()
    except Exception:  # whatever the parser stumbled over was sent, and is no fault of ours
        raise HTTPException(400) from None
    try:
        sent = form.get(field)
        return await sent.read() if isinstance(sent, UploadFile) else b""
    finally:
        await form.close()
