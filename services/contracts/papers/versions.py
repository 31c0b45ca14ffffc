"""The versions of a process's paper: which one counts, which one is being made, and beginning the next.

An amendment is a version beside the one that counts (`supersedes`): it counts once it is signed, from the day that it
names. Every other version takes the place of the one before it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from services.contracts.tables import Consent, Contract, Signature
from services.messages.values import Party, Utc
from services.runtime.commands.refusal import Refusal
from services.runtime.storage.database import among_asked

T = TypeVar("T")
OF_ONE_VERSION = {
    "version", "status", "paper", "clause_texts", "drafted_at", "draft_lapses_at", "draft_last_call_at",
    "signing_since", "interest",
}  # fmt: skip
ENDED = ("expired", "given_up", "declined", "withdrawn", "lapsed", "terminated")


async def look_up(db: AsyncSession, process_id: UUID, *, lock: bool = True) -> Contract | None:
    """The version that counts: the newest but for an amendment that is not signed, whatever becomes of that.

    lock: the row stays this transaction's, so that orders come one after the other.
    """
    found = await db.exec(_THE_ONE_LOCKED if lock else _THE_ONE, params={"process_id": process_id})
    return found.first()


async def find(db: AsyncSession, process_id: UUID, *, lock: bool = True) -> Contract:
    """The version that counts. Refuses: unknown_process."""
    return _found(await look_up(db, process_id, lock=lock))


async def find_being_made(db: AsyncSession, process_id: UUID, *, lock: bool = True) -> Contract:
    """The newest version of all, which people consent to and sign. Refuses: unknown_process."""
    if lock:  # whoever changes any version of it waits for the one that counts
        await find(db, process_id)
    every = select(Contract).where(Contract.process_id == process_id)
    return _found(await _newest_of(db, every, lock=lock))


async def in_force(db: AsyncSession, process_id: UUID, on: date) -> Contract:
    """What `holding` finds among the signed versions, else the one that counts. Refuses: unknown_process."""
    return await signed_on(db, process_id, on) or await find(db, process_id, lock=False)


async def signed_on(db: AsyncSession, process_id: UUID, on: date) -> Contract | None:
    """What `holding` finds."""
    signed = select(Contract).where(Contract.process_id == process_id, Contract.status == "signed")
    return holding((await db.exec(signed.order_by(col(Contract.version)))).all(), on)


async def signed_next(db: AsyncSession, before: Contract) -> datetime | None:
    """When the version after this one was signed by all, whose last day is the one that changes from then on."""
    same = (col(Contract.process_id) == before.process_id) & (col(Contract.version) > before.version)
    signed = select(Contract.signed_at).where(same, Contract.status == "signed")
    return (await db.exec(signed.order_by(col(Contract.version)).limit(1))).first()


async def next_change(db: AsyncSession, process_id: UUID, on: date) -> date | None:
    """On which what holds that day is followed by another version that all have signed."""
    later = (col(Contract.status) == "signed") & (col(Contract.effective_from) > on)
    first = select(sa.func.min(Contract.effective_from)).where(Contract.process_id == process_id, later)
    found: date | None = (await db.exec(first)).first()
    return found


def holding(signed: Sequence[Contract], on: date) -> Contract | None:
    """The newest that has taken effect by the day; before the first day of all, what is to hold on that one.

    signed: the oldest first.
    """
    begins = [one.effective_from or one.starts_on for one in signed]
    day = max(on, min(begins, default=on))
    begun = [one for one, begin in zip(signed, begins, strict=True) if begin <= day]
    return begun[-1] if begun else None


async def wanted(db: AsyncSession, process_id: UUID, version: int | None, on: date | None) -> Contract:
    """This version, or what held on that day; neither: the one that counts.

    Refuses: unknown_process, unknown_version.
    """
    if version is None:
        return await (in_force(db, process_id, on) if on else find(db, process_id, lock=False))
    found = await db.get(Contract, (process_id, version))
    if found is None:
        await find(db, process_id, lock=False)
        raise Refusal("unknown_version", "version")
    return found


async def last_amendments(
    db: AsyncSession, process_ids: Sequence[UUID], member_id: UUID | None = None
) -> dict[UUID, tuple[int, str]]:
    """By process, the version and the status of the newest, whatever has become of it; that a first supervisor comes
    back belongs to the one before it.

    member_id: of those alone that ask, or asked, this member: not of who had left by then, or came later.
    """
    newest = _AMENDMENTS
    if member_id:
        newest = newest.where(col(Contract.supervisee_ids).contains([member_id]))
    found = await db.exec(newest, params={"ids": list(process_ids)})
    return {process_id: (version, status) for process_id, version, status in found}


async def counting(db: AsyncSession, process_id: UUID) -> Sequence[Contract]:
    """Every version that counts, or counted before, in their order: all but amendments that are not signed."""
    return (await db.exec(_COUNTING, params={"process_id": process_id})).all()


def counting_with(more: sa.ColumnElement[T]) -> Select[Contract, T]:
    """As `counting`, to be asked with a `process_id`, and beside each version what else is asked."""
    return select(Contract, more).where(_OF_ONE_PROCESS, _counts(Contract)).order_by(col(Contract.version))


async def open_amendment(db: AsyncSession, process_id: UUID, *, lock: bool = True) -> Contract | None:
    """The one that waits for its signatures."""
    newest = await find_being_made(db, process_id, lock=lock)
    return newest if newest.supersedes and newest.status == "signing" else None


def is_the_one() -> sa.ColumnElement[bool]:
    """Of each process the version that counts."""
    later = aliased(Contract)
    same = col(later.process_id) == col(Contract.process_id)
    newer = same & (col(later.version) > col(Contract.version))
    return _counts(Contract) & ~sa.exists().where(newer, _counts(later))


def is_amendment() -> sa.ColumnElement[bool]:
    return col(Contract.supersedes).is_not(None)


def _counts(version: type[Contract]) -> sa.ColumnElement[bool]:
    return col(version.supersedes).is_(None) | (col(version.status) == "signed")


def _comes_back() -> sa.ColumnElement[bool]:
    """After the last day of who stood in, by the same signatures: of itself it changes nothing."""
    lent = aliased(Contract)
    same = (col(lent.process_id) == col(Contract.process_id)) & (
        col(lent.version) == col(Contract.supersedes)
    )
    day_after = sa.cast(col(lent.until_day) + 1, sa.Date) == col(Contract.effective_from)
    together = col(lent.signed_at) == col(Contract.signed_at)
    return sa.exists().where(same, col(lent.until_day).is_not(None), day_after, together)


_OF_ONE_PROCESS = col(Contract.process_id) == sa.bindparam("process_id", type_=sa.Uuid())
_COUNTING = select(Contract).where(_OF_ONE_PROCESS, _counts(Contract)).order_by(col(Contract.version))
_THE_ONE = _COUNTING.order_by(None).order_by(col(Contract.version).desc()).limit(1)
_THE_ONE_LOCKED = _THE_ONE.with_for_update()
_AMENDMENTS = (
    select(Contract.process_id, Contract.version, Contract.status)
    .where(among_asked(Contract.process_id), is_amendment(), ~_comes_back())
    .order_by(col(Contract.version))
)


async def _newest_of(db: AsyncSession, which: Any, *, lock: bool) -> Contract | None:
    newest = which.order_by(col(Contract.version).desc()).limit(1)
    if lock:
        newest = newest.with_for_update()
    found: Contract | None = (await db.exec(newest)).first()
    return found


def _found(contract: Contract | None) -> Contract:
    if contract is None:
        raise Refusal("unknown_process", "process_id")
    return contract


async def signatures_of(db: AsyncSession, contract: Contract) -> dict[Party, UUID]:
    """Who has signed for which party, in the order of signing."""
    given = await evidence_of(db, [contract])
    by_party = {Party(one.party): one.person_id for one in given}
    return {party: by_party[party] for party in Party if party in by_party}


async def evidence_of(db: AsyncSession, contracts: Sequence[Contract]) -> Sequence[Signature]:
    """The signatures of these versions, in any order."""
    return (await db.exec(_SIGNATURES, params=keys_of(contracts))).all()


async def stands_on(db: AsyncSession, contract: Contract) -> Contract:
    """The version whose signatures and consents bring this one: itself, unless it is asked of nobody."""
    found = contract
    while found.supersedes and not (found.asked_parties or found.asks_members):
        found = await db.get_one(Contract, (found.process_id, found.supersedes))
    return found


def of_these(process_id: Any, version: Any) -> sa.ColumnElement[bool]:
    """Rows whose key names one of the versions that it is asked with: `keys_of`."""
    ids, numbers = (
        sa.bindparam(name, type_=ARRAY(type_)) for name, type_ in (("ids", sa.Uuid), ("numbers", sa.Integer))
    )
    keys = sa.func.unnest(ids, numbers).table_valued("process_id", "version").render_derived()
    return sa.tuple_(process_id, version).in_(sa.select(keys))


def keys_of(contracts: Sequence[Contract]) -> dict[str, Any]:
    return {"ids": [one.process_id for one in contracts], "numbers": [one.version for one in contracts]}


_SIGNATURES = select(Signature).where(of_these(Signature.process_id, Signature.version))


async def consenting(db: AsyncSession, contract: Contract) -> Sequence[UUID]:
    given = await db.exec(
        select(Consent.person_id).where(
            Consent.process_id == contract.process_id, Consent.version == contract.version
        )
    )
    return given.all()


def check_is_signing(contract: Contract, seen: int | None) -> None:
    """Refuses: version_changed, still_a_draft, contract_signed, contract_expired."""
    check_version(contract, seen)
    if contract.status == "draft":
        raise Refusal("still_a_draft", "process_id")
    if contract.status != "signing":
        raise Refusal(f"contract_{contract.status}", "process_id")


def check_version(contract: Contract, seen: int | None) -> None:
    """seen: the version that the asker had before their eyes; none where they do not say. Refuses: version_changed."""
    if seen not in (None, contract.version):
        raise Refusal("version_changed", "version")


async def begin_next(
    db: AsyncSession, contract: Contract, ended_as: Literal["declined", "withdrawn"], at: Utc
) -> Contract:
    """The successor of a version that has come to its end: the same draft, with nobody's signature or consent."""
    carried = contract.model_dump(exclude=OF_ONE_VERSION)
    contract.status = ended_as
    successor = Contract(**carried, version=contract.version + 1, status="draft", drafted_at=at)
    db.add(successor)
    await db.flush()
    return successor
