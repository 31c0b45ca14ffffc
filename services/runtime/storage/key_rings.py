"""Rings of keys from the folder of secrets: `{"current": "k1", "keys": {"k1": ...}}`, a file a purpose."""

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True)
class KeyRing:
    """current: the id of the key for what is new. keys: id -> key; an old one stays while something of it is kept."""

    current: str
    keys: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path | None, file: str) -> Self:
        """Raises LookupError where the program was given no folder, ValueError for a ring without its current key."""
        if folder is None:
            raise LookupError("LUOTSI_KEYS is not set")
        told = json.loads((folder / file).read_text())
        if told["current"] not in told["keys"]:
            raise ValueError(f"{file} has no key named {told['current']!r}, which it calls current")
        return cls(told["current"], told["keys"])

    def as_bytes(self) -> dict[str, bytes]:
        """Of keys that are written as base64."""
        return {key_id: b64decode(key, validate=True) for key_id, key in self.keys.items()}
