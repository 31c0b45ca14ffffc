"""The provider's logo as it stands at the head of a paper."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.messages.directory import ShowPicture
from services.runtime.commands.files import whole_file

_WIDEST_MM, _HIGHEST_MM = 60.0, 15.0
_MOST_KEPT = 8
_kept: dict[UUID, "Logo"] = {}
"""What a picture's id shows never changes."""


@dataclass(frozen=True)
class Logo:
    """width, height: in pixels."""

    content: bytes
    width: int
    height: int

    def inputs(self) -> dict[str, str]:
        """What a template is told of it. It reads no base64: numbers, then its size on paper in millimetres."""
        scale = min(_WIDEST_MM / self.width, _HIGHEST_MM / self.height)
        size = [round(self.width * scale, 3), round(self.height * scale, 3)]
        return {"logo": json.dumps(list(self.content)), "logo_mm": json.dumps(size)}


async def logo_of(ask: Callable[[Any], Awaitable[Any]], picture_id: UUID | None) -> Logo | None:
    """Asked of directory, once in a process's life. Raises as `ask` does."""
    if picture_id is None:
        return None
    if picture_id not in _kept:
        query = ShowPicture(picture_id=picture_id, use="logo")
        file, content = await whole_file(ask, query, lambda part: part.content)
        while len(_kept) >= _MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[picture_id] = Logo(content, file.width, file.height)
    return _kept[picture_id]
