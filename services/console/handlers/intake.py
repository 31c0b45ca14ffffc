"""What the console hears from intake, and which facts of it a card takes in."""

from datetime import datetime

from services.console.board import cards
from services.messages import intake
from services.runtime.commands.transactions import Work

_ON_TIME = {"late_step": None, "late_level": 0, "late_at": None}
_UNHINDERED = {"interest_of": None, "interest_hinders_at": None, "decide_interest_by": None}


async def inquiry_received(event: intake.InquiryReceived, work: Work) -> None:
    asked = {"contact_id": event.contact_id, "asked_name": event.organisation_name}
    how = {"number": event.number, "audience": event.audience.value, "language": event.language}
    await cards.hear(work, event, began_at=event.received_at, step_due_at=_due(event), **asked, **how)


async def inquiry_changed(event: intake.InquiryChanged, work: Work) -> None:
    asked = {"contact_id": event.contact_id, "asked_name": event.organisation_name}
    await cards.hear(work, event, audience=event.audience.value, language=event.language, **asked)


async def inquiry_confirmed(event: intake.InquiryConfirmed, work: Work) -> None:
    await cards.hear(work, event)


async def inquiry_withdrawn(event: intake.InquiryWithdrawn, work: Work) -> None:
    await cards.hear(work, event, withdrawn_at=event.withdrawn_at, is_test=event.is_test, **_ON_TIME)


async def successor_numbered(event: intake.SuccessorNumbered, work: Work) -> None:
    known = event.model_dump(exclude={"process_id", "promises"}) | {
        "audience": event.audience and event.audience.value
    }
    await cards.hear(work, event, **known, began_at=work.heard.said_at)


async def screening_decided(event: intake.ScreeningDecided, work: Work) -> None:
    await cards.hear(
        work,
        event,
        outcome=event.outcome.value,
        organisation_id=event.organisation_id,
        department_id=event.department_id,
        screened_at=event.decided_at,
        step_due_at=_due(event),
        **_ON_TIME,
    )


async def interest_asked(event: intake.InterestAsked, work: Work) -> None:
    await cards.hear(work, event)


async def interest_declared(event: intake.InterestDeclared, work: Work) -> None:
    """What hinders a signature waits for a coordinator, until one has entered that it does not."""
    if event.hinders:
        waits = {"interest_of": event.supervisor_id, "decide_interest_by": event.decide_by}
        return await cards.hear(work, event, interest_hinders_at=work.heard.said_at, **waits)
    await cards.hear(work, event, **(_UNHINDERED if event.settled else {}))


async def supervisor_matched(event: intake.SupervisorMatched, work: Work) -> None:
    known = {"supervisor_id": event.supervisor_id, "matched_at": event.matched_at}
    await cards.hear(work, event, step_due_at=_due(event), **known, **_ON_TIME, **_UNHINDERED)


async def supervisor_replaced(event: intake.SupervisorReplaced, work: Work) -> None:
    """For good it is the process of whoever told something no more."""
    known = event.model_dump(include={"supervisor_id", "other_supervisor_id"})
    known |= {"stands_in_until": event.other_until}
    known |= _UNHINDERED if event.other_until is None else {}
    await cards.hear(work, event, **known)


async def proposal_sent(event: intake.ProposalSent, work: Work) -> None:
    known = {"price_cents": event.price_cents, "proposal_until": event.valid_until}
    await cards.hear(work, event, proposal="sent", proposal_at=event.sent_at, **known, **_ON_TIME)


async def proposal_answered(event: intake.ProposalAnswered, work: Work) -> None:
    due = {"step_due_at": _due(event), "complete_by": event.complete_by}
    stands = "accept" if event.stands else event.answer
    answered = {"proposal": stands, "trial_sessions": event.trial_sessions}
    await cards.hear(work, event, proposal_at=event.answered_at, **answered, **due, **_ON_TIME)


async def proposal_expired(event: intake.ProposalExpired, work: Work) -> None:
    stands = "accept" if event.stands else "expired"
    await cards.hear(work, event, proposal=stands, proposal_at=work.heard.said_at, **_ON_TIME)


async def step_overdue(event: intake.StepOverdue, work: Work) -> None:
    said_at = work.heard.said_at
    await cards.hear(work, event, late_step=event.step, late_level=event.level, late_at=said_at)


def _due(
    event: intake.InquiryReceived
    | intake.ScreeningDecided
    | intake.SupervisorMatched
    | intake.ProposalAnswered,
) -> datetime | None:
    """When the step that begins with this event is due: its first reminder comes then."""
    return next(iter(event.reminders_at), None)
