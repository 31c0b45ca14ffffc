"""A door lets in whom directory has proved by its keys: an answer in its name is not enough."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.messages.directory import ProofKeys as Told
from services.messages.directory import Proved
from services.runtime.proofs.people import Door, KnownKeys, Proof, ProofKeys
from services.web.sign_in.entering import enter

SOMEBODY = uuid4()
KEYS, OTHERS = (ProofKeys("k1", {"k1": Ed25519PrivateKey.generate()}) for _ in range(2))


class LetIn(Exception):
    """Who comes so far was believed."""


async def believed(proved: Proved) -> bool:
    async def ended(_: object) -> Told:
        return Told(keys=OTHERS.public())

    async def of(*_: object) -> None:
        raise LetIn

    transactions = SimpleNamespace(prover=KnownKeys(KEYS.public(), ended))
    identities = SimpleNamespace(forget=lambda _: None, of=of)
    door = SimpleNamespace(
        name="console", service=SimpleNamespace(transactions=transactions), identities=identities
    )
    visit: Any = SimpleNamespace(door=door, request=None)
    try:
        return await enter(visit, proved, "code") is not None
    except LetIn:
        return True


def proof(keys: ProofKeys, whose: Any = SOMEBODY, door: Door = "console") -> str:
    return keys.sign(Proof(whose, door, "code", datetime.now(UTC) + timedelta(hours=1)))


async def test_nobody_comes_in_by_a_proof_that_directorys_keys_have_not_signed() -> None:
    assert await believed(Proved(person_id=SOMEBODY, proof=proof(KEYS)))
    for false in ("", proof(OTHERS), proof(KEYS, uuid4()), proof(KEYS, door="portal"), "k1.x.y"):
        assert not await believed(Proved(person_id=SOMEBODY, proof=false))
    assert not await believed(Proved())
