"""Supervisors' credentials: until when each holds, put right where it was entered wrongly, with what it said before."""

from datetime import date
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory.history import AT_MOST
from services.directory.rights import authority
from services.directory.tables import Credential, CredentialEntry, Supervisor
from services.messages import directory as messages
from services.messages.values import Utc
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting
from services.runtime.events.announcing import announce
from services.runtime.far_days import refuse_far
from services.runtime.policy import Belongs
from services.runtime.storage.database import counted

_YEARS = {"years_back": 10, "years_ahead": 50}


async def record(db: AsyncSession, order: messages.RecordCredential) -> messages.CredentialHolds:
    """The later end date holds. Refuses: unknown_supervisor, not_yours_to_change, day_too_early, day_too_late."""
    await _hold(db, order.supervisor_id)
    await _check_manages(db, order.recorded_by, "recorded_by")
    refuse_far("valid_until", order.valid_until, order.as_of, **_YEARS)
    known = await db.get(Credential, (order.supervisor_id, order.kind))
    if known and known.valid_until >= order.valid_until:
        return messages.CredentialHolds(valid_until=known.valid_until)
    await _keep(db, order.supervisor_id, order.kind, order.valid_until)
    await _note(
        db, order.supervisor_id, order.kind, "recorded", order.valid_until, order.recorded_by, order.as_of
    )
    facts = order.model_dump(include={"supervisor_id", "kind", "valid_until"})
    await announce(db, messages.CredentialRecorded(**facts))
    return messages.CredentialHolds(valid_until=order.valid_until)


async def correct(db: AsyncSession, order: messages.CorrectCredential) -> None:
    """Refuses: unknown_supervisor, not_yours_to_change, credential_changed, day_too_early, day_too_late."""
    await _hold(db, order.supervisor_id)
    await _check_manages(db, order.corrected_by, "corrected_by")
    if order.valid_until:
        refuse_far("valid_until", order.valid_until, order.as_of, **_YEARS)
    known = await db.get(Credential, (order.supervisor_id, order.kind))
    stands = known.valid_until if known else None
    if stands == order.valid_until:
        return
    if stands != order.replaces:
        raise Refusal("credential_changed", "valid_until", "was changed meanwhile")
    await _keep(db, order.supervisor_id, order.kind, order.valid_until)
    change: messages.CredentialChange = "corrected" if order.valid_until else "taken_away"
    at, by = order.as_of, order.corrected_by
    await _note(db, order.supervisor_id, order.kind, change, order.valid_until, by, at, order.reason.strip())
    facts = order.model_dump(include={"supervisor_id", "kind", "valid_until"})
    await announce(db, messages.CredentialCorrected(**facts))


async def history(db: AsyncSession, query: messages.ListCredentialHistory) -> messages.CredentialHistory:
    """Refuses: unknown_supervisor."""
    if not await authority.may(db, query.asked_by, "manage_supervisors", Belongs()):
        raise _unknown()
    theirs = select(CredentialEntry).where(CredentialEntry.supervisor_id == query.supervisor_id)
    latest_first = await db.exec(theirs.order_by(col(CredentialEntry.id).desc()).limit(AT_MOST))
    entries = [messages.CredentialEntry.model_validate(one.model_dump()) for one in latest_first]
    return messages.CredentialHistory(entries=fitting(entries), count=await counted(db, theirs))


async def _check_manages(db: AsyncSession, person_id: UUID, field: str) -> None:
    """Refuses: not_yours_to_change."""
    if not await authority.may(db, person_id, "manage_supervisors", Belongs()):
        raise Refusal("not_yours_to_change", field)


async def _hold(db: AsyncSession, supervisor_id: UUID) -> None:
    """Locked: of two changes at once, the second finds what the first has made. Refuses: unknown_supervisor."""
    if await db.get(Supervisor, supervisor_id, with_for_update=True) is None:
        raise _unknown()


async def _keep(
    db: AsyncSession, supervisor_id: UUID, kind: messages.CredentialKind, valid_until: date | None
) -> None:
    known = await db.get(Credential, (supervisor_id, kind))
    if valid_until:
        await db.merge(Credential(supervisor_id=supervisor_id, kind=kind, valid_until=valid_until))
    elif known:
        await db.delete(known)
    await db.flush()


async def _note(
    db: AsyncSession,
    supervisor_id: UUID,
    kind: messages.CredentialKind,
    change: messages.CredentialChange,
    valid_until: date | None,
    by: UUID,
    at: Utc,
    reason: str = "",
) -> None:
    entry = CredentialEntry(
        supervisor_id=supervisor_id,
        kind=kind,
        change=change,
        valid_until=valid_until,
        reason=reason,
        by=by,
        at=at,
    )
    db.add(entry)
    await db.flush()


def _unknown() -> Refusal:
    return Refusal("unknown_supervisor", "supervisor_id")
