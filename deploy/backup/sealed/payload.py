"""The content of a sealed file, in pieces of 64 KB: none can be changed, left out, or come in another's place."""

import io
import secrets
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from deploy.backup.sealed import header

PIECE = 64 << 10
_NONCE, _TAG = 16, 16


class Sealing(io.RawIOBase):
    """Takes the content; the last piece is written by `close`."""

    def __init__(self, to: BinaryIO, key: bytes) -> None:
        nonce = secrets.token_bytes(_NONCE)
        to.write(nonce)
        self._to = to
        self._by = ChaCha20Poly1305(header.derived(key, nonce, b"payload"))
        self._held = bytearray()
        self._number = 0

    def writable(self) -> bool:
        return True

    def write(self, content: "memoryview | bytes") -> int:  # type: ignore[override]
        self._held += content
        while len(self._held) > PIECE:
            self._put(bytes(self._held[:PIECE]), is_last=False)
            del self._held[:PIECE]
        return len(content)

    def close(self) -> None:
        if not self.closed:
            self._put(bytes(self._held), is_last=True)
        super().close()

    def _put(self, piece: bytes, *, is_last: bool) -> None:
        self._to.write(self._by.encrypt(_place(self._number, is_last), piece, None))
        self._number += 1


class Opening(io.RawIOBase):
    """Gives the content. Reading raises ValueError where it was changed or cut off."""

    def __init__(self, source: BinaryIO, key: bytes) -> None:
        nonce = source.read(_NONCE)
        self._source = source
        self._by = ChaCha20Poly1305(header.derived(key, nonce, b"payload"))
        self._next = source.read(PIECE + _TAG)
        self._held = b""
        self._number = 0
        self._is_over = False

    def readable(self) -> bool:
        return True

    def readinto(self, into: "bytearray | memoryview") -> int:  # type: ignore[override]
        if not self._held and not self._is_over:
            self._held = self._take()
        part, self._held = self._held[: len(into)], self._held[len(into) :]
        into[: len(part)] = part
        return len(part)

    def _take(self) -> bytes:
        piece, self._next = self._next, self._source.read(PIECE + _TAG)
        self._is_over = not self._next
        try:
            content = self._by.decrypt(_place(self._number, self._is_over), piece, None)
        except InvalidTag:
            raise ValueError("its content was changed or cut off") from None
        self._number += 1
        return content


def _place(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
