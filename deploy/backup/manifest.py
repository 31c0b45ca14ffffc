"""What a backup says of itself: manifest.json beside what was copied."""

import dataclasses
import hashlib
import hmac
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from deploy.running.launch import CannotStart

FILE = "manifest.json"
FORMAT = 1
TABLES = "databases"
"""The folder of what was copied table by table, where the server is somebody else's."""
MARKED_BY = "notes.json"
_SHOWN_OF_A_SUM = 16
_LARGEST = 64 << 20
"""Bytes: of half a million files."""
_IN_ONE_READ = 1 << 20


@dataclasses.dataclass(frozen=True)
class Manifest:
    """taken_at: when it was begun, ISO 8601 in UTC. schemas: database -> its newest migration. files: path -> SHA-256.

    keys: file -> the name of each secret in it -> what tells it from another one, and nothing more of it.
    mark: over all of this, by the keys of that time: who can write where backups lie, and has no key, makes none.
    """

    taken_at: str
    release: str
    schemas: dict[str, str]
    keys: dict[str, dict[str, str]]
    files: dict[str, str]
    format: int = FORMAT
    mark: str = ""

    def marked(self, keys: Path) -> "Manifest":
        return dataclasses.replace(self, mark=_mark(self, keys))

    def write(self, folder: Path) -> None:
        (folder / FILE).write_text(json.dumps(dataclasses.asdict(self), indent=2) + "\n")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Refuses: CannotStart (no backup, or one of a form that is not known here)."""
        try:
            text = _text_of(folder / FILE)
            told: dict[str, Any] = json.loads(text)
            if told["format"] != FORMAT:
                raise CannotStart(f"{folder} was made by another release: its form is not {FORMAT}")
            return TypeAdapter(cls).validate_json(text, strict=True)
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise CannotStart(f"{folder} is no backup, or not a whole one: {FILE} cannot be read") from error


def _text_of(file: Path) -> str:
    """Raises OSError, ValueError: where backups lie, others may lay a pipe or a link in its place."""
    opened = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(opened, "rb") as read:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise ValueError("it is no file")
        text = read.read(_LARGEST + 1)
    if len(text) > _LARGEST:
        raise ValueError("it is larger than any of ours")
    return text.decode()


def check_mark(manifest: Manifest, keys: Path) -> None:
    """keys: a folder that has each secret that the manifest names. Refuses: CannotStart."""
    if not manifest.mark:
        raise CannotStart(
            "nobody has marked this backup: a release from before marks made it, and restores it, or its mark was taken"
        )
    if not hmac.compare_digest(manifest.mark.encode(), _mark(manifest, keys).encode()):
        raise CannotStart(f"{FILE} is not as it was written: somebody has changed this backup")


def _mark(manifest: Manifest, keys: Path) -> str:
    """By the secrets that seal the notes, of those that the manifest names: at least one, which has to be known."""
    named = manifest.keys.get(MARKED_BY, {})
    if not named:
        raise CannotStart(f"the backup names no key of {MARKED_BY}, by which it would be marked")
    there = dict(_leaves(json.loads((keys / MARKED_BY).read_text())))
    key = hashlib.sha256("\n".join(f"{name} {there[name]}" for name in sorted(named)).encode()).digest()
    said = dataclasses.asdict(dataclasses.replace(manifest, mark=""))
    return hmac.new(key, b"luotsi backup " + json.dumps(said, sort_keys=True).encode(), "sha256").hexdigest()


def check_files(folder: Path, manifest: Manifest) -> None:
    """Every file as it was copied, and no other. Refuses: CannotStart, which names the first that is not."""
    if more := sorted(set(_files(folder)) - set(manifest.files)):
        raise CannotStart(f"the backup holds {more[0]}, which was not copied")
    for name, told in manifest.files.items():
        if not (folder / name).is_file() or sum_of(folder / name) != told:
            raise CannotStart(f"the backup is damaged: {name} is not what was copied")


def sums(folder: Path) -> dict[str, str]:
    """Of every file below; the manifest's own is left out."""
    return {name: sum_of(folder / name) for name in _files(folder)}


def _files(folder: Path) -> list[str]:
    """What leads elsewhere counts as one, so that it is looked at."""
    there = (one for one in sorted(folder.rglob("*")) if one.is_file() or one.is_symlink())
    return [str(one.relative_to(folder)) for one in there if one != folder / FILE]


def sum_of(file: Path) -> str:
    read = hashlib.sha256()
    with file.open("rb") as opened:
        while part := opened.read(_IN_ONE_READ):
            read.update(part)
    return read.hexdigest()


def secrets_in(keys: Path) -> dict[str, dict[str, str]]:
    """File -> secret -> the beginning of its SHA-256: random ones are not found by that."""
    return {
        file.name: {
            name: hashlib.sha256(text.encode()).hexdigest()[:_SHOWN_OF_A_SUM]
            for name, text in _leaves(json.loads(file.read_text()))
        }
        for file in sorted(keys.glob("*.json"))
    }


def _leaves(told: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Which one is `current` changes with time, and is no secret."""
    if isinstance(told, dict):
        for name, below in told.items():
            if path or name != "current":
                yield from _leaves(below, f"{path}.{name}" if path else name)
    else:
        yield path, str(told)
