"""What is written about a trial. Everybody hears what was decided, and nobody by whom or why."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from services.messages import contracts as messages
from services.notices import process_facts
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.inquiry_letters import COORDINATOR, write_to_customer_of
from services.notices.tables import Notice
from services.notices.wording import Fact
from services.notices.writing import TAKES_PART, Letter, write, write_to, write_to_customer
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date

_A_MOMENT = timedelta(seconds=1)
_OF_OUTCOME = {
    "go": LetterKind.TRIAL_GOES_ON,
    "no_go": LetterKind.TRIAL_ENDED,
    "lapsed": LetterKind.TRIAL_LAPSED,
}


async def ask(event: messages.TrialAsked, work: Work) -> None:
    """Commissioner, supervisor and each member, for their own yes or no, by a link of their own. A member may hear of
    it for the first time.
    """
    facts: dict[str, Fact] = {"starts_at": min(event.starts_at), "due_at": event.answer_until}
    facts |= {"revision": event.revision, "link_ends_at": event.answer_until}
    about = f"{event.process_id}:{event.revision}"
    letter = Letter(LetterKind.TRIAL_TO_AGREE, about, facts)
    to_member = replace(letter, facts={**facts, TAKES_PART: 1})
    await _to_all(work, event.process_id, event.parties, letter, to_member)


async def tell_of_yes(event: messages.TrialAgreed, work: Work) -> None:
    """Who takes part gets the times by a letter of their own; the customer reads them on the page."""
    facts: dict[str, Fact] = {"due_on": _last_day(event.due_at), "invited": 1, "by_page": 0}
    letter = Letter(LetterKind.TRIAL_AGREED, str(event.process_id), facts)
    to_customer = replace(letter, facts={**facts, "invited": 0, "by_page": 1})
    await _to_all(work, event.process_id, event.parties, letter, to_customer=to_customer)


async def tell_of_putting_off(event: messages.TrialPutOff, work: Work) -> None:
    """Those who were asked for a yes, and the coordinators, who prepare it anew: to nobody who said no."""
    about = f"{event.process_id}:{event.revision}"
    kind = LetterKind.TRIAL_DECLINED if event.declined else LetterKind.TRIAL_TO_PREPARE
    await write(work, event.process_id, [Letter(kind, about, role=COORDINATOR)])
    if event.why == "unanswered":
        letter = Letter(LetterKind.TRIAL_PUT_OFF, about)
        await write_to_customer_of(work, event, letter)
        await write_to(work, event.process_id, await _asked(work, event.process_id), letter)


async def remind(event: messages.TrialReminded, work: Work) -> None:
    facts = {"due_on": _last_day(event.due_at)}
    about = f"{event.process_id}:{event.due_at.isoformat()}"
    letter = Letter(LetterKind.TRIAL_DECISION_DUE, about, facts, person_id=event.person_id)
    await write(work, event.process_id, [letter])


async def tell_of_handing_over(event: messages.TrialHandedOver, work: Work) -> None:
    """All who wait for a word: who says it now."""
    supervisor_id = event.parties.supervisor_id
    facts: dict[str, Fact] = {"due_on": _last_day(event.decide_by), "about_id": str(supervisor_id)}
    about = f"{event.process_id}:{supervisor_id}"
    letter = Letter(LetterKind.TRIAL_HANDED_OVER, about, facts)
    await _to_all(work, event.process_id, event.parties, letter)


async def tell_of_silence(event: messages.TrialOverdue, work: Work) -> None:
    about = f"{event.process_id}:{event.lapses_at.isoformat()}"
    letter = Letter(LetterKind.TRIAL_OVERDUE, about, {"lapses_at": event.lapses_at}, role=COORDINATOR)
    await write(work, event.process_id, [letter])


async def tell_of_decision(event: messages.TrialDecided, work: Work) -> None:
    """Of one that was never prepared the customer hears alone: nobody else knows of it. What has lapsed the
    coordinators hear of too: nobody has said it.
    """
    facts: dict[str, Fact] = {"tried": int(event.agreed), "untried": int(not event.agreed)}
    facts |= {
        "tried_paid": int(event.agreed and not event.free),
        "tried_free": int(event.agreed and event.free),
    }
    letter = Letter(_OF_OUTCOME[event.outcome], str(event.process_id), facts)
    if event.outcome == "lapsed":
        told = replace(letter, kind=LetterKind.TRIAL_NOT_DECIDED, role=COORDINATOR)
        await write(work, event.process_id, [told])
    if event.parties is None:
        return await write_to_customer_of(work, event, letter)
    await _to_all(work, event.process_id, event.parties, letter)


async def _to_all(
    work: Work,
    process_id: UUID,
    parties: messages.Parties,
    letter: Letter,
    to_member: Letter | None = None,
    to_customer: Letter | None = None,
) -> None:
    """Who stands for two of them gets one letter, as a party. to_member, to_customer: where it says something else to
    them; but to a customer who takes part.
    """
    takes_part = parties.commissioner_id in parties.supervisee_ids
    for_customer = letter if takes_part else to_customer or letter
    await write_to_customer(work, process_id, for_customer, parties.commissioner_id)
    members = set(parties.supervisee_ids) - {parties.commissioner_id}
    await write_to(work, process_id, [parties.supervisor_id], letter)
    await write_to(work, process_id, sorted(members), to_member or letter)


async def _asked(work: Work, process_id: UUID) -> list[UUID]:
    asked = select(Notice.person_id).where(
        Notice.process_id == process_id,
        Notice.kind == LetterKind.TRIAL_TO_AGREE,
        col(Notice.person_id).is_not(None),
    )
    contact = await process_facts.parties(work.db, process_id, "contact")
    return sorted({one for one in await work.db.exec(asked) if one} - set(contact))


def _last_day(due_at: datetime) -> date:
    """On which it is still in time: it is due at that day's end."""
    return local_date(due_at - _A_MOMENT)
