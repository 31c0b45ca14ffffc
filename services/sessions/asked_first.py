"""What is asked of others before anything of our own is written.

Handlers import it as a module: what stands in theirs is taken for a handler."""

from uuid import UUID

from services.messages.policy import Right
from services.runtime import permitted
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work


async def check_still(work: Work, person_id: UUID, action: Right, field: str) -> None:
    """Until their entry ends; whose the session is, is asked beside. Refuses: not_the_supervisor."""
    if not await permitted.may(work.ask, person_id, action, supervisor_id=person_id):
        raise Refusal("not_the_supervisor", field)
