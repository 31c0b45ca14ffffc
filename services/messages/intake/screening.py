"""Is it supervision? A coordinator decides."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from services.messages.directory import OrganisationShown
from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.names import TitleText
from services.messages.values import LongText, Utc, Version, Viewer


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


TypedFacts = Literal["keep", "take"]
"""What becomes of typed data that differ from what is known: the known ones are kept, or the typed ones taken."""


class DecideScreening(Command[Done]):
    """A coordinator's decision. `supervision` says for whom: the whole organisation unless a department is named.

    An organisation that was not known is registered, and who asked becomes its HR (the department's, where one is
    named). In a known one nobody gets a role by this: who has none there waits to be admitted.
    department_id: one of that organisation's. department_name: a new one, with the address and invoicing data typed.
    organisation_name: the legal person's, where it is not known yet and other than typed.
    revision: of the inquiry, as it was read.
    Refuses: unknown_process, inquiry_changed, asked_back, already_decided (otherwise in anything),
    reason_missing (for a redirect), unknown_department (also one of another organisation), department_exists,
    typed_facts_differ (from what is known of the organisation or department, and nobody has said what becomes of
    them), no_departments (of a private person), not_yours_to_decide, organisation_ended, department_ended.
    """

    process_id: UUID
    outcome: ScreeningOutcome
    reason: LongText = ""
    organisation_name: TitleText | None = None
    department_id: UUID | None = None
    department_name: TitleText | None = None
    typed_facts: TypedFacts | None = None
    revision: Version | None = None
    decided_by: UUID
    as_of: Utc


ContactStanding = Literal["new_organisation", "known_customer", "new_contact"]
TypedField = Literal["name", "address", "invoice_email"]


class Difference(Reply):
    """One thing that was typed otherwise than it is known. department_id: of whom; none for the whole organisation."""

    department_id: UUID | None
    field: TypedField
    typed: str
    known: str


class CustomerFound(Reply):
    """Who asks, beside what is known of the id that they typed.

    contact: known_customer acts for the organisation or a department of it. another_domain: their mail address ends
    otherwise than those of the organisation's people and invoices.
    """

    contact: ContactStanding
    another_domain: bool
    organisation: OrganisationShown | None
    differences: list[Difference]


class ShowCustomerFound(Query[CustomerFound]):
    """For who decides on an inquiry. Refuses: unknown_process (also out of reach, or for whoever does not decide)."""

    process_id: UUID
    viewer: Viewer


class ScreeningDecided(Event):
    """reminders_at: while no supervisor is chosen; the first is when it is due. None for a redirect."""

    process_id: UUID
    outcome: ScreeningOutcome
    organisation_id: UUID | None
    department_id: UUID | None = None
    decided_at: Utc
    reminders_at: list[Utc]
