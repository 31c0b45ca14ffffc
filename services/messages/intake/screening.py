"""Is it supervision? A coordinator decides."""

from enum import StrEnum
from uuid import UUID

from services.messages.envelope import Command, Done, Event
from services.messages.values import LongText, Utc


class ScreeningOutcome(StrEnum):
    SUPERVISION = "supervision"
    TRAINING = "training"
    WORK_INSTRUCTION = "work_instruction"
    ORIENTATION = "orientation"
    THERAPY_OR_OCCUPATIONAL_HEALTH = "therapy_or_occupational_health"
    WORKPLACE_MEDIATION = "workplace_mediation"
    COACHING_OR_CONSULTATION = "coaching_or_consultation"
    MANAGEMENT_MATTER = "management_matter"
    UNCLEAR = "unclear"


class DecideScreening(Command[Done]):
    """A coordinator's decision; `supervision` registers the organisation. department_id: of that organisation's.

    Refuses: unknown_process, already_decided (with another outcome), reason_missing (for a redirect),
    unknown_department (also one of another organisation).
    """

    process_id: UUID
    outcome: ScreeningOutcome
    reason: LongText = ""
    department_id: UUID | None = None
    decided_by: UUID
    as_of: Utc


class ScreeningDecided(Event):
    """reminders_at: while no supervisor is chosen; the first is when it is due. None for a redirect."""

    process_id: UUID
    outcome: ScreeningOutcome
    organisation_id: UUID | None
    department_id: UUID | None = None
    decided_at: Utc
    reminders_at: list[Utc]
