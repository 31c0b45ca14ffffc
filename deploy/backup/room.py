"""Room on the disks that a copy takes, asked for before anything is read or written."""

import contextlib
import os
import shutil
from pathlib import Path

from deploy.running.launch import CannotStart


def make_sure_of(*needs: tuple[Path, int]) -> None:
    """needs: where, which need not be there yet, and how many bytes; on one disk they are added up.

    Refuses: CannotStart.
    """
    wanted: dict[int, int] = {}
    for where, needed in needs:
        there = next(folder for folder in (where.absolute(), *where.absolute().parents) if folder.exists())
        disk = there.stat().st_dev
        wanted[disk] = wanted.get(disk, 0) + needed
        if (free := shutil.disk_usage(there).free) < wanted[disk]:
            raise CannotStart(
                f"{where} has {free >> 20} MB free and {wanted[disk] >> 20} MB are needed: make room first"
            )


def size_of(whole: Path) -> int:
    """Of a folder, or of a file. No link in it is followed: where a backup lies, others may lay one."""
    files = (Path(folder, name) for folder, _, names in os.walk(whole) for name in names)
    total = 0
    for file in files if whole.is_dir() else [whole]:
        with contextlib.suppress(OSError):  # a database removes files while we look
            total += file.lstat().st_size
    return total


def refuse_a_file(folder: Path) -> None:
    """Refuses: CannotStart, where something that is no folder stands in its place."""
    if folder.exists() and not folder.is_dir():
        raise CannotStart(f"{folder} is no folder: give another")
