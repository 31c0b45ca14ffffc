"""What another supervisor would make of the sessions, before anybody is asked: nothing is changed or held."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.policy import may
from services.sessions import access, contract_facts
from services.sessions.changes import handing_over
from services.sessions.changes.handing_over import Taking
from services.sessions.showing.session_card import card
from services.sessions.tables import Agreement


async def look(db: AsyncSession, query: messages.PreviewHandingOver) -> messages.HandingOverPlan:
    """Refuses: unknown_process, the same for who may not propose one; ends_before_start."""
    await access.reached(db, query.process_id, query.viewer)
    if query.viewer and not may(query.viewer.role, "propose_supervisor"):
        raise Refusal("unknown_process", "process_id")
    if query.until_day and query.until_day < query.from_day:
        raise Refusal("ends_before_start", "until_day")
    versions = await contract_facts.versions(db, query.process_id)
    before = contract_facts.in_force(versions, query.from_day)
    days = {"effective_from": query.from_day, "supervisor_id": query.supervisor_id}
    agreement = Agreement(**before.model_dump() | days)
    taking = Taking(query.process_id, query.supervisor_id, query.from_day, query.until_day, query.as_of)
    handed = await handing_over.found(db, taking, agreement)
    return messages.HandingOverPlan(
        kept=[card(row) for row in handed.kept],
        moved=[
            messages.OtherTime(session=card(row), starts_at=when.starts_at)
            for row, when in [*handed.moved, *handed.waiting]
        ],
        lost=[card(row) for row in handed.lost],
    )
