"""Pictures as they stand on a paper: the provider's logo at its head, who is introduced beside their name."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.messages.directory import PictureUse, ShowPicture
from services.runtime.commands.files import whole_file

_PLACES: dict[PictureUse, tuple[float, float]] = {"logo": (60.0, 15.0), "supervisor": (28.0, 35.0)}
"""In millimetres."""
_MOST_KEPT = 8
_kept: dict[UUID, "Picture"] = {}
"""Logos: what an id shows never changes."""


@dataclass(frozen=True)
class Picture:
    """A picture. width, height: in pixels."""

    content: bytes
    width: int
    height: int
    use: PictureUse = "logo"

    def inputs(self) -> dict[str, str]:
        """What a template is told of it. It reads no base64: numbers, then its size on paper in millimetres."""
        widest, highest = _PLACES[self.use]
        scale = min(widest / self.width, highest / self.height)
        size = [round(self.width * scale, 3), round(self.height * scale, 3)]
        return {self.use: json.dumps(list(self.content)), f"{self.use}_mm": json.dumps(size)}


async def picture_of(
    ask: Callable[[Any], Awaitable[Any]], picture_id: UUID | None, use: PictureUse = "logo"
) -> Picture | None:
    """Asked of directory; a logo once in a process's life, a person's each time. Raises as `ask` does."""
    if picture_id is None:
        return None
    if picture_id in _kept:
        return _kept[picture_id]
    query = ShowPicture(picture_id=picture_id, use=use)
    file, content = await whole_file(ask, query, lambda part: part.content)
    found = Picture(content, file.width, file.height, use)
    if use == "logo":
        while len(_kept) >= _MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[picture_id] = found
    return found
