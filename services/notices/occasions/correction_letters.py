"""What is written of a session that was not held as planned: to those who were to come what is recorded, both words
where it was another one before, and never why, nor who was there; to the customer, and who pays for it, what it costs.
"""

from services.messages import sessions as messages
from services.messages.billing import ItemKind, LateChangeCharged, SessionCharged
from services.notices import process_facts
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.session_letters import of_trial
from services.notices.wording import Fact
from services.notices.writing import Letter, write_to, write_to_customer, write_to_payers
from services.runtime.commands.transactions import Work


async def tell_of_no_show(event: messages.SessionNotAttended, work: Work) -> None:
    """Whoever may say otherwise hears of it, and not its supervisor, who has said it."""
    known = await process_facts.session_of(work.db, event.session_id)
    facts: dict[str, Fact] = {
        "session_id": str(event.session_id),
        "number": event.number,
        "starts_at": known.starts_at,
        **of_trial(event.trial),
        "of_contract": int(not event.trial),
        "of_trial": int(event.trial),
    }
    there = await process_facts.attendees_of_day(work.db, event.process_id, known.starts_at)
    its_own = await process_facts.supervisors_among(work.db, event.process_id, there)
    people = [one for one in there if one not in its_own]
    await write_to(
        work, event.process_id, people, Letter(LetterKind.NO_SHOW_RECORDED, str(event.session_id), facts)
    )


async def tell(event: messages.RecordCorrected, work: Work) -> None:
    """Also who has left the group since; not who has said it. What it costs by that, the customer is told, and so are
    they where they come alone: this would tell them the same without the price.

    Next: services/notices/occasions/correction_letters.py:tell_of_charge
    """
    if not event.changes_charge or await process_facts.customer_comes_alone(work.db, event.process_id):
        return
    facts: dict[str, Fact] = {
        "session_id": str(event.session_id),
        "number": event.number,
        "starts_at": event.starts_at,
        **of_trial(event.trial),
        "held": int(event.outcome == "held"),
        "minutes": event.held_minutes or event.minutes,
        "former": event.former,
        "became": event.outcome,
        **_called_off(event),
    }
    letter = Letter(LetterKind.RECORD_CORRECTED, f"{event.session_id}:{event.revision}", facts)
    people = await process_facts.attendees_of_day(work.db, event.process_id, event.starts_at)
    said_by = event.supervisor_id if event.by == "supervisor" else None
    await write_to(work, event.process_id, [one for one in people if one != said_by], letter)


async def tell_of_late_change(event: LateChangeCharged, work: Work) -> None:
    """As soon as it is so, and not with the invoice alone."""
    moved = event.kind is ItemKind.LATE_MOVED
    kind = LetterKind.SESSION_MOVED_LATE if moved else LetterKind.SESSION_CANCELLED_LATE
    told = _facts(event) | _taxed(event.consumer_cents) | await _changed_by(event, work)
    await _write(work, event, Letter(kind, str(work.heard.event_id), told))


async def _changed_by(event: LateChangeCharged, work: Work) -> dict[str, Fact]:
    """Who is the customer and comes alone is no two parties, whichever of them was written down."""
    one_of_two = event.by in ("supervisee", "commissioner")
    customer = one_of_two and await process_facts.customer_comes_alone(work.db, event.process_id)
    return {
        "by_supervisees": int(event.by == "supervisee" and not customer),
        "by_commissioner": int(event.by == "commissioner" and not customer),
        "by_customer": int(customer),
        "by_end": int(event.by == "end_at_once"),
    }


async def tell_of_charge(event: SessionCharged, work: Work) -> None:
    """Nobody came, or it is recorded otherwise than before: what it costs by that, and what it cost before."""
    facts = _facts(event) | _costs(event)
    if event.former is None or event.former_cents is None:
        return await _write(work, event, Letter(LetterKind.NO_SHOW_CHARGED, str(work.heard.event_id), facts))
    held = event.kind is ItemKind.HELD and event.minutes is not None
    facts |= _taxed(event.consumer_cents) | {
        "former": event.former,
        "became": event.kind,
        "held": int(held),
        "minutes": event.minutes or 0,
        "former_cents": event.former_cents,
        "former_consumer_cents": event.former_consumer_cents or 0,
        "same": int(event.former_cents == event.net_cents),
        **_called_off(event),
    }
    await _write(work, event, Letter(LetterKind.CHARGE_CORRECTED, str(work.heard.event_id), facts))


def _called_off(event: messages.RecordCorrected | SessionCharged) -> dict[str, Fact]:
    """By whom and when, by either word that says so: it may be all that differs."""
    told: dict[str, Fact] = {}
    if event.told_at and event.cancelled_by:
        told |= {"told_at": event.told_at, "party": event.cancelled_by}
    if event.former_told_at and event.former_cancelled_by:
        told |= {"former_told_at": event.former_told_at, "former_party": event.former_cancelled_by}
    return told


def _facts(event: LateChangeCharged | SessionCharged) -> dict[str, Fact]:
    return {
        "session_id": str(event.session_id),
        "number": event.number,
        "performed_on": event.performed_on,
        "percent": str(event.percent),
        "net_cents": event.net_cents,
        **of_trial(event.trial),
    }


def _taxed(consumer_cents: int | None) -> dict[str, Fact]:
    """A private person reads what they pay, with VAT; none of anybody else, and of what was said before it was."""
    told: dict[str, Fact] = {"consumer_cents": consumer_cents or 0}
    return told | {"without_vat": int(consumer_cents is None), "with_vat": int(consumer_cents is not None)}


def _costs(event: SessionCharged) -> dict[str, Fact]:
    costs, taxed = event.net_cents > 0, event.consumer_cents is not None
    return {
        "consumer_cents": event.consumer_cents or 0,
        "costs": int(costs and not taxed),
        "costs_with_vat": int(costs and taxed),
        "costs_nothing": int(not costs),
    }


async def _write(work: Work, event: LateChangeCharged | SessionCharged, letter: Letter) -> None:
    """Also where who acts for the customer takes part: what the members hear of it says no sum."""
    [named] = await process_facts.parties(work.db, event.process_id, "contact")
    await write_to_customer(work, event.process_id, letter, named)
    await write_to_payers(work, event.process_id, letter)
