"""A picture drawn anew from what a stranger's file shows: upright, no larger than its place, without its remarks."""

import io
import warnings

from PIL import Image, ImageOps

from services.pictures.drawn import Drawn, NotDrawn, Place

MOST_PIXELS = 40_000_000
"""[ours] Of the file: what a telephone's camera makes, and four times less than the memory that it is read in."""
_BEGINS = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}
_LARGEST = 60_000
"""[ours] Bytes of what is made: it goes into every mail."""


def remade(file: bytes, place: Place) -> Drawn:
    """Raises NotDrawn."""
    kind = next((kind for begins, kind in _BEGINS.items() if file.startswith(begins)), None)
    if kind is None:
        raise NotDrawn("picture_of_another_kind")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            opened = Image.open(io.BytesIO(file), formats=(kind,))
            if opened.width * opened.height > MOST_PIXELS:
                raise NotDrawn("picture_too_large")
            shown = ImageOps.exif_transpose(opened)
            drawn = shown.convert("RGBA" if _is_seen_through(shown) else "RGB")
    except NotDrawn:
        raise
    except Image.DecompressionBombError:
        raise NotDrawn("picture_too_large") from None
    except Exception:  # whatever the reading stumbled over was sent, and is no fault of ours
        raise NotDrawn("picture_unreadable") from None
    if min(drawn.size) < place.least:
        raise NotDrawn("picture_too_small")
    return _fitting(drawn, place)


def _is_seen_through(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _fitting(drawn: Image.Image, place: Place) -> Drawn:
    """Smaller until it is no more bytes than a mail takes along."""
    width, height = place.width, place.height
    while True:
        small = drawn.copy()
        small.thumbnail((width, height), Image.Resampling.LANCZOS)
        made = min((_written(small, kind) for kind in _kinds(small)), key=lambda one: len(one.content))
        if len(made.content) <= _LARGEST:
            return made
        width, height = width * 3 // 4, height * 3 // 4


def _kinds(image: Image.Image) -> tuple[str, ...]:
    return ("PNG",) if image.mode == "RGBA" else ("PNG", "JPEG")


def _written(image: Image.Image, kind: str) -> Drawn:
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    out = io.BytesIO()
    if kind == "PNG":
        clean.save(out, "PNG", optimize=True)
    else:
        clean.save(out, "JPEG", quality=88, optimize=True)
    return Drawn("image/png" if kind == "PNG" else "image/jpeg", *clean.size, out.getvalue())
