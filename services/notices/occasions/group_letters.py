"""What is written when a member leaves the group, or does not let a review be read: never why, nor who said no."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from services.messages import sessions as messages
from services.notices import process_facts
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.inquiry_letters import COORDINATOR
from services.notices.wording import Fact
from services.notices.writing import Letter, addressed, write, write_to, write_to_customer
from services.runtime.commands.transactions import Work
from services.runtime.finland import ONE_DAY, start_of


async def tell_of_leaving(event: messages.MemberLeft, known: Mapping[UUID, datetime], work: Work) -> None:
    """The member, with the end of what stands in their calendar; staff and supervisor, who; the customer, how many, but
    of a trial, whose no that might be, nothing; the others, where it was the one who acts for them.

    known: when sessions begin of whose new time the member has not heard.
    """
    after = start_of(event.left_on + ONE_DAY)
    ahead = await process_facts.sessions_after(work.db, event.process_id, after, known)
    acted_for_them = await process_facts.leave(work.db, event)
    about = f"{event.process_id}:{event.person_id}"
    to_member: dict[str, Fact] = {"left_on": event.left_on}
    if ahead:
        to_member["session_ids"] = " ".join(str(one.session_id) for one in ahead)
        told = [known.get(one.session_id, one.starts_at) for one in ahead]
        to_member["told_times"] = " ".join(one.isoformat() for one in told)
    named: dict[str, Fact] = {"about_id": str(event.person_id), "left_on": event.left_on}
    named |= (staying := _staying(event))
    kind = LetterKind.GROUP_TO_SETTLE if event.settle_by else LetterKind.MEMBER_LEFT
    [supervisor] = await process_facts.supervising(work, event.process_id)
    letters = [
        Letter(LetterKind.GROUP_LEFT, about, to_member, person_id=event.person_id),
        Letter(kind, about, named, role=COORDINATOR),
        Letter(LetterKind.MEMBER_LEFT, about, named, person_id=supervisor),
    ]
    await write(work, event.process_id, letters)
    if acted_for_them and len(event.remaining) > 1:
        missing = Letter(LetterKind.REPRESENTATIVE_MISSING, about)
        await write_to(work, event.process_id, event.remaining, missing)
    if not event.in_trial:
        smaller = Letter(LetterKind.GROUP_SMALLER, about, {"remaining": len(event.remaining)} | staying)
        await write_to_customer(work, event.process_id, smaller)


def _staying(event: messages.MemberLeft) -> dict[str, Fact]:
    return {"some_stay": int(bool(event.remaining)), "nobody_stays": int(not event.remaining)}


async def tell_of_refusal(event: messages.ReviewRefused, work: Work) -> None:
    """The supervisor, who held it, and the coordinator; each no is told, also one that comes after a yes."""
    about = f"{event.process_id}:{event.kind}:{event.refused_at.isoformat()}"
    letter = Letter(LetterKind.REVIEW_REFUSED, about, {"review": event.kind}, role=COORDINATOR)
    await write(work, event.process_id, [letter, addressed(letter, event.supervisor_id)])


async def ask_about_review(event: messages.ReviewDone, work: Work) -> None:
    """Each whose consent is awaited; never a word of what was said in it."""
    letter = Letter(LetterKind.REVIEW_TO_CONSENT, f"{event.process_id}:{event.kind}", {"review": event.kind})
    await write_to(work, event.process_id, event.asked, letter)


async def ask_about_going_on(event: messages.GoalsToCarryOn, work: Work) -> None:
    about = f"{event.process_id}:{event.asked_at.isoformat()}"
    await write_to(work, event.process_id, event.asked, Letter(LetterKind.GOALS_TO_CARRY_ON, about))


async def ask_about_goal(event: messages.GoalChangeProposed, work: Work) -> None:
    """Every member whose yes is awaited; never a word of the goal."""
    about = f"{event.goal_id}:{event.proposed_at.isoformat()}"
    goes_over = event.kind == "carry"
    facts: dict[str, Fact] = {"goes_over": int(goes_over), "otherwise_changed": int(not goes_over)}
    await write_to(work, event.process_id, event.asked, Letter(LetterKind.GOAL_TO_AGREE, about, facts))
