"""Who was in a process on a day of its contract: its group, who acted for it and who supervised."""

from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.values import Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.policy import may, reaches, sees
from services.sessions import access, contract_facts


async def show(db: AsyncSession, query: messages.ShowRoster) -> messages.Roster:
    """Refuses: unknown_process, and as `roster_of` does."""
    return roster_of(await access.reached(db, query.process_id, query.viewer), query.viewer, query.on)


def roster_of(process: access.Process, viewer: Viewer, day: date) -> messages.Roster:
    """As the viewer may see it. Refuses: outside_the_contract, no_part_in_it_then."""
    if not contract_facts.covers(process.versions, day):
        raise Refusal("outside_the_contract", "on")
    if not reaches(viewer, process.belongs(day)):
        raise Refusal("no_part_in_it_then", "on")
    members, named = process.members(day), _knows_names(viewer, process, day)
    return messages.Roster(
        members=members if named else [],
        count=len(members),
        representative_id=process.representative(day) if named else None,
        supervisor_id=process.agreement(day).supervisor_id,
    )


def _knows_names(viewer: Viewer, process: access.Process, day: date) -> bool:
    """Also whoever completes the contract."""
    return (
        may(viewer.role, "settle_group") or sees(viewer, "attendance_by_name", process.belongs(day)) != "no"
    )
