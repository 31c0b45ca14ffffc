"""A sealed backup as the folder that it was, for as long as it is read; it lies beside where it is restored to."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.backup.sealed import files, key_pairs
from deploy.running.launch import CannotStart


@contextmanager
def opened(backup: Path, opened_by: Path | None, beside: Path) -> Iterator[Path]:
    """A folder is given as it is. Refuses: CannotStart (no key, another one, changed or cut off, no room)."""
    if not backup.is_file():
        yield backup
        return
    if opened_by is None:
        raise CannotStart(f"{backup} is sealed: say with --opened-by which file holds its key")
    folder = beside.with_name(f".{beside.name}.being-read")
    try:
        _unseal(backup, opened_by, folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unseal(backup: Path, opened_by: Path, folder: Path) -> None:
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
        files.unseal(backup, folder, key_pairs.read_secret(opened_by.read_text()))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise CannotStart(f"{backup} cannot be opened with {opened_by}: {why}") from error
