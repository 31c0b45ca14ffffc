"""A stranger's file is looked into by a process of its own: see services/runtime/files/bounded.py."""

import json
from collections.abc import Sequence

from services.paper_seals.found import Checked
from services.runtime.files.bounded import SaidNothing, TooManyAtOnce, told_by

__all__ = ["TooManyAtOnce", "UnreadableFile", "checked"]


class UnreadableFile(Exception):
    """It is no PDF that can be read, or reading it would take more than a paper of ours does."""


async def checked(file: bytes, certificates: Sequence[str], whose: str = "") -> Checked:
    """As checking.check, one file at a time. whose: as told_by has it. Raises UnreadableFile, TooManyAtOnce."""
    given = json.dumps(list(certificates)).encode() + b"\n" + file
    try:
        told = await told_by("services.paper_seals", given, whose)
    except SaidNothing:
        raise UnreadableFile from None
    return Checked.model_validate_json(told)
