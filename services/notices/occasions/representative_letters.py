"""What is written about who acts for a group: the members are asked, and who has to know is told."""

from dataclasses import replace

from services.messages import sessions as messages
from services.notices import process_facts
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.inquiry_letters import COORDINATOR
from services.notices.wording import Fact
from services.notices.writing import Letter, write, write_to, write_to_customer
from services.runtime.commands.transactions import Work
from services.runtime.finland import morning_of


async def ask(event: messages.RepresentativeProposed, work: Work) -> None:
    """Every member whose yes is awaited."""
    await write_to(work, event.process_id, event.asked, _asking(event))


def _asking(event: messages.RepresentativeProposed | messages.RepresentativeAsked) -> Letter:
    about = f"{event.process_id}:{event.proposed_at.isoformat()}"
    facts: dict[str, Fact] = {"about_id": str(event.representative_id), "from_day": event.from_day}
    return Letter(LetterKind.REPRESENTATIVE_TO_AGREE, about, facts)


async def ask_who_joins(event: messages.RepresentativeAsked, work: Work) -> None:
    """On the morning of their first day, where that is to come: what is decided by then is not sent."""
    letter = _asking(event)
    opens = morning_of(event.first_day)
    letter = replace(letter, not_before=opens if opens > work.clock.now() else None)
    await write_to(work, event.process_id, [event.person_id], letter)


async def tell_of_refusal(event: messages.RepresentativeRefused, work: Work) -> None:
    """All who were asked, and the coordinator: never who said no."""
    about = f"{event.process_id}:{event.proposed_at.isoformat()}"
    facts: dict[str, Fact] = {"about_id": str(event.representative_id)}
    letter = Letter(LetterKind.REPRESENTATIVE_REFUSED, about, facts)
    await write_to(work, event.process_id, event.members, letter)
    await write(work, event.process_id, [Letter(letter.kind, about, facts, role=COORDINATOR)])


async def tell_of_naming(event: messages.RepresentativeNamed, work: Work) -> None:
    """The members, their supervisor, the customer, who deals with them from then on, and the coordinator. Who is left
    alone learns what that means.
    """
    named = (event.representative_id, event.from_day)
    await process_facts.name_representative(work.db, event.process_id, *named)
    about = f"{event.process_id}:{event.named_at.isoformat()}"
    facts: dict[str, Fact] = {"about_id": str(event.representative_id), "from_day": event.from_day}
    letter = Letter(LetterKind.REPRESENTATIVE_NAMED, about, facts)
    supervisors = await process_facts.supervising(work, event.process_id)
    if event.members == [event.representative_id]:
        await write_to(work, event.process_id, event.members, Letter(LetterKind.ACTS_ALONE, about))
    else:
        await write_to(work, event.process_id, event.members, letter)
    await write_to(work, event.process_id, supervisors, letter)
    await write_to_customer(work, event.process_id, letter)
    await write(work, event.process_id, [Letter(letter.kind, about, facts, role=COORDINATOR)])
