"""Pictures to send."""

import io
from typing import Any

from PIL import Image


def png(width: int, height: int, colour: Any = (30, 90, 90), mode: str = "RGB", **told: Any) -> bytes:
    return _written(Image.new(mode, (width, height), colour), "PNG", **told)


def jpeg(width: int, height: int, colour: Any = (30, 90, 90), mode: str = "RGB", **told: Any) -> bytes:
    return _written(Image.new(mode, (width, height), colour), "JPEG", **told)


def _written(image: Image.Image, kind: str, **told: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **told)
    return out.getvalue()
