"""What is written about a plan that is proposed: never in which words other days were asked for."""

from services.messages import sessions as messages
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.inquiry_letters import COORDINATOR
from services.notices.occasions.replanning_letters import write_to_absent
from services.notices.wording import Fact
from services.notices.writing import Letter, addressed, write
from services.runtime.commands.transactions import Work

# It tells everybody by a letter of its own, or there is nobody to ask.
_TOLD_OTHERWISE = ("terminated", "paused")


async def ask(event: messages.PlanProposed, work: Work) -> None:
    """Whoever acts for those who meet, with a reminder; nobody where nobody does: a coordinator sees to that."""
    facts: dict[str, Fact] = {
        "fits": event.fits,
        "lost": max(0, (event.agreed or 0) - event.fits),
        "starts_at": event.first_starts_at,
        "due_at": event.until,
    }
    about = f"{event.process_id}:{event.revision}"
    if event.asked_id:
        now = Letter(
            LetterKind.PLAN_PROPOSED, about, facts, person_id=event.asked_id, stale_after=event.until
        )
        later = Letter(
            LetterKind.PLAN_DUE,
            about,
            facts,
            person_id=event.asked_id,
            not_before=event.remind_at,
            stale_after=event.until,
        )
        await write(work, event.process_id, [now, later])


async def tell_of_silence(event: messages.PlanOverdue, work: Work) -> None:
    facts: dict[str, Fact] = {"due_at": event.until}
    about = f"{event.process_id}:{event.revision}"
    await write(work, event.process_id, [Letter(LetterKind.PLAN_OVERDUE, about, facts, role=COORDINATOR)])


async def tell_who_plans(event: messages.OtherPlanAsked, work: Work) -> None:
    """Which days, they read on the page."""
    facts: dict[str, Fact] = {"due_at": event.act_by}
    about = str(work.heard.event_id)
    kind = LetterKind.OTHER_PLAN_ASKED
    letters = [Letter(kind, about, facts, role=COORDINATOR)]
    letters.append(Letter(kind, about, facts, person_id=event.supervisor_id))
    await write(work, event.process_id, letters)


async def tell_of_lapse(event: messages.PlanLapsed, work: Work) -> None:
    """Whoever was asked, and a coordinator, who is to see to another one; where the supervisor leaves, all of them."""
    if event.why in _TOLD_OTHERWISE:
        return
    leaves = event.why == "supervisor_leaves"
    facts: dict[str, Fact] = {"why": event.why, "stays": int(not leaves), "leaves": int(leaves)}
    about = f"{event.process_id}:{event.revision}"
    letter = Letter(LetterKind.PLAN_LAPSED, about, facts, role=COORDINATOR)
    told = {*event.attendee_ids, *([event.asked_id] if event.asked_id else [])}
    await write(work, event.process_id, [letter, *(addressed(letter, one) for one in sorted(told))])
    if leaves:
        await write_to_absent(work, event.process_id, letter, told)
