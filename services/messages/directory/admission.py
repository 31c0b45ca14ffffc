"""Whether somebody who asked for a known organisation acts for it: its own HR says so, or in the end a coordinator."""

from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.values import Utc, Viewer

WORKING_DAYS_FOR_HR = 3
"""Ours: long enough to ask around, short enough for somebody who waits to begin."""


class AdmissionStatus(StrEnum):
    """not_needed: the person has a role there already. over: what they asked for has ended before anybody answered."""

    NOT_NEEDED = "not_needed"
    WAITING = "waiting"
    ADMITTED = "admitted"
    TURNED_DOWN = "turned_down"
    OVER = "over"


AdmissionEnd = Literal["asked_back", "asked_back_by_staff", "over"]
"""Why nobody is to be let in any more: the customer's side withdrew the inquiry, we did for them, or it is over."""


class AdmissionState(Reply):
    status: AdmissionStatus


class AdmissionCard(Reply):
    """Somebody who waits to be admitted. department_id: none where they asked for the whole organisation.

    coordinator_from: since when a coordinator may answer, because no HR of the whole has. may_answer: whether the
    viewer may now.
    """

    process_id: UUID
    person_id: UUID
    name: str
    email: str
    organisation_id: UUID
    department_id: UUID | None
    department_name: str | None
    asked_at: Utc
    coordinator_from: Utc
    may_answer: bool = False


class AdmissionOver(Reply):
    """Somebody who waited to be admitted until what they asked for ended."""

    process_id: UUID
    name: str
    department_name: str | None
    ended_at: Utc
    because: AdmissionEnd


class AdmissionList(Reply):
    """Who asked first, first; as many as one message holds. over: of the last 30 days, the newest first."""

    admissions: list[AdmissionCard]
    over: list[AdmissionOver] = []


class AskAdmission(Command[AdmissionState]):
    """Who asked for a known organisation, or for a department of it. Natural key: process_id.

    Refuses: unknown_person, unknown_organisation, unknown_department (also one of another organisation),
    organisation_ended, department_ended, already_answered (for somebody or something else).
    """

    process_id: UUID
    person_id: UUID
    organisation_id: UUID
    department_id: UUID | None = None
    as_of: Utc


class AnswerAdmission(Command[Done]):
    """Admitted, the person becomes HR of what they asked for. answered_by: whoever is signed in.

    Refuses: unknown_admission (also out of reach), already_answered (otherwise), admission_over, not_yours_to_give,
    admission_waits (for a coordinator, while HR of the whole still has time to answer).
    """

    process_id: UUID
    admit: bool
    answered_by: UUID
    as_of: Utc


class DropAdmission(Command[Done]):
    """What they asked for has ended: nobody is to be let in for it any more. What was answered, or never asked, stays.

    Refuses: nothing.
    """

    process_id: UUID
    because: AdmissionEnd = "over"
    as_of: Utc


class ListAdmissions(Query[AdmissionList]):
    """Those that wait, the oldest first: all for the provider's staff, for HR of the whole those of its organisation.

    organisation_id: none for all in reach.
    """

    viewer: Viewer
    organisation_id: UUID | None = None


class AdmissionAsked(Event):
    """told: HR of the whole organisation, as it is now. coordinator_from: see AdmissionCard."""

    about: ClassVar[str] = "process_id"
    process_id: UUID
    person_id: UUID
    organisation_id: UUID
    department_id: UUID | None = None
    told: list[UUID]
    coordinator_from: Utc


class AdmissionAnswered(Event):
    """admitted: false where the organisation does not know them."""

    about: ClassVar[str] = "process_id"
    process_id: UUID
    person_id: UUID
    organisation_id: UUID
    department_id: UUID | None = None
    admitted: bool


class AdmissionDropped(Event):
    """What they asked for has ended before anybody answered."""

    about: ClassVar[str] = "process_id"
    process_id: UUID
    person_id: UUID
    organisation_id: UUID
    department_id: UUID | None = None
    because: AdmissionEnd = "over"
