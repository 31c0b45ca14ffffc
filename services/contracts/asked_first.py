"""What is asked of others before anything of our own is written: who acts for whom, what was recorded and promised.

Handlers import it as a module: what stands in theirs is taken for a handler."""

from datetime import date
from uuid import UUID

from services.contracts.papers import versions
from services.contracts.parties import speaking
from services.messages import contracts as messages
from services.messages.directory import ShowPromises
from services.messages.promises import Promises
from services.messages.sessions import (
    FindLastRecorded,
)
from services.messages.values import Party, Utc
from services.runtime import commissioners, permitted
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date

_OfAParty = (
    messages.TerminateProcess
    | messages.EndAtOnce
    | messages.ProposeEarlierEnd
    | messages.AnswerEarlierEnd
    | messages.TakeBackEarlierEnd
    | messages.PauseProcess
    | messages.ResumeProcess
)


async def acting_for(process_id: UUID, work: Work) -> list[UUID]:
    contract = await versions.find(work.db, process_id, lock=False)
    return await commissioners.acting_for(work.ask, contract.organisation_id, contract.department_id)


async def last_recorded(process_id: UUID, work: Work) -> date | None:
    """The last day on which it is known what became of a session."""
    return (await work.ask(FindLastRecorded(process_id=process_id))).day


async def check_count(asked: messages.PreviewAmendment | messages.DraftAmendment, work: Work) -> None:
    """No change takes away what is held, or stands, before its first day. Refuses: fewer_than_stand."""
    wanted = asked.changes.sessions_agreed
    if wanted is None:
        return
    found = await work.ask(FindLastRecorded(process_id=asked.process_id, before=asked.effective_from))
    if wanted < found.in_place:
        raise Refusal("fewer_than_stand", "sessions_agreed", f"is fewer than {found.in_place}")


async def check_completes(person_id: UUID, field: str, work: Work) -> None:
    """Refuses: not_yours_to_decide."""
    await permitted.check(work.ask, person_id, "complete_contract", field)


async def check_speaks(order: _OfAParty, person_id: UUID, field: str, work: Work) -> None:
    """One of the party itself, or a coordinator to whom it was said. Refuses: unknown_process, not_yours_to_decide."""
    contract = await versions.find(work.db, order.process_id, lock=False)
    customer = (contract.organisation_id, contract.department_id)
    if await speaking.speaks_for(work.db, order.by, person_id, contract, local_date(order.as_of)):
        return
    if order.by is Party.COMMISSIONER and person_id in await commissioners.acting_for(work.ask, *customer):
        return
    await check_completes(person_id, field, work)


async def parties_of(order: _OfAParty, person_id: UUID, work: Work) -> list[Party]:
    """For whom the word counts: who is the customer and the only one to take part says it once, for both.

    person_id: who says it, or a coordinator to whom it was said.
    """
    contract = await versions.find(work.db, order.process_id, lock=False)
    alone = await speaking.alone(work.db, contract, local_date(order.as_of))
    if alone is None or order.by is Party.SUPERVISOR:
        return [order.by]
    acting = await commissioners.acting_for(work.ask, contract.organisation_id, contract.department_id)
    are_one = alone in acting and (person_id == alone or set(acting) == {alone})
    return [Party.COMMISSIONER, Party.SUPERVISEE] if are_one else [order.by]


async def promised_on(instant: Utc, work: Work) -> Promises:
    """What the provider promises to those who begin on that day."""
    return (await work.ask(ShowPromises(on=local_date(instant)))).promises
