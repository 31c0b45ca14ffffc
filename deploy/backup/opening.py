"""A backup read into a folder of our own, in which it is checked: where it lies, somebody else may write meanwhile.

What restores it takes it out of that folder, and nothing from where it lay.
"""

import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.backup.copying import Say
from deploy.backup.room import make_sure_of, size_of
from deploy.backup.sealed import files, key_pairs
from deploy.running.launch import CannotStart

BEING_READ = ".being-read"
_TOLD_TIMES = 10
"""So often it is told how far reading has come."""


class _Progress:
    def __init__(self, total: int, say: Say) -> None:
        self._total, self._say = total, say
        self._read, self._told = 0, 0

    def came(self, size: int) -> None:
        """size: of one more file, in bytes."""
        self._read += size
        if (tenth := self._read * _TOLD_TIMES // max(self._total, 1)) > self._told:
            self._told = tenth
            self._say(f"{self._read >> 20} of {self._total >> 20} MB are read")


@contextmanager
def read_into(
    folder: Path, backup: Path, opened_by: Path | None, say: Say, *, more: int = 0
) -> Iterator[None]:
    """As long as this lasts; what is left of it then is removed. folder: it is made, on the disk for which it is meant.
    more: bytes that are needed there besides, for what follows.

    Refuses: CannotStart (sealed, and no key, another one, changed or cut off; no room; something that is no file).
    """
    if backup.is_file() and opened_by is None:
        raise CannotStart(f"{backup} is sealed: say with --opened-by which file holds its key")
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_sure_of((folder.parent, size_of(backup) + more))
        folder.mkdir(mode=0o700)
    except FileExistsError as error:
        raise CannotStart(f"{folder} is there: remove it, unless a restoring is at work") from error
    except OSError as error:
        raise CannotStart(
            f"{folder.parent} cannot be written ({error.strerror}): give another folder"
        ) from error
    try:
        say("reading the backup")
        progress = _Progress(size_of(backup), say)
        if opened_by and backup.is_file():
            _unseal(backup, opened_by, folder, progress)
        else:
            _copy(backup, folder, progress)
        _check_is_ours(folder)
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(backup: Path, folder: Path, progress: _Progress) -> None:
    def copied(source: str, to: str) -> str:
        if not stat.S_ISREG(Path(source).lstat().st_mode):
            raise _no_file(Path(source).relative_to(backup))
        shutil.copy2(source, to)
        progress.came(Path(to).lstat().st_size)
        return to

    try:
        shutil.copytree(backup, folder, symlinks=True, copy_function=copied, dirs_exist_ok=True)
        folder.chmod(0o700)
    except shutil.Error as error:
        raise CannotStart(f"{backup} cannot be read into {folder}: {error.args[0][0][2]}") from error
    except OSError as error:
        raise CannotStart(f"{backup} cannot be read into {folder}: {error.strerror}") from error


def _check_is_ours(folder: Path) -> None:
    """Folders and files alone: what a link leads to would be checked now, and be another one when it is used."""
    for one in folder.rglob("*"):
        if not stat.S_ISREG(mode := one.lstat().st_mode) and not stat.S_ISDIR(mode):
            raise _no_file(one.relative_to(folder))


def _no_file(name: Path) -> CannotStart:
    return CannotStart(f"the backup holds {name}, which is no file: nobody copied that")


def _unseal(backup: Path, opened_by: Path, folder: Path, progress: _Progress) -> None:
    try:
        files.unseal(backup, folder, key_pairs.read_secret(opened_by.read_text()), progress.came)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise CannotStart(f"{backup} cannot be opened with {opened_by}: {why}") from error
