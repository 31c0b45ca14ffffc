"""What intake says: from an inquiry to the answer to its proposal."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.messages import intake
from services.messages.envelope import Event
from services.messages.values import Audience
from tests.told.known import (
    A_DAY,
    BEGIN,
    CONTACT,
    DECLINED,
    FIRM,
    NEXT_YEAR,
    OTHER,
    OVER,
    SUPERVISOR,
    TOWN,
    UNANSWERED,
    UNSIGNED,
    YEAR,
    known,
)


def of_a_year() -> list[Event]:
    return [
        inquiry(YEAR, "TO-1001"),
        inquiry(OTHER, "TO-1002", organisation_name="Malli"),
        intake.StepOverdue(process_id=YEAR, step="screening", level=1),
        screened(YEAR),
        screened(OTHER, "training"),
        inquiry(DECLINED, "TO-1003", organisation_name="Malli"),
        screened(DECLINED, of=FIRM),
        matched(DECLINED),
        intake.InterestAsked(process_id=YEAR, supervisor_id=SUPERVISOR, asked_at=BEGIN + A_DAY),
        intake.InterestDeclared(
            process_id=YEAR, supervisor_id=SUPERVISOR, declared_at=BEGIN + A_DAY, was_asked=True
        ),
        matched(YEAR),
        proposed(YEAR),
        proposed(DECLINED),
        answered(YEAR, "ask_change"),
        answered(DECLINED, "decline"),
        proposed(YEAR, 5),
        answered(YEAR, "accept", 6),
        replaced(YEAR),
        intake.SuccessorNumbered(
            process_id=NEXT_YEAR,
            number="TO-1004",
            renews=YEAR,
            language="fi",
            organisation_id=TOWN,
            contact_id=CONTACT,
            supervisor_id=SUPERVISOR,
            audience=Audience.GROUP,
            complete_by=BEGIN + 405 * A_DAY,
        ),
        inquiry(UNANSWERED, "TO-1005", organisation_name="Saari"),
        proposed(UNANSWERED),
        intake.ProposalExpired(process_id=UNANSWERED, valid_until=date(2026, 12, 15)),
        inquiry(UNSIGNED, "TO-1006", organisation_name="Saari"),
        *put_right(UNSIGNED),
        inquiry(OVER, "TO-1007", organisation_name="Saari"),
        intake.InquiryWithdrawn(process_id=OVER, withdrawn_at=BEGIN + 4 * A_DAY, by_staff=False),
    ]


def inquiry(process_id: UUID, number: str, **facts: Any) -> intake.InquiryReceived:
    asked = {
        "process_id": process_id,
        "number": number,
        "audience": Audience.GROUP,
        "language": "fi",
        "contact_id": CONTACT,
        "received_at": BEGIN,
        "organisation_name": "Esimerkkilän kaupunki",
    }
    received_at = facts.get("received_at", BEGIN)
    asked["reminders_at"] = [received_at + days * A_DAY for days in (2, 4)]
    return intake.InquiryReceived.model_validate(asked | facts)


def screened(process_id: UUID, outcome: str = "supervision", of: UUID = TOWN) -> intake.ScreeningDecided:
    is_supervision = outcome == "supervision"
    return intake.ScreeningDecided.model_validate(
        {
            "process_id": process_id,
            "outcome": outcome,
            "organisation_id": of if is_supervision else None,
            "decided_at": BEGIN + A_DAY,
            "reminders_at": _reminders(1) if is_supervision else [],
        }
    )


def replaced(process_id: UUID) -> intake.SupervisorReplaced:
    """By somebody who stands in."""
    other = known("other supervisor")
    return intake.SupervisorReplaced(
        process_id=process_id,
        supervisor_id=SUPERVISOR,
        other_supervisor_id=other,
        other_until=date(2027, 6, 1),
    )


def matched(process_id: UUID) -> intake.SupervisorMatched:
    return intake.SupervisorMatched(
        process_id=process_id,
        supervisor_id=SUPERVISOR,
        matched_at=BEGIN + 2 * A_DAY,
        reminders_at=_reminders(2),
    )


def proposed(process_id: UUID, days: int = 3) -> intake.ProposalSent:
    at = BEGIN + days * A_DAY
    return intake.ProposalSent(
        process_id=process_id,
        price_cents=25000,
        valid_until=date(2026, 12, 15),
        sent_at=at,
        reminders_at=[datetime(2026, 12, 12, 6, 0, tzinfo=UTC)],
        expires_at=datetime(2026, 12, 15, 22, 0, tzinfo=UTC),
    )


def answered(process_id: UUID, answer: intake.Answer, days: int = 4) -> intake.ProposalAnswered:
    return intake.ProposalAnswered(
        process_id=process_id,
        answer=answer,
        answered_at=BEGIN + days * A_DAY,
        reminders_at=_reminders(days) if answer == "ask_change" else [],
        complete_by=BEGIN + (days + 3) * A_DAY if answer == "accept" else None,
    )


def put_right(process_id: UUID) -> list[Event]:
    """Somebody's inquiry is corrected, and confirmed by them."""
    changed = intake.InquiryChanged(
        process_id=process_id,
        revision=2,
        audience=Audience.GROUP,
        language="fi",
        contact_id=CONTACT,
        organisation_name="Saari",
        asks_anew=False,
        changed_at=BEGIN + A_DAY,
    )
    return [changed, intake.InquiryConfirmed(process_id=process_id, confirmed_at=BEGIN + A_DAY)]


def _reminders(days: int) -> list[datetime]:
    return [BEGIN + (days + 2) * A_DAY, BEGIN + (days + 4) * A_DAY]
