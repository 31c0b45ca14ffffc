"""What Temporal stores of ours is sealed: arguments, results, states, signals, and the messages of failures.

Each is sealed for the workflow it belongs to: whoever reaches Temporal without our keys can neither say anything to a
process nor give an order in its name, and what was said to one process says nothing to another.
Workflow ids, search attributes, error types and worker names stay readable: nothing personal belongs there.
"""

import copy
import dataclasses
import math
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticPayloadConverter, pydantic_data_converter
from temporalio.converter import (
    ActivitySerializationContext,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    PayloadCodec,
    SerializationContext,
    WithSerializationContext,
    WorkflowSerializationContext,
)
from temporalio.exceptions import ApplicationError

from services.runtime.storage.key_rings import KeyRing

KEYS_FILE = "payloads.json"
ENCODING = b"json/sealed-for"
ENCODING_FOR_ANY = b"json/sealed"  # of histories from before a payload was sealed for its workflow
NOT_OURS = Payload(metadata={"encoding": b"not/ours"})
"""`OursAlone` reads none: a signal with it is dropped, an activity fails, and a workflow that is given it as an
activity's answer fails too, and begins anew. To raise anything else would stop the process there for ever."""
PLAIN = b"json/plain"
NOTHING = b"binary/null"
KEY_BYTES = 32
_NUMBERED = re.compile("k([1-9][0-9]{0,8})")
NONCE_BYTES = 12  # NIST SP 800-38D 5.2.1.1: 96 bits


@dataclass(frozen=True)
class PayloadKeys:
    """The key that seals from now on, and every key that may still have to open something."""

    current: str
    keys: Mapping[str, bytes]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The keys in folder/payloads.json: {"current": "k1", "keys": {"k1": "<base64 of 32 bytes>"}}.

        Raises ValueError when the current key is missing or a key is not 32 bytes long. After a rotation the old
        key stays in the file for as long as a history sealed with it is kept.
        """
        ring = KeyRing.read(folder, KEYS_FILE)
        keys = ring.as_bytes()
        if wrong := sorted(key_id for key_id, key in keys.items() if len(key) != KEY_BYTES):
            raise ValueError(f"{KEYS_FILE}: not {KEY_BYTES} bytes long: {', '.join(wrong)}")
        return cls(ring.current, keys)


class SealedPayloads(PayloadCodec, WithSerializationContext):
    """AES-256-GCM around the JSON of each payload, with the id of its key beside it; "nothing" stays as it is."""

    def __init__(self, folder: Path) -> None:
        """folder: of the keys; it is looked into again for a key that was added since. Raises as `PayloadKeys.read`."""
        keys = PayloadKeys.read(folder)
        self._folder = folder
        self._current = keys.current
        self._ciphers = _ciphers(keys)
        self._of = b""

    def with_context(self, context: SerializationContext) -> Self:
        """For the workflow in hand; its activities too are given and answer in its name."""
        if not isinstance(context, WorkflowSerializationContext | ActivitySerializationContext):
            return self
        its_own = copy.copy(self)
        its_own._of = (context.workflow_id or "").encode()
        return its_own

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self._seal(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self._open(payload) for payload in payloads]

    def _seal(self, payload: Payload) -> Payload:
        """Raises ValueError for what is not JSON: nothing of ours is."""
        encoding = payload.metadata["encoding"]
        if encoding == NOTHING:
            return payload
        if encoding != PLAIN:
            raise ValueError(f"only JSON is sealed, not {encoding.decode()}")
        key_id, nonce = self._current.encode(), os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self._current].encrypt(nonce, payload.data, self._beside(key_id, ENCODING))
        return Payload(metadata={"encoding": ENCODING, "key": key_id}, data=nonce + sealed)

    def _open(self, payload: Payload) -> Payload:
        """What was not sealed by us, or for another workflow, is not ours. Raises ValueError where a key is missing
        that we have had.
        """
        encoding = payload.metadata.get("encoding", b"")
        if encoding == NOTHING:
            return Payload(metadata={"encoding": NOTHING})
        if encoding not in (ENCODING, ENCODING_FOR_ANY):
            return NOT_OURS
        key_id = payload.metadata.get("key", b"")
        cipher = self._cipher(key_id.decode(errors="replace"))
        if cipher is None:
            return NOT_OURS
        nonce, sealed = payload.data[:NONCE_BYTES], payload.data[NONCE_BYTES:]
        try:
            opened = cipher.decrypt(nonce, sealed, self._beside(key_id, encoding))
        except (InvalidTag, ValueError):  # changed, of another workflow, or no nonce at all
            return NOT_OURS
        return Payload(metadata={"encoding": PLAIN}, data=opened)

    def _cipher(self, key_id: str) -> AESGCM | None:
        """None where no such key was ever in the ring, in which they are numbered: whoever reaches Temporal names what
        they like, and a process that waits for such a key waits for ever.
        """
        if key_id not in self._ciphers:
            self._ciphers.update(_ciphers(PayloadKeys.read(self._folder)))
        if key_id in self._ciphers:
            return self._ciphers[key_id]
        if _number(key_id) > max(filter(math.isfinite, map(_number, self._ciphers)), default=0):
            return None
        raise ValueError(f"{KEYS_FILE} has no key named {key_id!r}, which sealed this payload")

    def _beside(self, key_id: bytes, encoding: bytes) -> bytes:
        """What must be the same at both ends."""
        return key_id if encoding == ENCODING_FOR_ANY else b"\0".join((key_id, self._of))


def _ciphers(keys: PayloadKeys) -> dict[str, AESGCM]:
    return {key_id: AESGCM(key) for key_id, key in keys.keys.items()}


def _number(key_id: str) -> float:
    """Of the key in its ring, as `./luotsi rotate` counts them; no number comes after all of them."""
    numbered = _NUMBERED.fullmatch(key_id)
    return int(numbered.group(1)) if numbered else math.inf


class OursAlone(PydanticPayloadConverter):
    """Gives what was opened; "nothing" only where nothing is a possible answer, as anybody may say that unsealed."""

    def from_payloads(self, payloads: Sequence[Payload], type_hints: list[type] | None = None) -> list[Any]:
        hints = [*(type_hints or ()), *[None] * len(payloads)]
        for payload, hint in zip(payloads, hints, strict=False):
            encoding = payload.metadata.get("encoding")
            is_model = isinstance(hint, type) and issubclass(hint, BaseModel)
            if encoding == NOT_OURS.metadata["encoding"] or (encoding == NOTHING and is_model):
                raise ApplicationError("a payload is none of ours", type="not_ours")
        return super().from_payloads(payloads, type_hints)


def data_converter(keys_folder: Path | None) -> DataConverter:
    """Pydantic models as JSON, sealed with the keys of the folder; failure messages and stack traces as well.

    None: nothing is sealed. Only for the test that shows what could be read then.
    """
    return dataclasses.replace(
        pydantic_data_converter,
        payload_converter_class=OursAlone,
        payload_codec=SealedPayloads(keys_folder) if keys_folder else None,
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
