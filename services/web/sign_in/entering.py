"""A session begins: the browser's earlier one is over, and its cookie is a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from fastapi.responses import Response

from services.messages.directory import AcceptPerson, Proved
from services.runtime.logs import log
from services.runtime.proofs.people import NotProved
from services.web.pages.visit import Visit, own_path
from services.web.sign_in import browser_sessions
from services.web.sign_in.devices import device

if TYPE_CHECKING:
    from services.web.pages.door import Door

ProvenBy = Literal["code", "half", "passkey", "oidc"]
"""half: by a code, by somebody who has still to use their passkey."""


async def enter(visit: Visit, proved: Proved, proven_by: ProvenBy) -> str | None:
    """The secret for the cookie; None for somebody who has no standing at this door, and where nobody is proved.

    Whoever comes in has shown that the address is theirs, and with it the name.
    """
    door, request, person_id = visit.door, visit.request, proved.person_id
    if person_id is None or not await _is_sure(door, proved):
        return None
    door.identities.forget(person_id)
    identity = await door.identities.of(person_id, proved.proof)
    if identity is None:
        return None
    visit.proof, visit.proved_as = proved.proof, person_id
    await visit.ask(AcceptPerson(person_id=person_id, as_of=visit.now))
    if not identity.accepted:
        door.identities.forget(person_id)
    now = door.real_clock.now()
    async with visit.transaction() as db:
        secret = await browser_sessions.begin(
            db,
            person_id,
            proof=proved.proof,
            proven_by="half" if proved.needs_passkey else proven_by,
            device=device(request.headers.get("user-agent", "")),
            now=now,
            ends=browser_sessions.secret_kept_by(request.cookies, door.cookie),
            first=identity.standings[0].key,
        )
    await Visit(request, identity=identity).note("signed_in")
    return secret


async def _is_sure(door: Door, proved: Proved) -> bool:
    """Whether directory itself has said so: its answer may be of somebody who has its seed of the broker alone."""
    try:
        proof = await door.service.transactions.prover.read(proved.proof)
    except NotProved:
        log.error("sign_in_not_proved", person_id=str(proved.person_id))
        return False
    return (proof.person_id, proof.door) == (proved.person_id, door.name)


def way_in(visit: Visit, next_path: str) -> str:
    """Where the sign-in leads: a path of our own, or the door's first page."""
    return own_path(next_path) if next_path else visit.door.home


def let_in(response: Response, visit: Visit, secret: str) -> Response:
    """The answer, with the session's cookie."""
    response.set_cookie(
        visit.door.cookie,
        secret,
        max_age=int(browser_sessions.REMEMBERED.total_seconds()),
        secure=visit.door.cookies_are_sealed,
        httponly=True,
        samesite="lax",
    )
    return response
