"""A plan is proposed: first by the process itself, and another one by a coordinator or the supervisor."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.policy import can
from services.runtime.storage.database import take_in
from services.sessions import access, contract_facts
from services.sessions.hours.diary import take_turn
from services.sessions.planning.booking import conflicts_of
from services.sessions.planning.series_terms import Plan, PlannedSession
from services.sessions.proposing import plans
from services.sessions.proposing.deadlines import Deadlines, deadlines
from services.sessions.proposing.plans import Wished
from services.sessions.tables import Agreement, ProposedPlan


async def propose_first(db: AsyncSession, process_id: UUID, as_of: datetime) -> None:
    """Nothing where there is a plan, or was one: another is for people to propose.

    Refuses: unknown_process, no_availability, slot_taken.
    Next: services/sessions/recording/attendance.py:record_held
    """
    await contract_facts.lock(db, process_id)
    if await plans.latest(db, process_id) is None and not await plans.is_planned(db, process_id):
        await propose_by_itself(db, process_id, Wished(), as_of)


async def propose_by_itself(db: AsyncSession, process_id: UUID, wished: Wished, as_of: datetime) -> None:
    """The process is locked. Refuses: no_availability, slot_taken."""
    versions, agreement = await _in_turn(db, process_id, as_of)
    found = _as_long_as_agreed(await plans.find(db, agreement, wished, as_of, by_itself=True), versions)
    await _keep(db, agreement, wished, found, None, as_of)


async def propose(db: AsyncSession, order: messages.ProposePlan) -> None:
    """The caller has seen to that a coordinator or its supervisor says it.

    Refuses: unknown_process, already_planned, plan_changed, outside_the_contract, no_availability, slot_taken.
    """
    await contract_facts.lock(db, order.process_id)
    await _refuse_planned(db, order.process_id)
    before, wished = await plans.latest(db, order.process_id), _wished(order)
    if before and _is_the_same(before, order):
        return
    if order.revision != (before.revision if before else 0):
        raise Refusal("plan_changed", "revision")
    versions, agreement = await _in_turn(db, order.process_id, order.as_of)
    found = await plans.find(db, agreement, wished, order.as_of, by_itself=False)
    found = _as_long_as_agreed(found, versions)
    if plans.fingerprint(found.sessions) != order.fingerprint:
        raise Refusal("plan_changed", "fingerprint")
    await _keep(db, agreement, wished, found, order.proposed_by, order.as_of)


async def preview(db: AsyncSession, query: messages.PreviewPlan) -> messages.PlanPreview:
    """Refuses: unknown_process, already_planned, outside_the_contract, no_availability."""
    process = await access.reached(db, query.process_id, query.viewer)
    today = local_date(query.as_of)
    if not can(query.viewer, "propose_plan", process.belongs(today)):
        raise Refusal("unknown_process", "process_id")
    await _refuse_planned(db, query.process_id)
    agreement = contract_facts.to_propose_by(process.versions, today)
    found = await plans.find(db, agreement, _wished(query), query.as_of, by_itself=False)
    found = _as_long_as_agreed(found, process.versions)
    return messages.PlanPreview(
        sessions=plans.listed(found.sessions),
        conflicts=[messages.Conflict.model_validate(one) for one in conflicts_of(found)],
        agreed=agreement.sessions_agreed,
        fingerprint=plans.fingerprint(found.sessions),
    )


async def _keep(
    db: AsyncSession,
    agreement: Agreement,
    wished: Wished,
    found: Plan,
    proposed_by: UUID | None,
    as_of: datetime,
) -> None:
    """In the place of the one before."""
    before = await plans.latest(db, agreement.process_id)
    dates = _dates(agreement, found, as_of)
    plan = ProposedPlan(
        process_id=agreement.process_id,
        revision=(before.revision if before else 0) + 1,
        agreed=agreement.sessions_agreed,
        proposed_by=proposed_by,
        weekdays=list(wished.weekdays),
        start=wished.start,
        first_day=wished.first_day,
        conflicts=conflicts_of(found),
        fingerprint=plans.fingerprint(found.sessions),
        proposed_at=as_of,
        until=dates.until,
        escalates_at=dates.escalates_at if dates.escalates_at < dates.until else None,
    )
    if before:
        take_in(before, plan.model_dump())
    else:
        db.add(plan)
    await plans.hold(db, agreement, plan.revision, found)
    await _announce(db, agreement, plan, found)


async def _announce(db: AsyncSession, agreement: Agreement, plan: ProposedPlan, found: Plan) -> None:
    process = await access.find(db, agreement.process_id)
    await announce(db, messages.PlanProposed(
        **plan.model_dump(include={"process_id", "revision", "agreed", "proposed_by"}),
        supervisor_id=agreement.supervisor_id,
        asked_id=process.representative(local_date(plan.proposed_at)),
        fits=len(found.sessions),
        first_starts_at=found.sessions[0].starts_at,
        last_starts_at=found.sessions[-1].starts_at,
        remind_at=_dates(agreement, found, plan.proposed_at).remind_at,
        until=plan.until,
    ))  # fmt: skip


def _dates(agreement: Agreement, found: Plan, proposed_at: datetime) -> Deadlines:
    notice, promises = contract_facts.notice_of(agreement), contract_facts.promises_of(agreement)
    return deadlines(proposed_at, found.sessions[0].starts_at, notice, promises)


def _as_long_as_agreed(plan: Plan, versions: Sequence[Agreement]) -> Plan:
    """Each session by the version of its day."""

    def lasts(one: PlannedSession) -> timedelta:
        return timedelta(
            minutes=contract_facts.in_force(versions, local_date(one.starts_at)).duration_minutes
        )

    sessions = tuple(replace(one, ends_at=one.starts_at + lasts(one)) for one in plan.sessions)
    return replace(plan, sessions=sessions)


async def _in_turn(
    db: AsyncSession, process_id: UUID, as_of: datetime
) -> tuple[Sequence[Agreement], Agreement]:
    """What is agreed, and what it comes to for a plan of all of it."""
    versions = await contract_facts.versions(db, process_id)
    agreement = contract_facts.to_propose_by(versions, local_date(as_of))
    await take_turn(db, agreement.supervisor_id)
    return versions, agreement


async def _refuse_planned(db: AsyncSession, process_id: UUID) -> None:
    if await plans.is_planned(db, process_id):
        raise Refusal("already_planned", "process_id")


def _wished(asked: messages.PreviewPlan | messages.ProposePlan) -> Wished:
    start = asked.start.replace(second=0, microsecond=0) if asked.start else None
    return Wished(tuple(sorted(set(asked.weekdays))), start, asked.first_day)


def _is_the_same(before: ProposedPlan, order: messages.ProposePlan) -> bool:
    """The same person's press again."""
    said = (before.status, before.proposed_by, before.fingerprint, before.revision)
    return said == ("open", order.proposed_by, order.fingerprint, order.revision + 1)
