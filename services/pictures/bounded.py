"""A picture that was sent in is drawn anew by a process of its own: see services/runtime/files/bounded.py."""

import json
from dataclasses import asdict

from services.pictures.drawn import Drawn, NotDrawn, Place
from services.runtime.files.bounded import SaidNothing, TooManyAtOnce, told_by

__all__ = ["TooManyAtOnce", "drawn_anew"]


async def drawn_anew(file: bytes, place: Place) -> Drawn:
    """Raises NotDrawn, TooManyAtOnce."""
    try:
        told = await told_by("services.pictures", json.dumps(asdict(place)).encode() + b"\n" + file)
    except SaidNothing:
        raise NotDrawn("picture_unreadable") from None
    said, _, content = told.partition(b"\n")
    facts = json.loads(said)
    if "reason" in facts:
        raise NotDrawn(facts["reason"])
    return Drawn(**facts, content=content)
