"""Everybody says yes to a trial before its first session: who acts for the customer, the supervisor, each member."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.tables import Trial, TrialConsent
from services.contracts.trials import opening
from services.contracts.trials.agreeing import Parties, missing
from services.contracts.trials.preparing import check_undecided
from services.messages.contracts import AgreeToTrial, TrialAccepted, TrialAgreed
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.storage.database import execute


async def agree(db: AsyncSession, order: AgreeToTrial, acting: Collection[UUID]) -> None:
    """acting: for the customer today. Said twice, nothing more.

    Refuses: unknown_process, trial_changed, not_asked, trial_decided, trial_put_off, trial_not_asked.
    """
    trial = await opening.find(db, order.process_id)
    if order.revision != trial.revision:
        raise Refusal("trial_changed", "revision")
    given = await consents_of(db, trial)
    parties = parties_as(trial, order.person_id, acting)
    if not parties:
        raise Refusal("not_asked", "person_id")
    new = [one for one in parties if order.person_id not in given.get(one, ())]
    if not new:
        return
    check_open(trial, order.as_of)
    for party in new:
        await _keep(db, trial, party, order)
    await _agree_if_complete(db, trial, order.as_of)


async def consents_of(db: AsyncSession, trial: Trial) -> dict[Party, set[UUID]]:
    """Who has said yes to the agreement as it stands."""
    given = await db.exec(
        select(TrialConsent.party, TrialConsent.person_id).where(
            TrialConsent.process_id == trial.process_id, TrialConsent.revision == trial.revision
        )
    )
    found: dict[Party, set[UUID]] = {}
    for party, person_id in given:
        found.setdefault(Party(party), set()).add(person_id)
    return found


def parties_as(trial: Trial, person_id: UUID, acting: Collection[UUID]) -> Sequence[Party]:
    """As whom this person is asked: one yes is said once, for all of it."""
    asked = {
        Party.COMMISSIONER: person_id in acting,
        Party.SUPERVISEE: person_id in trial.supervisee_ids,
        Party.SUPERVISOR: person_id == trial.supervisor_id,
    }
    return [party for party, is_asked in asked.items() if is_asked]


def missing_of(trial: Trial, given: dict[Party, set[UUID]]) -> tuple[UUID, ...]:
    """For the customer, any yes of those who act for it counts."""
    parties = Parties(trial.commissioner_id, trial.supervisor_id, tuple(trial.supervisee_ids))
    agreed = given.get(Party.SUPERVISEE, set()) | given.get(Party.SUPERVISOR, set())
    members = set(trial.supervisee_ids)
    for_customer = bool(given.get(Party.COMMISSIONER))
    waits = [one for one in missing(parties, agreed) if one != trial.commissioner_id or one in members]
    if for_customer or trial.commissioner_id in waits:
        return tuple(waits)
    return (trial.commissioner_id, *waits)


def check_open(trial: Trial, at: datetime) -> None:
    """Refuses: trial_decided, trial_put_off, trial_not_asked."""
    check_undecided(trial)
    if trial.put_off_at or (trial.free_until and at >= trial.free_until and not trial.agreed_at):
        raise Refusal("trial_put_off", "process_id")
    if not trial.starts_at:
        raise Refusal("trial_not_asked", "process_id")


async def _keep(db: AsyncSession, trial: Trial, party: Party, order: AgreeToTrial) -> None:
    key = {"process_id": trial.process_id, "revision": trial.revision, "person_id": order.person_id}
    row = insert(TrialConsent).values(**key, party=party, agreed_at=order.as_of)
    await execute(db, row.on_conflict_do_nothing())
    await announce(db, TrialAccepted(**key, party=party, accepted_at=order.as_of))


async def _agree_if_complete(db: AsyncSession, trial: Trial, at: datetime) -> None:
    if trial.agreed_at or missing_of(trial, await consents_of(db, trial)):
        return
    trial.agreed_at = at
    await db.flush()
    await announce(db, TrialAgreed(
        process_id=trial.process_id, revision=trial.revision, price=trial.price, agreed_at=at,
        terms=opening.terms_of(trial), parties=opening.parties_of(trial), **vars(opening.times_of(trial)),
    ))  # fmt: skip
