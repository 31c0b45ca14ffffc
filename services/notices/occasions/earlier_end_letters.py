"""What is written about an earlier last day: two parties are asked, and all are told what came of it, never by whom."""

from dataclasses import replace
from uuid import UUID

from services.messages.contracts import EarlierEndProposed, EarlierEndRefused, EarlierEndTakenBack
from services.messages.values import Party
from services.notices import process_facts
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.inquiry_letters import COORDINATOR
from services.notices.wording import Fact
from services.notices.writing import Letter, write, write_to, write_to_customer
from services.runtime.commands.transactions import Work
from services.runtime.finland import end_of

_Said = EarlierEndProposed | EarlierEndRefused | EarlierEndTakenBack


async def ask(event: EarlierEndProposed, work: Work) -> None:
    """And all wait for what is told where not everybody answers: what answers it drops that letter."""
    facts: dict[str, Fact] = {"party": event.by, "ends_on": event.last_day, "until_day": event.answer_by}
    facts |= _of_what_follows(event)
    about = f"{event.process_id}:{event.number}"
    letter = Letter(LetterKind.EARLIER_END_TO_ANSWER, about, facts)
    for party in event.asked:
        own = facts | {"amendment_off": int(party in event.amendment_off)}
        await _write_to(party, event, replace(letter, facts=own), work)
    lapsed = Letter(
        LetterKind.EARLIER_END_LAPSED, about, {"ends_on": event.last_day}, not_before=end_of(event.answer_by)
    )
    await _write_to_all(event, lapsed, work)


def _of_what_follows(event: EarlierEndProposed) -> dict[str, Fact]:
    """What becomes of it if all agree; nothing where nothing was to follow."""
    stands = event.successor_stands
    return {
        "renewal_off": int(event.renewal_off),
        "next_ends": int(stands is False),
        "next_stands": int(stands is True),
    }


async def tell_of_refusal(event: EarlierEndRefused, work: Work) -> None:
    about = f"{event.process_id}:{event.number}"
    letter = Letter(LetterKind.EARLIER_END_REFUSED, about, {"ends_on": event.last_day})
    await _write_to_all(event, letter, work)


async def tell_of_taking_back(event: EarlierEndTakenBack, work: Work) -> None:
    """Who proposed it is known to all of them: they were asked in that party's name. No letter told the coordinators of
    what was proposed, and none is to.
    """
    facts: dict[str, Fact] = {"party": event.by, "ends_on": event.last_day}
    about = f"{event.process_id}:{event.number}"
    for party in Party:
        await _write_to(party, event, Letter(LetterKind.EARLIER_END_TAKEN_BACK, about, facts), work)


async def _write_to_all(event: _Said, letter: Letter, work: Work) -> None:
    for party in Party:
        await _write_to(party, event, letter, work)
    to_staff = Letter(**{**vars(letter), "role": COORDINATOR})
    await write(work, event.process_id, [to_staff])


async def _write_to(party: Party, event: _Said, letter: Letter, work: Work) -> None:
    """Whoever speaks for it."""
    if party is Party.COMMISSIONER:
        [named] = await process_facts.parties(work.db, event.process_id, "contact")
        return await write_to_customer(work, event.process_id, letter, named)
    if party is Party.SUPERVISEE:
        people = await process_facts.representatives(work, event.process_id)
    else:
        people = await _supervisors(letter, event, work)
    await write_to(work, event.process_id, people, letter)


async def _supervisors(letter: Letter, event: _Said, work: Work) -> list[UUID]:
    """Whose it is to answer on the day: who stands in, while they do; what came of it is told to whose place that is,
    too.
    """
    today = await process_facts.supervising(work, event.process_id)
    if letter.kind is LetterKind.EARLIER_END_TO_ANSWER:
        return today
    return sorted({*today, *await process_facts.looking_after(work, event.process_id)})
