"""What contracts hears from others."""

from services.contracts.changes import awaiting, group_changes, too_late
from services.contracts.ending import continuation, ending_at_once, successors
from services.contracts.papers import drafting
from services.contracts.parties import joining
from services.contracts.tables import metadata
from services.contracts.trials import leavers, preparing
from services.messages.directory import PersonsMerged
from services.messages.sessions import (
    MemberLeft,
    RecordCorrected,
    RepresentativeNamed,
    ReviewDone,
    ReviewWaived,
    SeriesCutShort,
    SessionCancelled,
    SessionHeld,
    SessionNotAttended,
    SessionsHandedOver,
    SupervisorStays,
    TrialPlanned,
)
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date
from services.runtime.same_person import taking_over


async def persons_merged(event: PersonsMerged, work: Work) -> None:
    """A signature and a paper stay as they were given; whose they are, is the entry that stays."""
    await taking_over.take_over(work.db, metadata, event.kept_id, event.absorbed_id)


async def review_done(event: ReviewDone, work: Work) -> None:
    await continuation.hear_review(work.db, event.process_id, event.kind, waived=False)


async def review_waived(event: ReviewWaived, work: Work) -> None:
    await continuation.hear_review(work.db, event.process_id, event.kind, waived=True)


async def member_left(event: MemberLeft, work: Work) -> None:
    await leavers.keep_day(work.db, event)
    if await leavers.follow_leaver(work.db, event.process_id, event.person_id, work.heard.said_at):
        return
    await group_changes.follow_leaver(
        work.db, event.process_id, event.person_id, local_date(work.clock.now())
    )
    await drafting.leave_out(work.db, event.process_id, event.person_id)
    await successors.follow_leaver(work.db, event.process_id, event.person_id, work.clock.now())
    await joining.after_leaving(work.db, event.process_id, work.clock.now())


async def representative_named(event: RepresentativeNamed, work: Work) -> None:
    if await leavers.follow_naming(work.db, event):
        return
    await group_changes.follow_naming(work.db, event, local_date(work.clock.now()))


async def session_held(event: SessionHeld, work: Work) -> None:
    await too_late.hear_of_record(event.process_id, work)


async def session_not_attended(event: SessionNotAttended, work: Work) -> None:
    await too_late.hear_of_record(event.process_id, work)


async def session_cancelled(event: SessionCancelled, work: Work) -> None:
    """It may have been recorded so afterwards."""
    await too_late.hear_of_record(event.process_id, work)


async def record_corrected(event: RecordCorrected, work: Work) -> None:
    """What was called off beforehand is recorded by it."""
    await too_late.hear_of_record(event.process_id, work)


async def series_cut_short(event: SeriesCutShort, work: Work) -> None:
    await ending_at_once.hear(work.db, event)


async def sessions_handed_over(event: SessionsHandedOver, work: Work) -> None:
    """Next: services/contracts/changes/awaiting.py:go_on_with"""
    await awaiting.go_on_with(work.db, event, work.clock.now(), work.ask)


async def supervisor_stays(event: SupervisorStays, work: Work) -> None:
    """Next: services/contracts/changes/awaiting.py:go_on_with_same"""
    await awaiting.go_on_with_same(work.db, event, work.clock.now(), work.ask)


async def trial_planned(event: TrialPlanned, work: Work) -> None:
    """Next: services/contracts/trials/agreements.py:agree"""
    await preparing.hear(work.db, event, work.heard.said_at)
