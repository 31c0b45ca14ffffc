"""The proof that somebody has signed in: for one person and one door, until the longest sign-in is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.directory import people
from services.directory.proving import ending, marks
from services.directory.proving.turns import Turns
from services.directory.rights import relations
from services.messages import directory as messages
from services.messages.envelope import Reply
from services.runtime.clock import SystemClock
from services.runtime.commands.proving import proof_in_hand
from services.runtime.commands.transactions import Work
from services.runtime.commands.viewing import is_at_portal
from services.runtime.finland import local_date
from services.runtime.logs import log
from services.runtime.proofs.by_link import WithLinks
from services.runtime.proofs.links import LinkKeys
from services.runtime.proofs.people import Door, Proof, ProofKeys, ProvenBy, name_of
from services.runtime.service import Service
from services.runtime.storage.database import question

_OfItself = messages.ShowProofKeys | messages.ShowRelations | messages.ShowPerson
_READ_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Resources:
    """addressees: how often a door may still ask whose an address is."""

    proofs: ProofKeys
    addressees: Turns


async def prepare(service: Service[Any]) -> Resources:
    """Its own proofs directory checks by its own keys."""
    keys = ProofKeys.read(service.settings.keys)

    async def told(query: _OfItself, proof: str = "") -> Reply:
        async with question(service.engine) as db:
            if isinstance(query, messages.ShowRelations):
                return await relations.of_person(db, query.person_id, local_date(service.clock.now()))
            if isinstance(query, messages.ShowPerson):
                return people.full_card(await people.find(db, query.person_id))
            return await ending.keys(db, keys)

    links, local = LinkKeys.read(service.settings.keys), service.settings.is_local
    service.prover = WithLinks(keys.public(), told, links, service.clock, is_local=local)
    known = marks.Marks.read(service.settings.keys)
    marks.begin(service.engine, known)
    await marks.mark_those_of_before(service.engine, known, SystemClock().now())
    return Resources(keys, Turns())


def door_in_hand() -> Door:
    """At which the order in hand was given."""
    return "portal" if is_at_portal() else "console"


async def give(work: Work[Resources], person_id: UUID | None, by: ProvenBy) -> messages.Proved:
    """person_id: none where nobody has proved to be anybody."""
    if person_id is None:
        return messages.Proved()
    proof = await _known(work, person_id, by, SystemClock().now() + messages.SIGNED_IN_FOR)
    if not proof:
        return messages.Proved()
    return messages.Proved(person_id=person_id, proof=proof, needs_passkey=by == "half")


async def give_more(work: Work[Resources], person_id: UUID) -> str:
    """Of who came in by a code and has made a passkey: until the same moment. Empty where nobody has proved to be."""
    proof = proof_in_hand()
    return await _known(work, person_id, "passkey", proof.until) if proof else ""


def give_to_read(resources: Resources, person_id: UUID) -> messages.Proved:
    """For a feed: it is over before anybody would end it."""
    proof = _signed(resources, person_id, "feed", SystemClock().now() + _READ_WITHIN)
    return messages.Proved(person_id=person_id, proof=proof)


async def _known(work: Work[Resources], person_id: UUID, by: ProvenBy, until: datetime) -> str:
    """Empty for who has so many that their ends would crowd out others'."""
    proof = _signed(work.resources, person_id, by, until)
    if not await ending.keep_given(work.db, name_of(proof), person_id, until):
        log.warning("too_many_proofs", person_id=str(person_id))
        return ""
    return proof


def _signed(resources: Resources, person_id: UUID, by: ProvenBy, until: datetime) -> str:
    return resources.proofs.sign(Proof(person_id, door_in_hand(), by, until))
