"""Whatever a door asks or orders in somebody's name asks for their proof, but for what few lists name."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.messages.contracts import ShowContract
from services.messages.directory import ProofKeys as Told
from services.messages.envelope import SERVICES, commands_of, named_in, viewed_subject
from services.messages.intake import SetPrice
from services.messages.sessions import ConfirmPlan, ListReviews, SetGoal, WriteNote
from services.messages.values import Role, Viewer
from services.runtime.commands.proving import WITHOUT_PROOF, check_proof, proof_in_hand
from services.runtime.commands.refusal import Refusal
from services.runtime.proofs.people import AskedKeys, NotProved, OwnKeys, Proof, ProofKeys

SOMEBODY = uuid4()
KEYS = ProofKeys("k1", {"k1": Ed25519PrivateKey.generate()})
PROVER = OwnKeys(KEYS)


def proof(person_id: UUID = SOMEBODY, door: Any = "console", **until: float) -> str:
    ends = datetime.now(UTC) + timedelta(**(until or {"hours": 1}))
    return KEYS.sign(Proof(person_id, door, "passkey", ends))


def viewer(role: Role) -> Viewer:
    return Viewer(person_id=SOMEBODY, role=role)


async def refused(message: Any, way: str, sent: str, prover: Any = PROVER) -> str | None:
    try:
        await check_proof(message, way, sent, prover)
    except Refusal as no:
        return f"{no.code}: {no.field}"
    return None


@pytest.mark.parametrize(
    ("named", "field"),
    [
        (ListReviews, "viewer"),
        (WriteNote, "author_id"),
        (SetPrice, "set_by"),
        (ConfirmPlan, "person_id"),
        (SetGoal, "set_by"),
    ],
)
def test_whose_word_it_is_the_class_says(named: Any, field: str) -> None:
    assert named_in(named) == field


async def test_who_asks_at_a_door_is_proved_and_who_asks_for_a_service_is_named() -> None:
    asked = ListReviews(process_id=uuid4(), viewer=viewer(Role.SUPERVISOR))
    at_console = viewed_subject(ListReviews, "supervisor", None, "console")
    assert await refused(asked, at_console, proof()) is None
    found = proof_in_hand()
    assert found and (found.person_id, found.door) == (SOMEBODY, "console")
    for false in ("", proof(uuid4()), proof(door="portal"), proof(seconds=-1), f"{proof()}A"[1:]):
        assert await refused(asked, at_console, false) == "not_proved: viewer"
        assert proof_in_hand() is None
    at_portal = viewed_subject(ListReviews, "supervisor", None, "portal")
    assert await refused(asked, at_portal, proof()) == "not_proved: viewer"
    assert await refused(asked, viewed_subject(ListReviews, "supervisor"), "") is None


async def test_a_link_proves_at_the_portal_and_only_where_its_papers_are_opened() -> None:
    class Opens(OwnKeys):
        async def check_link(self, token: str, message: Any) -> None:
            if token != "theirs":
                raise NotProved

    card = ShowContract(process_id=uuid4(), viewer=viewer(Role.SUPERVISOR), version=1)
    at_portal, at_console = (
        viewed_subject(ShowContract, "supervisor", None, door) for door in ("portal", "console")
    )
    assert await refused(card, at_portal, "link theirs", Opens(KEYS)) is None
    assert proof_in_hand() is None
    for way, sent, prover in (
        (at_portal, "link another's", Opens(KEYS)),
        (at_portal, "", Opens(KEYS)),
        (at_console, "link theirs", Opens(KEYS)),
        (at_portal, "link theirs", PROVER),
    ):
        assert await refused(card, way, sent, prover) == "not_proved: viewer"


def test_what_needs_no_proof_is_a_message_that_names_somebody() -> None:
    known = {f"{service}.{name}": one for service in SERVICES for name, one in commands_of(service).items()}
    for names in WITHOUT_PROOF.values():
        assert {one for one in names if one not in known or named_in(known[one]) is None} == set()
    assert not {one for names in WITHOUT_PROOF.values() for one in names if "note" in one or "passkey" in one}


async def test_keys_are_learnt_once_and_again_for_one_that_is_not_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, now = [], SimpleNamespace(s=1000.0)
    monkeypatch.setattr("services.runtime.proofs.people.monotonic", lambda: now.s)
    keys = KEYS.public()

    async def ask(_: object) -> Told:
        asked.append(1)
        return Told(keys=keys)

    prover: Any = AskedKeys(ask)  # type: ignore[arg-type]  # all of an asker that is used
    for _ in range(3):
        assert (await prover.read(proof())).person_id == SOMEBODY
    assert len(asked) == 1
    other = ProofKeys("k2", {"k2": Ed25519PrivateKey.generate()})
    keys = other.public()
    kept, later = (
        proof(),
        other.sign(Proof(SOMEBODY, "console", "code", datetime.now(UTC) + timedelta(hours=1))),
    )
    now.s += 6
    assert (await prover.read(later)).by == "code" and len(asked) == 2
    with pytest.raises(NotProved):
        await prover.read(kept)
