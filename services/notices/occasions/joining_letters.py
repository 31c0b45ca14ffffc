"""What is written when somebody joins a group: who is asked, who is told by name, and who the number only."""

from dataclasses import replace
from uuid import UUID

from services.messages import contracts as messages
from services.messages.values import Party
from services.notices import choices, process_facts
from services.notices.letter_kinds import LetterKind
from services.notices.occasions import contract_letters, session_letters
from services.notices.occasions.inquiry_letters import COORDINATOR
from services.notices.wording import Fact
from services.notices.writing import Letter, addressed, write, write_to, write_to_customer
from services.runtime.commands.transactions import Work
from services.runtime.finland import morning_of, start_of


async def ask_members(event: messages.MemberProposed, work: Work) -> None:
    """Every member whose yes is awaited. What has fallen by its day, whoever proposed it learns that morning."""
    asking, facts = _asking(event), _facts(event.newcomer_id, event)
    await write_to(work, event.process_id, event.asked, asking)
    opens = morning_of(event.from_day)
    lapsed = Letter(LetterKind.JOINING_LAPSED, asking.about, facts, role=COORDINATOR, not_before=opens)
    represent = await process_facts.representatives(work, event.process_id)
    await write(work, event.process_id, [lapsed, *(addressed(lapsed, one) for one in represent)])


async def ask_later_member(event: messages.MemberAsked, work: Work) -> None:
    """On the morning of their first day, where that is to come: what is decided by then is not sent."""
    opens = morning_of(event.first_day)
    letter = replace(_asking(event), not_before=opens if opens > work.clock.now() else None)
    await write_to(work, event.process_id, [event.person_id], letter)


def _asking(event: messages.MemberProposed | messages.MemberAsked) -> Letter:
    """For a member's word, by a link that is good until the day comes."""
    about = f"{event.process_id}:{event.newcomer_id}:{event.proposed_at.isoformat()}"
    facts = _facts(event.newcomer_id, event) | {"link_ends_at": start_of(event.from_day)}
    return Letter(LetterKind.MEMBER_TO_AGREE, about, facts)


async def ask_newcomer(event: messages.NewcomerAsked, work: Work) -> None:
    """By a link of their own, which is good until the day comes."""
    about = f"{event.process_id}:{event.newcomer_id}:{event.asked_at.isoformat()}"
    facts = _facts(event.newcomer_id, event) | {
        "version": event.version,
        "party": Party.SUPERVISEE.value,
        "link_ends_at": start_of(event.from_day),
    }
    letter = Letter(LetterKind.NEWCOMER_TO_CONSENT, about, facts, person_id=event.newcomer_id)
    await write(work, event.process_id, [letter])


async def tell_of_no(event: messages.MemberNotJoining, work: Work) -> None:
    """All who were asked, and the coordinator: never who said no. The newcomer, where they were asked and it was not
    their own.
    """
    about = str(work.heard.event_id)
    letter = Letter(LetterKind.MEMBER_NOT_JOINING, about, _facts(event.newcomer_id, event), role=COORDINATOR)
    await write(work, event.process_id, [letter])
    await write_to(work, event.process_id, event.members, letter)
    if event.was_asked and not event.by_newcomer:
        link = (await contract_letters.links_of(work.db, event.process_id)).get(event.newcomer_id, {})
        off = Letter(LetterKind.JOINING_OFF, about, link)
        await write_to(work, event.process_id, [event.newcomer_id], off)


async def tell_of_joining(event: messages.MemberJoined, work: Work) -> None:
    """The newcomer, with what is theirs of the plan; the others and the coordinator, who; the customer, how many."""
    process_id, about = (
        event.process_id,
        f"{event.process_id}:{event.person_id}:{event.joined_at.isoformat()}",
    )
    await process_facts.join(work.db, process_id, event.person_id, event.from_day)
    await _welcome(event, about, work)
    named = Letter(LetterKind.MEMBER_JOINED, about, _facts(event.person_id, event), role=COORDINATOR)
    supervisors = await process_facts.supervising(work, process_id)
    others = [one for one in event.members if one != event.person_id]
    await write(work, process_id, [named])
    await write_to(work, process_id, [*others, *supervisors], named)
    number: dict[str, Fact] = {"members": len(event.members), "from_day": event.from_day}
    await write_to_customer(work, process_id, Letter(LetterKind.GROUP_LARGER, about, number))


async def _welcome(event: messages.MemberJoined, about: str, work: Work) -> None:
    """By one letter with the plan, or by an invitation to each session beside it, as they chose; and reminders."""
    begins = max(start_of(event.from_day), work.clock.now())
    ahead = await process_facts.sessions_after(work.db, event.process_id, begins)
    facts: dict[str, Fact] = {"from_day": event.from_day}
    if await choices.with_single_invitations(work.db, [event.person_id]):
        await session_letters.invite_to(ahead, event.person_id, work)
    elif ahead:
        facts["session_ids"] = " ".join(str(one.session_id) for one in ahead)
    letter = Letter(LetterKind.GROUP_JOINED, about, facts, person_id=event.person_id)
    await write(work, event.process_id, [letter])
    await session_letters.remind_of(ahead, [event.person_id], event.process_id, work)


def _facts(
    newcomer_id: UUID,
    event: messages.MemberProposed
    | messages.MemberAsked
    | messages.NewcomerAsked
    | messages.MemberNotJoining
    | messages.MemberJoined,
) -> dict[str, Fact]:
    """By the name that is kept, which is what the members say yes to."""
    return {"about_id": str(newcomer_id), "from_day": event.from_day}
