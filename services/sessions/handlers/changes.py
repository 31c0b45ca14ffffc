"""What a change, a pause or an end would make of the sessions."""

from datetime import date
from uuid import UUID

from services.messages import sessions as messages
from services.runtime.commands.transactions import Work
from services.runtime.finland import ONE_DAY, local_date
from services.runtime.provider import supervisors
from services.sessions import contract_facts
from services.sessions.changes import amending, ending, handing_over, looking_at_handing_over, pausing


async def find_sessions_after(query: messages.FindSessionsAfter, work: Work) -> messages.SessionsAfter:
    return await handing_over.after(work.db, query)


async def find_last_planned(query: messages.FindLastPlanned, work: Work) -> messages.LastPlanned:
    return await amending.last_planned(work.db, query)


async def find_last_recorded(query: messages.FindLastRecorded, work: Work) -> messages.LastRecorded:
    return await amending.last_recorded(work.db, query)


async def preview_change(query: messages.PreviewChange, work: Work) -> messages.ChangePlan:
    return await amending.preview(work.db, query)


async def preview_handing_over(query: messages.PreviewHandingOver, work: Work) -> messages.HandingOverPlan:
    latest = await _latest(query.process_id, query.supervisor_id, work)
    return await looking_at_handing_over.look(work.db, query, latest)


async def preview_pause(query: messages.PreviewPause, work: Work) -> messages.PausePlan:
    who = (await contract_facts.find(work.db, query.process_id, local_date(query.as_of))).supervisor_id
    latest = await _latest(query.process_id, who, work)
    return await pausing.preview(work.db, query, latest)


async def preview_resuming(query: messages.PreviewResuming, work: Work) -> messages.PausePlan:
    who = (await contract_facts.versions(work.db, query.process_id))[-1].supervisor_id
    latest = await _latest(query.process_id, who, work)
    return await pausing.preview_resuming(work.db, query, latest)


async def preview_ending(query: messages.PreviewEnding, work: Work) -> messages.EndingPreview:
    return await ending.preview(work.db, query)


async def _latest(process_id: UUID, supervisor_id: UUID, work: Work) -> date | None:
    """A day that its last one does not pass: their credentials end, or what follows begins and is signed."""
    follows = await contract_facts.follows_on(work.db, process_id)
    days = [await _credentials_end(supervisor_id, work), follows - ONE_DAY if follows else None]
    return min((one for one in days if one), default=None)


async def _credentials_end(supervisor_id: UUID, work: Work) -> date | None:
    """The last day on which all that they have to hold is valid; none where nothing is known of it."""
    card = await supervisors.card_of(work.ask, supervisor_id)
    return min(card.credentials.values(), default=None) if card else None
