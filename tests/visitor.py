"""A browser at one of the house's doors: nobody's yet, or one in which somebody has signed in."""

from datetime import UTC, datetime
from time import monotonic
from typing import Any, Literal, TypeVar
from uuid import UUID

import httpx

from services.directory.proving.ending import keep_given
from services.messages.directory import SIGNED_IN_FOR
from services.messages.envelope import Query, Reply
from services.messages.values import Viewer, side_of
from services.runtime.commands.asking import Asker
from services.runtime.proofs import standings
from services.runtime.proofs.people import Proof, ProofKeys, ProvenBy, name_of
from services.runtime.storage.database import transaction
from services.web.sign_in import browser_sessions
from tests.house import House
from tests.patience import PATIENCE_S, nats_connection

R = TypeVar("R", bound=Reply)
FROM_OUR_PAGE = {"sec-fetch-site": "same-origin"}


def stranger(house: House, door: str, language: str = "en") -> httpx.AsyncClient:
    """Requests are sent as our own pages send them; answers that send on are not followed. To be closed."""
    return httpx.AsyncClient(
        base_url=house.address(door),
        headers={**FROM_OUR_PAGE, "accept-language": language},
        timeout=PATIENCE_S,
        verify=False,  # http alone: reading the machine's certificates takes longer than a page
    )


def proof_of(
    house: House,
    person_id: UUID,
    door: str,
    by: ProvenBy = "passkey",
    until: datetime | None = None,
) -> str:
    """As directory gives it, whose key the suite has."""
    ends = until or datetime.now(UTC) + SIGNED_IN_FOR
    return ProofKeys.read(house.folder / "keys").sign(Proof(person_id, door, by, ends))  # type: ignore[arg-type]  # a door


def has_that_role(house: House, viewer: Viewer) -> None:
    """As if directory had just told every service so."""
    for service in house.services.values():
        prover: Any = service.transactions.prover
        prover._held[viewer.person_id] = monotonic(), frozenset({standings.named(viewer)})


async def asked_at_a_door(house: House, query: Query[R], of: str) -> R:
    """As whom the query names, in the role that it names, at the door where they come in."""
    viewer: Viewer = query.viewer  # type: ignore[attr-defined]  # of the queries that are asked so
    has_that_role(house, viewer)
    door = "portal" if side_of(viewer.role) == "customer" else "console"
    connection = await nats_connection(house.as_program(door))
    try:
        asking = Asker(connection, PATIENCE_S, who=door)
        return await asking(query, of, proof=proof_of(house, viewer.person_id, door))
    finally:
        await connection.close()


async def visitor(
    house: House,
    door: str,
    person_id: UUID,
    *,
    language: str = "en",
    proven_by: Literal["code", "passkey", "oidc"] = "passkey",
    device: str = "Firefox, Linux",
) -> httpx.AsyncClient:
    """Signed in without the pages of the sign-in: its row and its cookie. To be closed."""
    now = datetime.now(UTC)
    proof = proof_of(house, person_id, door, proven_by)
    await _kept_as_given(house, proof, person_id)
    async with transaction(house.services[door].engine) as db:
        secret = await browser_sessions.begin(
            db, person_id, proof=proof, proven_by=proven_by, device=device, now=now
        )
    browser = stranger(house, door, language)
    browser.cookies.set(door, secret, domain="localhost.local", path="/")
    browser.cookies.set("language", language, domain="localhost.local", path="/")
    return browser


async def _kept_as_given(house: House, proof: str, person_id: UUID) -> None:
    """So that it can be ended, where there is somebody who would be told."""
    if "directory" in house.services:
        async with transaction(house.services["directory"].engine) as db:
            assert await keep_given(db, name_of(proof), person_id, datetime.now(UTC) + SIGNED_IN_FOR)
