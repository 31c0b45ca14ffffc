"""What comes of a picture that was sent in. Plain values: who only asks for them loads no library of pictures."""

from dataclasses import dataclass
from typing import Literal

MediaType = Literal["image/png", "image/jpeg"]


@dataclass(frozen=True)
class Place:
    """Where it is to be shown, in pixels. least: of each side of what is sent in."""

    width: int
    height: int
    least: int


@dataclass(frozen=True)
class Drawn:
    """width, height: in pixels."""

    media_type: MediaType
    width: int
    height: int
    content: bytes


class NotDrawn(Exception):
    """reason: picture_of_another_kind, picture_too_large (in pixels), picture_too_small, picture_unreadable."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
