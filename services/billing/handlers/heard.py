"""What billing hears of contracts, sessions and directory."""

from services.billing.credits import withdrawn
from services.billing.delivery.sending import Outbound
from services.billing.disputes import granting, opening
from services.billing.invoices import corrections
from services.billing.invoices.whose import timing
from services.billing.items import endings, late_moves, recording, terms
from services.billing.items.cancellation import Notice
from services.billing.tables import metadata
from services.messages.billing import ItemKind
from services.messages.contracts import (
    ContractAmended,
    ContractSigned,
    EndingConfirmed,
    MemberJoined,
    ProcessPaused,
    ProcessResumed,
    ProcessTerminated,
    TrialAgreed,
)
from services.messages.directory import DepartmentChanged, LogoSet, OrganisationChanged, PersonsMerged
from services.messages.sessions import (
    RecordCorrected,
    SessionCancelled,
    SessionHeld,
    SessionMoved,
    SessionNotAttended,
)
from services.runtime.commands.transactions import Work
from services.runtime.provider import logos
from services.runtime.same_person import taking_over


async def persons_merged(event: PersonsMerged, work: Work) -> None:
    """Who may ask about a process; an invoice names nobody by an id."""
    await taking_over.take_over(work.db, metadata, event.kept_id, event.absorbed_id)


async def logo_set(event: LogoSet, work: Work) -> None:
    await logos.keep_logo(work.db, event)


async def organisation_changed(event: OrganisationChanged, work: Work) -> None:
    await timing.hear(work.db, event)


async def department_changed(event: DepartmentChanged, work: Work) -> None:
    await timing.hear(work.db, event)


async def contract_signed(event: ContractSigned, work: Work) -> None:
    await terms.keep(work.db, event)
    await recording.price_again(work.db, event.process_id, event.terms.starts_on)


async def trial_agreed(event: TrialAgreed, work: Work) -> None:
    await terms.keep_trial(work.db, event)


async def member_joined(event: MemberJoined, work: Work) -> None:
    await terms.add_member(work.db, event.process_id, event.person_id)


async def contract_amended(event: ContractAmended, work: Work) -> None:
    """What is on an invoice already stays as it is."""
    await terms.keep(work.db, event)
    await recording.price_again(work.db, event.process_id, event.effective_from)


async def process_paused(event: ProcessPaused, work: Work) -> None:
    await terms.ends(work.db, event.process_id, event.ends_on)


async def process_resumed(event: ProcessResumed, work: Work) -> None:
    await terms.ends(work.db, event.process_id, event.ends_on)


async def process_terminated(event: ProcessTerminated, work: Work[Outbound]) -> None:
    if event.withdraws:
        return await withdrawn.settle(work.db, event, work.resources.look)
    await terms.ends(work.db, event.process_id, event.last_day)


async def session_held(event: SessionHeld, work: Work) -> None:
    """Next: services/billing/items/recording.py:record"""
    await recording.record(work.db, event, ItemKind.HELD)
    await opening.hear_held(work.db, event, work.heard.said_at)


async def session_not_attended(event: SessionNotAttended, work: Work) -> None:
    await recording.record(work.db, event, ItemKind.NO_SHOW)


async def session_moved(event: SessionMoved, work: Work) -> None:
    """Next: services/billing/items/late_moves.py:record"""
    await late_moves.record(work.db, event)


async def session_cancelled(event: SessionCancelled, work: Work) -> None:
    cancelled_by = await endings.canceller(work.db, event)
    notice = Notice(cancelled_by, event.notice_hours, event.notice_working_days)
    await recording.record(work.db, event, ItemKind.CANCELLED, notice)
    await endings.tell_where_confirmed(work.db, event)


async def ending_confirmed(event: EndingConfirmed, work: Work) -> None:
    await endings.decide(work.db, event)


async def record_corrected(event: RecordCorrected, work: Work) -> None:
    disputed = await granting.take_turn(work.db, event.process_id)
    await corrections.hear(work.db, event)
    if disputed:
        await granting.follow_correction(work.db, event.process_id, event.session_id, event.corrected_at)
    if event.outcome == "held":
        await opening.hear_held(work.db, event, work.heard.said_at)
