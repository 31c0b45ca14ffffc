"""An inquiry, whose id is the process's id from here on."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.directory import ForeignId, OrganisationKind
from services.messages.envelope import Command, Event, ListPart, Reply
from services.messages.headcounts import MOST_MEMBERS
from services.messages.intake.proposal import Template
from services.messages.intake.screening import ScreeningOutcome
from services.messages.names import PersonName, TitleText
from services.messages.promises import Promises
from services.messages.regions import Region
from services.messages.values import (
    Address,
    Audience,
    BusinessId,
    Email,
    Language,
    LongText,
    Minutes,
    ShortText,
    Utc,
    Viewer,
)


class Wish(StrEnum):
    """What the asker hopes for, in the form's own choices: screening's suggestion follows from it."""

    STUDY_OWN_WORK = "study_own_work"
    CLARIFY_ROLES = "clarify_roles"
    WELLBEING_AT_WORK = "wellbeing_at_work"
    DEVELOP_COOPERATION = "develop_cooperation"
    LEARN_A_SUBJECT = "learn_a_subject"
    INSTRUCT_TASKS = "instruct_tasks"
    ORIENT_NEW_EMPLOYEES = "orient_new_employees"
    TREAT_ILLNESS = "treat_illness"
    SETTLE_CONFLICT = "settle_conflict"
    REACH_PERSONAL_TARGET = "reach_personal_target"
    DECIDE_FOR_MANAGEMENT = "decide_for_management"
    NOT_SURE = "not_sure"


Theme = Literal["primary_task", "way_of_working", "work_roles", "what_empowers", "what_drains"]


class InquiryStatus(StrEnum):
    """How far an inquiry has come; `renewal` is a successor, which starts at its contract."""

    RECEIVED = "received"
    IN_MATCHING = "in_matching"
    REDIRECTED = "redirected"
    MATCHED = "matched"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    RENEWAL = "renewal"


class InquiryReceipt(Reply):
    process_id: UUID
    number: str


class SubmitInquiry(Command[InquiryReceipt]):
    """inquiry_id is chosen by the caller and becomes the process's id. region: none where they meet at a distance only.

    organisation_name: none of a private person, who is the contact. business_id, foreign_id: see `id_fault`.
    Refuses: group_too_small, group_too_large, region_missing, business_id_missing, foreign_id_missing, id_not_theirs,
    name_missing,
    already_submitted (the same id with other content).
    """

    inquiry_id: UUID
    organisation_name: TitleText | None = None
    business_id: BusinessId | None = None
    foreign_id: ForeignId | None = None
    organisation_kind: OrganisationKind
    address: Address
    invoice_email: Email
    contact_given_name: PersonName
    contact_family_name: PersonName
    contact_email: Email
    language: Language
    audience: Audience
    headcount: Annotated[int, Field(ge=1, le=MOST_MEMBERS)]
    wishes: Annotated[list[Wish], Field(min_length=1, max_length=50)]
    themes: Annotated[list[Theme], Field(max_length=50)] = []
    region: Region | None = None
    remote_ok: bool
    duration_minutes: Minutes
    template: Template = "year"
    message: LongText = ""
    as_of: Utc


class Suggestion(Reply):
    """What the form's answers point to, and which of them."""

    outcome: ScreeningOutcome
    because: list[Wish]


class InquiryCard(Reply):
    """status: see InquiryStatus.

    organisation_name: the customer's, with the department's; as typed, until it is decided for whom the process is.
    promises: the provider's, as they held when it was received. ended: contracts has said that the process is over.
    The rest depends on who looks: what was hoped for (message, wishes, themes, suggestion, outcome_reason) is for
    those who may see expectations; whom to bill (address, invoice_email) for those who may see prices; the members
    for those who read the contract.
    """

    process_id: UUID
    number: str
    status: InquiryStatus
    audience: Audience
    headcount: int
    language: Language
    organisation_id: UUID | None
    department_id: UUID | None = None
    organisation_name: str
    contact_id: UUID | None
    suggestion: Suggestion | None
    outcome: ScreeningOutcome | None
    outcome_reason: str | None
    supervisor_id: UUID | None
    received_at: Utc | None = None
    decided_at: Utc | None = None
    matched_at: Utc | None = None
    renews: UUID | None = None
    ended: bool = False
    business_id: str | None = None
    foreign_id: str | None = None
    organisation_kind: OrganisationKind | None = None
    address: Address | None = None
    invoice_email: str | None = None
    region: Region | None = None
    remote_ok: bool | None = None
    duration_minutes: int | None = None
    template: Template | None = None
    message: str = ""
    wishes: list[Wish] = []
    themes: list[Theme] = []
    supervisee_ids: list[UUID] = []
    promises: Promises = Promises()


class ShowInquiry(Command[InquiryCard]):
    """viewer: none where a service asks. Refuses: unknown_process (also one out of the viewer's reach)."""

    process_id: UUID
    viewer: Viewer | None = None


class FindProcess(Command[InquiryCard]):
    """By its readable number, in any case of letters. Refuses: unknown_process (also one out of reach)."""

    number: ShortText
    viewer: Viewer


class InquiryList(ListPart):
    """Cards without what people wrote at length: of one process, ShowInquiry tells it."""

    inquiries: list[InquiryCard]


class ListInquiries(Command[InquiryList]):
    """Those in the viewer's reach, newest first. status: none for all."""

    viewer: Viewer
    status: InquiryStatus | None = None
    after: UUID | None = None


class InquiryReceived(Event):
    """promises: the provider's, which hold for this process from now on.

    reminders_at: while the screening is not decided; the first is when it is due.
    """

    process_id: UUID
    number: str
    audience: Audience
    language: Language
    contact_id: UUID
    received_at: Utc
    reminders_at: list[Utc]
    promises: Promises = Promises()
    organisation_name: str | None = None


class SuccessorNumbered(Event):
    """A renewal's successor has got its readable number; promises are of its own first day, the rest is the old
    process's. complete_by: when its contract is to be ready for signing.
    """

    process_id: UUID
    number: str
    renews: UUID
    language: Language
    complete_by: Utc
    promises: Promises = Promises()
    organisation_id: UUID | None = None
    department_id: UUID | None = None
    contact_id: UUID | None = None
    supervisor_id: UUID | None = None
    audience: Audience | None = None
