"""Consents and signatures, each with its evidence; the last signature is the contract."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import lapsing
from services.contracts.changes.awaited import awaits_supervisor
from services.contracts.papers import paper, promised_times, versions
from services.contracts.parties import membership, representatives
from services.contracts.signing import effects, signing_order
from services.contracts.tables import Consent, ConsentRefusal, Contract, Signature
from services.messages import contracts as messages
from services.messages.values import Party, Utc
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date

ESCALATED = 3
"""The level at which a missing signature is the coordinator's to see to, whatever it waits for."""


async def record_consent(db: AsyncSession, order: messages.RecordConsent) -> None:
    """The last one that was missing lets the members' signer be asked.

    Refuses: unknown_process, version_changed, not_a_member, contract_signed, contract_expired; of an amendment as
    `sign`.
    """
    contract = await versions.find_being_made(db, order.process_id)
    versions.check_version(contract, order.version)
    if order.person_id not in contract.supervisee_ids:
        raise Refusal("not_a_member", "person_id")
    if order.person_id in await versions.consenting(db, contract):
        return
    if contract.status not in ("draft", "signing"):
        raise Refusal(f"contract_{contract.status}", "process_id")
    if not contract.asks_members:
        raise Refusal("not_asked", "person_id")
    await _check_in_time(db, contract, order.as_of)
    effects.check_not_too_late(contract)
    today = local_date(order.as_of)
    waited = await missing_before(db, contract, today)
    after_no = order.person_id in await refusing_members(db, contract)
    await _consent(db, contract, order.person_id, order.as_of, order.way)
    given = {
        "person_id": order.person_id,
        "consented_at": order.as_of,
        "refusing": len(await refusing_members(db, contract)),
        "after_no": after_no,
    }
    await announce(db, messages.ConsentGiven.model_validate({**_key(contract), **given}))
    signed = await versions.signatures_of(db, contract)
    if waited and contract.status == "signing" and _next(contract, signed) is Party.SUPERVISEE:
        await ask(db, contract, signed, today)


async def sign(
    db: AsyncSession, order: messages.SignContract, acting: Collection[UUID], recorded: date | None = None
) -> Contract:
    """One party's signature; asked again by the same person, nothing more. acting: as of `signing_order`.

    recorded: the last day of which it is known what became of its session, of an amendment.
    Refuses: unknown_process, version_changed, contract_expired, clauses_incomplete, not_the_signer,
    signature_out_of_order, consents_missing; of an amendment contract_lapsed, effective_in_the_past.
    Next: workflows/events_to_signals.py:contract_signed
    """
    contract = await versions.find_being_made(db, order.process_id)
    signed = await versions.signatures_of(db, contract)
    if order.version == contract.version and signed.get(order.party) == order.signer_id:
        return contract
    today = local_date(order.as_of)
    await check_turn(db, contract, order, signed, acting)
    effects.check_not_too_late(contract)
    signing_order.check_consents(order.party, await missing_before(db, contract, today))
    if _next(contract, [*signed, order.party]) is None:
        effects.check_day(contract, recorded)
    await _keep(db, contract, order)
    await _go_on(db, contract, [*signed, order.party], order.as_of)
    return contract


async def check_turn(
    db: AsyncSession,
    contract: Contract,
    order: messages.SignContract | messages.DeclineSigning,
    signed: Collection[Party],
    acting: Collection[UUID],
) -> None:
    """Refuses: version_changed, contract_expired, clauses_incomplete, not_the_signer, signs_for_both,
    signature_out_of_order.
    """
    versions.check_version(contract, order.version)
    if contract.status in versions.ENDED:
        raise Refusal(f"contract_{contract.status}", "process_id")
    if contract.status == "draft":
        raise Refusal("clauses_incomplete", "process_id")
    await _check_in_time(db, contract, order.as_of)
    parties = await representatives.parties_on(db, contract, local_date(order.as_of))
    asked = contract.asked_parties
    signing_order.check_turn(order.party, order.signer_id, parties, signed, acting, asked)


async def _check_in_time(db: AsyncSession, contract: Contract, at: Utc) -> None:
    """Refuses: contract_lapsed."""
    if await lapsing.has_lapsed(db, contract, at):
        raise Refusal("contract_lapsed", "process_id")


def _next(contract: Contract, signed: Collection[Party]) -> Party | None:
    return signing_order.next_party(signed, contract.asked_parties)


