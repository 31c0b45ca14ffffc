"""Supervisors' credentials: until when each holds, put right where it was entered wrongly, with what it said before."""

from datetime import date
from typing import Any
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
    _check_day(order.kind, order.valid_until, order.as_of)
    known = await db.get(Credential, (order.supervisor_id, order.kind))
    until = max(order.valid_until, known.valid_until) if known else order.valid_until
    description = _described(known, order.description)
    if known and (known.valid_until, known.description) == (until, description):
        return messages.CredentialHolds(valid_until=until)
    await _keep(db, Credential(**_whose(order), valid_until=until, description=description))
    facts = {**_whose(order), "valid_until": until}
    _note(db, facts, "recorded", description, order.recorded_by, order.as_of)
    await announce(db, messages.CredentialRecorded.model_validate(facts))
    return messages.CredentialHolds(valid_until=until)


async def correct(db: AsyncSession, order: messages.CorrectCredential) -> None:
    """Refuses: unknown_supervisor, not_yours_to_change, credential_changed, day_too_early, day_too_late."""
    await _hold(db, order.supervisor_id)
    await _check_manages(db, order.corrected_by, "corrected_by")
    if order.valid_until:
        _check_day(order.kind, order.valid_until, order.as_of)
    known = await db.get(Credential, (order.supervisor_id, order.kind))
    stands, said = (known.valid_until, known.description) if known else (None, "")
    description = _described(known, order.description) if order.valid_until else ""
    if (stands, said) == (order.valid_until, description):
        return
    if stands != order.replaces:
        raise Refusal("credential_changed", "valid_until", "was changed meanwhile")
    if order.valid_until:
        await _keep(db, Credential(**_whose(order), valid_until=order.valid_until, description=description))
    elif known:
        await db.delete(known)
    change: messages.CredentialChange = "corrected" if order.valid_until else "taken_away"
    facts = {**_whose(order), "valid_until": order.valid_until}
    _note(db, facts, change, description, order.corrected_by, order.as_of, order.reason.strip())
    await announce(db, messages.CredentialCorrected.model_validate(facts))


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


def _check_day(kind: messages.CredentialKind, valid_until: date, as_of: Utc) -> None:
    """Refuses: day_too_early, day_too_late (also no end of what has one)."""
    if not (valid_until == messages.NO_END and kind in messages.ENDLESS):
        refuse_far("valid_until", valid_until, as_of, **_YEARS)


def _whose(order: messages.RecordCredential | messages.CorrectCredential) -> dict[str, Any]:
    return order.model_dump(include={"supervisor_id", "kind"})


def _described(known: Credential | None, said: str | None) -> str:
    """Said anew, or what stands there."""
    stands = known.description if known else ""
    return stands if said is None else said


async def _keep(db: AsyncSession, credential: Credential) -> None:
    await db.merge(credential)
    await db.flush()


def _note(
    db: AsyncSession,
    facts: dict[str, Any],
    change: messages.CredentialChange,
    description: str,
    by: UUID,
    at: Utc,
    reason: str = "",
) -> None:
    """facts: whose, which, and until when from now on."""
    db.add(CredentialEntry(**facts, change=change, description=description, reason=reason, by=by, at=at))


def _unknown() -> Refusal:
    return Refusal("unknown_supervisor", "supervisor_id")
