"""What is written when a signed contract is to change, has changed, or goes on as it was; the words stand on a page."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from services.messages import contracts
from services.messages.sessions import SeriesAmended
from services.messages.values import Party
from services.notices import own_sessions, process_facts
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.contract_letters import for_link, other_supervisor, write_to_parties
from services.notices.occasions.inquiry_letters import COORDINATOR
from services.notices.occasions.replanning_letters import write_to_absent
from services.notices.wording import Fact
from services.notices.writing import AT_CONSOLE, Letter, write, write_to, write_to_customer
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date

FINANCE: Final = "finance"
_OF_MONEY = {
    "price_cents", "payment_days", "duration_minutes", "base_interval_days", "sessions_agreed", "ends_on",
    "cancellation_tiers", "no_show_percent",
}  # fmt: skip
"""What finance is told of: what is charged from now on, and how much there will be."""


async def tell_of_draft(event: contracts.AmendmentDrafted, work: Work) -> None:
    """Those who need not consent to it; who signs or consents is asked by a letter of their own, also where they are
    the customer and come alone.
    """
    kind = LetterKind.SUPERVISOR_TOLD if event.supervisor_id else LetterKind.AMENDMENT_TOLD
    letter = Letter(kind, _about(event), {"effective_on": event.effective_from} | other_supervisor(event))
    parties = [*event.tells, Party.SUPERVISOR] if event.supervisor_id else event.tells
    if Party.SUPERVISEE in event.asks and await process_facts.customer_comes_alone(work.db, event.process_id):
        parties = [one for one in parties if one is not Party.COMMISSIONER]
    await _write_to(parties, letter, event.process_id, work)


async def tell_of_too_late(event: contracts.AmendmentTooLate, work: Work) -> None:
    """Coordinators alone, who can help it: of who was asked nothing is wanted any more."""
    other = event.supervisor_id is not None
    facts: dict[str, Fact] = {
        "effective_on": event.effective_from,
        "terms": int(not other),
        "other": int(other),
    }
    letter = Letter(LetterKind.AMENDMENT_TOO_LATE, _about(event), facts, role=COORDINATOR)
    await write(work, event.process_id, [letter])


async def tell_of_end(event: contracts.AmendmentEnded, work: Work) -> None:
    """All who have heard of it, who was to be the supervisor, and the coordinators. Of an early end of the contract
    the others have a letter of that.
    """
    over = event.ended_as == "terminated"
    facts: dict[str, Fact] = {"over": int(over), "awaited": int(event.awaited and not over)}
    facts["stays"] = int(not (event.awaited or over))
    facts["came_too_late"] = int(event.came_too_late)
    letter = Letter(LetterKind.AMENDMENT_ENDED, _about(event), facts)
    if event.supervisor_id:
        link = await for_link(work, event.process_id, event.version, Party.SUPERVISOR)
        await write_to(work, event.process_id, [event.supervisor_id], replace(letter, facts=facts | link))
    if event.told_with_end:
        return
    await _write_to(event.parties, letter, event.process_id, work)
    named = await process_facts.parties(work.db, event.process_id, "representative", "supervisor")
    others = [one for one in event.asked if one not in named]
    await write_to(work, event.process_id, others, letter)
    await write(work, event.process_id, [replace(letter, role=COORDINATOR)])


async def tell_of_change(event: contracts.ContractAmended, work: Work) -> None:
    """The three parties, and finance where it is about money. Whom the customer now names is written to from here on.
    That a supervisor comes back was told with who stands in.
    """
    if event.comes_back:
        return
    await process_facts.set_parties(work.db, event.process_id, {"contact": [event.parties.commissioner_id]})
    facts: dict[str, Fact] = {
        "effective_on": event.effective_from,
        "signed_on": local_date(event.signed_at),
    }
    letter = Letter(LetterKind.CONTRACT_AMENDED, _about(event), facts | _named(event))
    if "supervisor_id" in event.changes:  # whose page is at the console, also before their first day
        theirs = replace(letter, facts={**facts, **_theirs(event), AT_CONSOLE: 1})
        await write_to(work, event.process_id, [event.parties.supervisor_id], theirs)
    await write_to_parties(work, event.process_id, letter, event.signed_by)
    if _OF_MONEY.intersection(event.changes):
        to_finance = Letter(LetterKind.TERMS_CHANGED, _about(event), facts, role=FINANCE)
        await write(work, event.process_id, [to_finance])


def _named(event: contracts.ContractAmended) -> dict[str, Fact]:
    """Who is the supervisor from then on, where that is another."""
    if "supervisor_id" not in event.changes:
        return {"named": 0, "stands_in": 0}
    who: dict[str, Fact] = {"named": 1, "about_id": str(event.parties.supervisor_id)}
    if event.until_day is None:
        return who | {"stands_in": 0}
    return who | {"stands_in": 1, "until_day": event.until_day}


def _theirs(event: contracts.ContractAmended) -> dict[str, Fact]:
    """As who is the supervisor from then on reads it."""
    for_now = event.until_day is not None
    told: dict[str, Fact] = {
        "named": 0,
        "stands_in": 0,
        "yours": int(not for_now),
        "yours_for_now": int(for_now),
    }
    return told | ({"until_day": event.until_day} if event.until_day else {})


async def tell_of_series(event: SeriesAmended, work: Work) -> None:
    """Those who would have come, each with the file that brings their own calendar up to date; and the customer, how
    many are held no more. Where nothing but that changes, what is left is not listed again.
    """
    taken = dict(zip(event.taken_ids, event.taken_sequences, strict=True))
    await process_facts.take_out_sessions(work.db, taken)
    again = event.sessions if event.changed_ids else []
    plans = await own_sessions.plan_again(work, event.process_id, event.taken_ids, again, event.changed_ids)
    facts = _of_series(event)
    letter = Letter(LetterKind.SERIES_AMENDED, _about(event), facts)
    for person_id in dict.fromkeys([*event.attendee_ids, *plans.supervisors()]):
        own = facts | _listed(event, plans.facts_for(person_id))
        await write_to(work, event.process_id, [person_id], replace(letter, facts=own))
    await write_to_absent(work, event.process_id, letter)


def _of_series(event: SeriesAmended) -> dict[str, Fact]:
    """As who is not at the sessions reads it."""
    again = bool(event.changed_ids)
    facts: dict[str, Fact] = {"effective_on": event.effective_from, "paused": event.held}
    facts |= {"lost": 0 if event.waiting else event.lost, "still_waiting": event.lost if event.waiting else 0}
    facts |= {"listed": 0, "elsewhere": int(again), "unlisted": int(not again), "taken": 0}
    facts |= {"kept": int(bool(event.sessions) and not again), "left_out": len(event.taken_ids)}
    return facts


def _listed(event: SeriesAmended, own: dict[str, Fact]) -> dict[str, Fact]:
    """own: of the reader's sessions; to whom none are listed, it is told as to who is not there."""
    if "session_ids" not in own:
        return own
    again, taken = int(bool(event.changed_ids)), len(event.taken_ids)
    return own | {"listed": again, "elsewhere": 0, "left_out": 0, "taken": taken}


async def _write_to(parties: Sequence[Party], letter: Letter, process_id: UUID, work: Work) -> None:
    if Party.COMMISSIONER in parties:
        [named] = await process_facts.parties(work.db, process_id, "contact")
        await write_to_customer(work, process_id, letter, named)
    if Party.SUPERVISEE in parties:
        represents = await process_facts.representatives(work, process_id)
        await write_to(work, process_id, represents, letter)
    if Party.SUPERVISOR in parties:
        supervisors = await process_facts.looking_after(work, process_id)
        await write_to(work, process_id, supervisors, letter)


def _about(event: Any) -> str:
    return f"{event.process_id}:{event.version}"
