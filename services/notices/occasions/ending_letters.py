"""What is written when a contract is ended before its last day: by whom and when, never why."""

from dataclasses import replace
from uuid import UUID

from services.messages.contracts import EndingConfirmed, EndingToConfirm
from services.messages.sessions import SeriesCutShort
from services.messages.values import Party
from services.notices import process_facts, told
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.inquiry_letters import COORDINATOR
from services.notices.own_sessions import Plans
from services.notices.tables import KnownProcess
from services.notices.wording import Fact
from services.notices.writing import Letter, write, write_to, write_to_customer, write_to_payers
from services.runtime.commands.transactions import Work


async def ask_to_confirm(event: EndingToConfirm, work: Work) -> None:
    """A coordinator, whoever has written it down."""
    letter = Letter(LetterKind.ENDING_TO_CONFIRM, str(event.process_id), role=COORDINATOR)
    await write(work, event.process_id, [letter])


async def tell_of_confirmation(event: EndingConfirmed, work: Work) -> None:
    """The parties, and who pays for it: whether what was called off costs anything, never why and how much."""
    kind = LetterKind.ENDING_CHARGED if event.charges else LetterKind.ENDING_FREE
    letter = Letter(kind, str(event.process_id))
    [named] = await process_facts.parties(work.db, event.process_id, "contact")
    await write_to_customer(work, event.process_id, letter, named)
    await write_to_payers(work, event.process_id, letter)
    await write_to(work, event.process_id, await process_facts.signers(work, event.process_id), letter)


async def tell_of_termination(event: SeriesCutShort, work: Work) -> None:
    """Everybody once; those who would have come, with the file that takes the later sessions out of their calendar;
    of several supervisors each those that were theirs. Who pays, where it costs something.

    Coordinators have another letter of an end at once that they are to confirm.
    """
    facts: dict[str, Fact] = {"ends_on": event.last_day, "party": event.by}
    facts |= _of_what_is_charged(event)
    facts |= _of_its_sessions(event)
    facts |= await _of_the_renewal(event, work)
    facts |= {"left_out": event.left_out, "listed": 0, "to_parties": 1, "to_staff": 0, "amendment_off": 0}
    if event.review_by:
        facts["review_day"] = event.review_by
    letter = Letter(_kind(event), f"{event.process_id}:{event.last_day}", facts)
    [named] = await process_facts.parties(work.db, event.process_id, "contact")
    await _tell_the_others(event, letter, named, work)
    customers = facts | {"amendment_off": int(Party.COMMISSIONER in event.amendment_off)}
    await write_to_customer(work, event.process_id, replace(letter, facts=customers), named)
    if event.fee_percent and event.session_ids:
        await write_to_payers(work, event.process_id, letter)
    if not (event.at_once and (event.to_decide or event.by == "supervisor")):
        staff = facts | {"to_parties": 0, "to_staff": 1, "amendment_off": int(bool(event.amendment_off))}
        await write(work, event.process_id, [replace(letter, facts=staff, role=COORDINATOR)])


async def _tell_the_others(event: SeriesCutShort, letter: Letter, named: UUID, work: Work) -> None:
    """named: whom the process names for the customer, who may be one of them."""
    known = await told.last_told(work.db, event.process_id, event.session_ids)
    held = await process_facts.days_held(work.db, event.process_id)
    plans = Plans(event.session_ids, known.starts, known.starts, held)
    signers = await process_facts.signers(work, event.process_id)
    for person in dict.fromkeys([*event.attendee_ids, *signers]):
        own = {**letter.facts, **await _of_the_change(event, person, named, work)}
        if person in event.attendee_ids:
            theirs = known.facts_for(person, plans.of(person))
            own |= theirs | {"listed": int(bool(theirs))}
        await write_to(work, event.process_id, [person], replace(letter, facts=own))


async def _of_the_change(event: SeriesCutShort, person_id: UUID, named: UUID, work: Work) -> dict[str, Fact]:
    """Whether a change of the contract falls with it of which this reader has heard."""
    supervises = await process_facts.supervisors_among(work.db, event.process_id, [person_id])
    parties = {Party.SUPERVISOR if supervises else Party.SUPERVISEE}
    if person_id == named:
        parties.add(Party.COMMISSIONER)
    return {"amendment_off": int(bool(parties.intersection(event.amendment_off)))}


def _of_its_sessions(event: SeriesCutShort) -> dict[str, Fact]:
    """Of what ends before it has begun none is held, and nothing is reviewed."""
    falls, begun = bool(event.session_ids), event.unbegun_from is None
    facts: dict[str, Fact] = {
        "begun": int(begun),
        "unbegun": int(not begun),
        "stands": event.standing if begun else 0,
        "none_stands": int(begun and not event.standing),
        "stay_out": event.stay_out if begun else 0,
        "falls": int(falls and begun),
        "all_fall": int(falls and not begun),
        "waived": int(begun and event.review_waived),
    }
    return facts | ({"first_on": event.unbegun_from} if event.unbegun_from else {})


async def _of_the_renewal(event: SeriesCutShort, work: Work) -> dict[str, Fact]:
    """What was to follow and is off, by the number that its letters had, where that is known."""
    if event.renewal_off is None:
        return {"renewal_off": 0}
    facts: dict[str, Fact] = {"renewal_off": 1}
    if follows := await work.db.get(KnownProcess, event.renewal_off):
        facts |= {"off_numbered": 1, "renewal_number": follows.number}
    return facts


def _of_what_is_charged(event: SeriesCutShort) -> dict[str, Fact]:
    """Of what is called off, if anything. Of a notice's fee, unknown: it was told of before that was said."""
    percent, falls = event.fee_percent, bool(event.session_ids)
    return {
        "undecided": int(event.to_decide),
        "free": int(not event.to_decide),
        "withdrawn": int(event.withdraws),
        "not_withdrawn": int(not event.withdraws),
        "fee_unknown": int(falls and percent is None),
        "fee": int(falls and bool(percent)),
        "no_fee": int(falls and percent == 0),
        "percent": str(percent or 0),
    }


def _kind(event: SeriesCutShort) -> LetterKind:
    if event.agreed:
        return LetterKind.PROCESS_ENDED_BY_AGREEMENT
    return LetterKind.PROCESS_ENDED_AT_ONCE if event.at_once else LetterKind.PROCESS_TERMINATED
