"""How much of a disk the streams may take. Needs no package: it is asked before there is an environment."""

import shutil
from pathlib import Path

LARGEST_STREAM_BYTES = 8 << 30
SHARE_OF_DISK = 16
"""A stream may take a sixteenth of the disk, so that all of them together leave the databases most of it."""


def stream_bytes(folder: Path) -> int:
    """How large one stream may grow on that folder's disk; counted from its size, which does not change."""
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    return min(LARGEST_STREAM_BYTES, shutil.disk_usage(there).total // SHARE_OF_DISK)