async def _keep(db: AsyncSession, contract: Contract, order: messages.SignContract) -> None:
    """The evidence, and the fact that it was given."""
    key: dict[str, Any] = {**_key(contract), "party": order.party.value}
    given = {**key, "person_id": order.signer_id, "signed_at": order.as_of}
    db.add(Signature(**given, paper_sha256=paper.fingerprint(contract.paper or ""), way=order.way))
    consents = await versions.consenting(db, contract)
    if order.party is Party.SUPERVISEE and order.signer_id not in consents:
        await _consent(db, contract, order.signer_id, order.as_of, order.way)
    await db.flush()
    await announce(db, messages.SignatureGiven.model_validate(given))


async def _consent(
    db: AsyncSession, contract: Contract, person_id: UUID, at: Utc, way: messages.SigningWay | None
) -> None:
    """What they had said against it is taken back by it."""
    if said := await db.get(ConsentRefusal, (contract.process_id, contract.version, person_id)):
        await db.delete(said)
    db.add(Consent(**_key(contract), person_id=person_id, consented_at=at, way=way))
    await db.flush()


async def _go_on(db: AsyncSession, contract: Contract, signed: Collection[Party], at: Utc) -> None:
    """Asks the next party, or says that the contract stands."""
    if _next(contract, signed):
        await ask(db, contract, signed, local_date(at))
        return
    await effects.stand(db, contract, at)


async def refusing_members(db: AsyncSession, contract: Contract) -> set[UUID]:
    mine = versions.of_these(ConsentRefusal.process_id, ConsentRefusal.version)
    refusing = select(ConsentRefusal.person_id).where(mine)
    return set(await db.exec(refusing, params=versions.keys_of([contract])))


async def missing_before(db: AsyncSession, contract: Contract, today: date) -> list[UUID]:
    """Whose consent is missing before the members' signature; who has left the group is not waited for."""
    if not contract.asks_members:
        return []
    asked = await representatives.parties_on(db, contract, today)
    missing = signing_order.others_missing(asked, await versions.consenting(db, contract))
    staying = await membership.staying(db, contract) if missing and contract.supersedes else missing
    return [member for member in missing if member in staying]


async def ask(
    db: AsyncSession,
    contract: Contract,
    signed: Collection[Party],
    today: date,
    level: int = 0,
    act_by: datetime | None = None,
    again_at: datetime | None = None,
) -> None:
    """Tells the next party that the paper waits for them; nobody while consents or their signer are missing before it.

    level: 0 your turn, 1-2 reminders, 3 escalated, and then act_by: when the coordinator is to have acted.
    """
    party = _next(contract, signed)
    if party is None or contract.too_late_at:
        return
    if party is Party.SUPERVISEE and level < ESCALATED and await missing_before(db, contract, today):
        return
    parties = await representatives.parties_on(db, contract, today)
    if not signing_order.has_signer(party, parties):
        return
    person_id = signing_order.signer_of(party, parties)
    asked = {"party": party, "person_id": person_id, "level": level, "act_by": act_by}
    asked |= {"again_at": again_at, **await _waits(db, contract)}
    await announce(db, messages.SignatureAsked.model_validate({**_key(contract), **asked}))


async def ask_for_consents(
    db: AsyncSession,
    contract: Contract,
    today: date,
    level: int = 0,
    again_at: datetime | None = None,
    but: Collection[UUID] = (),
) -> None:
    """Of everybody who consents by themselves and has not yet; who said no is not asked over and over.

    but: who has been asked already.
    """
    if contract.too_late_at:
        return
    refusing = await refusing_members(db, contract)
    waits = await _waits(db, contract)
    for member in await missing_before(db, contract, today):
        if member in refusing or member in but:
            continue
        asked = {"person_id": member, "level": level, "again_at": again_at, "starts_on": contract.starts_on}
        await announce(db, messages.ConsentAsked.model_validate({**_key(contract), **asked, **waits}))


async def _waits(db: AsyncSession, contract: Contract) -> dict[str, Any]:
    lapses_at = contract.lapses_at or promised_times.signing_expiry(contract)
    if await lapsing.held_among(db, [contract]):
        lapses_at = None
    waits: dict[str, Any] = {"amends": contract.supersedes is not None, "lapses_at": lapses_at}
    if contract.supersedes and "supervisor_id" in contract.changed:
        waits |= contract.model_dump(include={"supervisor_id", "effective_from", "until_day"})
        waits |= {"awaited": await awaits_supervisor(db, contract.process_id)}
    return waits


def _key(contract: Contract) -> dict[str, Any]:
    return {"process_id": contract.process_id, "version": contract.version}
