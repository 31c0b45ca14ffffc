"""What a change, a pause or an end would make of the sessions."""

from datetime import date
from uuid import UUID

from services.messages import directory
from services.messages import sessions as messages
from services.messages.values import Utc
from services.runtime.commands.transactions import Work
from services.runtime.finland import ONE_DAY, local_date
from services.sessions import contract_facts
from services.sessions.changes import amending, ending, handing_over, looking_at_handing_over, pausing


async def find_sessions_after(query: messages.FindSessionsAfter, work: Work) -> messages.SessionsAfter:
    return await handing_over.after(work.db, query)


async def find_last_planned(query: messages.FindLastPlanned, work: Work) -> messages.LastPlanned:
    return await amending.last_planned(work.db, query)


async def find_last_recorded(query: messages.FindLastRecorded, work: Work) -> messages.LastRecorded:
    return await amending.last_recorded(work.db, query.process_id)


async def preview_change(query: messages.PreviewChange, work: Work) -> messages.ChangePlan:
    return await amending.preview(work.db, query)


async def preview_handing_over(query: messages.PreviewHandingOver, work: Work) -> messages.HandingOverPlan:
    return await looking_at_handing_over.look(work.db, query)


async def preview_pause(query: messages.PreviewPause, work: Work) -> messages.PausePlan:
    latest = await _latest(query.process_id, query.as_of, work)
    return await pausing.preview(work.db, query, latest)


async def preview_resuming(query: messages.PreviewResuming, work: Work) -> messages.PausePlan:
    latest = await _latest(query.process_id, query.as_of, work)
    return await pausing.preview_resuming(work.db, query, latest)


async def preview_ending(query: messages.PreviewEnding, work: Work) -> messages.EndingPreview:
    return await ending.preview(work.db, query)


async def _latest(process_id: UUID, at: Utc, work: Work) -> date | None:
    """A day that its last one does not pass: its supervisor's credentials end, or what follows begins and is signed."""
    follows = await contract_facts.follows_on(work.db, process_id)
    days = [await _credentials_end(process_id, at, work), follows - ONE_DAY if follows else None]
    return min((one for one in days if one), default=None)


async def _credentials_end(process_id: UUID, at: Utc, work: Work) -> date | None:
    """The last day on which all that its supervisor has to hold is valid; none where nothing is known of it."""
    supervisor_id = (await contract_facts.find(work.db, process_id, local_date(at))).supervisor_id
    part = await work.ask(directory.ListSupervisors(with_ended=True))
    cards = list(part.supervisors)
    while part.go_on_after:
        part = await work.ask(directory.ListSupervisors(with_ended=True, after=part.go_on_after))
        cards += part.supervisors
    own = next((one.credentials for one in cards if one.supervisor_id == supervisor_id), {})
    return min(own.values(), default=None)
