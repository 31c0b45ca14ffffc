"""A folder as one sealed file, and back."""

import io
import tarfile
from pathlib import Path
from typing import BinaryIO, cast

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from deploy.backup.sealed import header
from deploy.backup.sealed.payload import PIECE, Opening, Sealing

ENDS_WITH = ".tar.age"


def seal(folder: Path, to: Path, recipient: X25519PublicKey) -> None:
    """Raises OSError."""
    with to.open("xb") as file:
        to.chmod(0o600)
        sealing = Sealing(file, header.write(file, recipient))
        with (
            sealing,
            tarfile.open(fileobj=cast(BinaryIO, sealing), mode="w|", format=tarfile.PAX_FORMAT) as content,
        ):
            content.add(folder, arcname=".")


def unseal(file: Path, to: Path, secret: X25519PrivateKey) -> None:
    """Into an empty folder. Raises OSError, ValueError (for another key, changed, or cut off)."""
    with file.open("rb") as source:
        opening = io.BufferedReader(Opening(source, header.read(source, secret)), PIECE)
        try:
            with tarfile.open(fileobj=opening, mode="r|") as content:
                content.extractall(to, filter="tar")
        except tarfile.TarError as error:
            raise ValueError("what is in it is no backup") from error
        while opening.read(PIECE):  # to its last piece, without which it was cut off
            pass
