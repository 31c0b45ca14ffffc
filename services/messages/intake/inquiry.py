"""An inquiry, whose id is the process's id from here on."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.directory import ForeignId, OrganisationKind
from services.messages.envelope import Command, Done, Event, ListPart, Query, Reply
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
    Day,
    Email,
    Language,
    LongText,
    Minutes,
    ShortText,
    Utc,
    Version,
    Viewer,
)
from services.messages.wished_times import TimeOfDay, Weekday

ASKING_DAYS = 30
"""Ours: so long is kept what is typed and not sent, and so long can be confirmed what was sent for somebody else.

Long enough to ask a superior, short enough that names do not lie about.
"""


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
    """How far an inquiry has come; `renewal` is a successor, which starts at its contract.

    reproposed: a proposal was accepted and stands, and a correction of it waits for its answer.
    """

    RECEIVED = "received"
    IN_MATCHING = "in_matching"
    REDIRECTED = "redirected"
    MATCHED = "matched"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REPROPOSED = "reproposed"
    DECLINED = "declined"
    EXPIRED = "expired"
    RENEWAL = "renewal"
    WITHDRAWN = "withdrawn"


class InquiryReceipt(Reply):
    process_id: UUID
    number: str


class SubmitInquiry(Command[InquiryReceipt]):
    """inquiry_id is chosen by the caller and becomes the process's id. region: none where they meet at a distance only.

    organisation_name: of a private person, who is the contact, only where an invoice could not show their name: the
    same in Latin letters. business_id, foreign_id: see `id_fault`.
    preferred_weekdays, preferred_times: what suits them; none: any. preferred_from: they would like to begin on this
    day or after it.
    entered_by: the coordinator who types for somebody on the telephone; the contact is sent a link that confirms it.

    Refuses: group_too_small, group_too_large, region_missing, business_id_missing, foreign_id_missing,
    register_number_missing, id_not_theirs,
    name_missing, latin_name_missing, preferred_from_past, already_submitted (the same id with other content),
    too_many_waiting (of one contact), not_yours_to_decide (entered by somebody who is no coordinator).
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
    preferred_weekdays: Annotated[list[Weekday], Field(max_length=50)] = []
    preferred_times: Annotated[list[TimeOfDay], Field(max_length=50)] = []
    preferred_from: Day | None = None
    message: LongText = ""
    entered_by: UUID | None = None
    as_of: Utc


class ChangeInquiry(SubmitInquiry):
    """The whole inquiry as it is to be: by who sent it, while it waits; by a coordinator until a supervisor is chosen.

    revision: the one that was looked at. Once it is decided, only what is asked for can be changed, not who asks; and
    who asks under another mail address, a coordinator says.
    Refuses: unknown_process, not_yours_to_decide, contact_is_who_asks, inquiry_changed, already_decided, asked_back,
    and what SubmitInquiry does of what is asked for.
    """

    revision: Version
    changed_by: UUID


class WithdrawInquiry(Command[Done]):
    """Asked back, by who sent it or acts for the customer, or by a coordinator: as long as no proposal is accepted.

    reason: for the coordinators; theirs to give or not.
    Refuses: unknown_process, not_yours_to_decide, already_withdrawn (with another reason), already_decided.
    """

    process_id: UUID
    reason: LongText = ""
    withdrawn_by: UUID
    as_of: Utc


class ConfirmInquiry(Command[Done]):
    """What somebody else has typed is right, says who asks. Refuses: unknown_process, not_the_asker, asked_back."""

    process_id: UUID
    person_id: UUID
    as_of: Utc


class Suggestion(Reply):
    """What the form's answers point to, and which of them."""

    outcome: ScreeningOutcome
    because: list[Wish]


class InquiryCard(Reply):
    """status: see InquiryStatus.

    organisation_name: the customer's, with the department's; as typed, until it is decided for whom the process is.
    promises: the provider's, as they held when it was received. ended: contracts has said that the process is over.
    revision: 1, and one more for each change. entered_by: the coordinator who typed it; confirmed_at: when the contact
    said that it is right. may_change, may_withdraw, may_match (choose its supervisor, for the first time or anew),
    may_propose: this viewer, now; withdrawn_because: to those who see expectations.
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
    preferred_weekdays: list[int] = []
    preferred_times: list[TimeOfDay] = []
    preferred_from: Day | None = None
    message: str = ""
    wishes: list[Wish] = []
    themes: list[Theme] = []
    supervisee_ids: list[UUID] = []
    promises: Promises = Promises()
    revision: int = 1
    entered_by: UUID | None = None
    confirmed_at: Utc | None = None
    withdrawn_at: Utc | None = None
    withdrawn_because: str | None = None
    may_change: bool = False
    may_withdraw: bool = False
    may_match: bool = False
    may_propose: bool = False


class ShowInquiry(Query[InquiryCard]):
    """viewer: none where a service asks. Refuses: unknown_process (also one out of the viewer's reach)."""

    process_id: UUID
    viewer: Viewer | None = None


class FindProcess(Query[InquiryCard]):
    """By its readable number, in any case of letters. Refuses: unknown_process (also one out of reach)."""

    number: ShortText
    viewer: Viewer


class InquiryList(ListPart):
    """Cards without what people wrote at length: of one process, ShowInquiry tells it."""

    inquiries: list[InquiryCard]


class ListInquiries(Query[InquiryList]):
    """Those in the viewer's reach, newest first. status: none for all."""

    viewer: Viewer
    status: InquiryStatus | None = None
    after: UUID | None = None


class InquiryReceived(Event):
    """promises: the provider's, which hold for this process from now on.

    reminders_at: while the screening is not decided; the first is when it is due. entered: by a coordinator, for them.
    """

    process_id: UUID
    number: str
    entered: bool = False
    audience: Audience
    language: Language
    contact_id: UUID
    received_at: Utc
    reminders_at: list[Utc]
    promises: Promises = Promises()
    organisation_name: str | None = None


class InquiryChanged(Event):
    """As it stands now. organisation_name: none of a private person.

    asks_anew: another person is its contact from now on, and is to confirm it. by_staff: a coordinator did it.
    """

    process_id: UUID
    revision: int
    audience: Audience
    language: Language
    contact_id: UUID
    organisation_name: str | None = None
    asks_anew: bool
    by_staff: bool = False
    changed_at: Utc


class InquiryConfirmed(Event):
    process_id: UUID
    confirmed_at: Utc


class InquiryWithdrawn(Event):
    """by_staff: a coordinator did it, for them. offered: a proposal had been sent, which nobody accepts any more."""

    process_id: UUID
    withdrawn_at: Utc
    by_staff: bool
    offered: bool = False


class FieldChange(Reply):
    """What a field said and what it says after: nothing, one thing or several; codes as they are sent."""

    field: str
    before: list[str]
    after: list[str]


class InquiryChangeShown(Reply):
    """changed_by: none to who is no coordinator, where it was one. Of long texts the beginning."""

    revision: int
    changed_by: UUID | None
    changed_at: Utc
    fields: list[FieldChange]


class InquiryChanges(Reply):
    changes: list[InquiryChangeShown]


class ListInquiryChanges(Query[InquiryChanges]):
    """The newest first, for who decides on it and for who asked. Refuses: unknown_process."""

    process_id: UUID
    viewer: Viewer


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
