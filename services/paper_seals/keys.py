"""The keys of the provider's seal, from the installation's folder of secrets."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from services.runtime.storage.key_rings import KeyRing

KEYS_FILE = "seal.json"


@dataclass(frozen=True)
class SealKey:
    """PEM, all of them. time_key: by which the provider says the time itself, where no authority does."""

    key: str
    certificate: str
    time_key: str
    time_certificate: str


@dataclass(frozen=True)
class SealKeys:
    """current: the id of the key for new seals. An old one stays for as long as a paper that it has sealed is kept."""

    current: str
    keys: Mapping[str, SealKey]

    @classmethod
    def read(cls, folder: Path | None) -> Self:
        """From the installation's folder of keys. Raises LookupError when there is none."""
        ring = KeyRing.read(folder, KEYS_FILE)
        return cls(ring.current, {key_id: SealKey(**parts) for key_id, parts in ring.keys.items()})

    @property
    def own(self) -> SealKey:
        return self.keys[self.current]

    def certificates(self) -> list[str]:
        """Of every key that ever sealed: public, and all that checking needs."""
        return [one.certificate for one in self.keys.values()]
