"""A folder as one sealed file, and back."""

import io
import tarfile
from collections.abc import Callable
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


def unseal(
    file: Path, to: Path, secret: X25519PrivateKey, came: Callable[[int], None] = lambda size: None
) -> None:
    """Into an empty folder. came: told the size of each file. Raises OSError, ValueError (for another key, changed, cut
    off, or with something in it that is neither a file nor a folder).
    """

    def taken(member: tarfile.TarInfo, path: str) -> tarfile.TarInfo | None:
        if not (member.isreg() or member.isdir()):
            raise ValueError("what is in it is no backup")
        came(member.size)
        return tarfile.tar_filter(member, path)

    with file.open("rb") as source:
        opening = io.BufferedReader(Opening(source, header.read(source, secret)), PIECE)
        try:
            with tarfile.open(fileobj=opening, mode="r|") as content:
                content.extractall(to, filter=taken)
        except tarfile.TarError as error:
            raise ValueError("what is in it is no backup") from error
        while opening.read(PIECE):  # to its last piece, without which it was cut off
            pass
