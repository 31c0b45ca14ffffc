"""An inquiry, whose id is the process's id from here on: asked, changed, taken back."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.directory import ForeignId, OrganisationKind
from services.messages.envelope import Command, Done, Query, Reply
from services.messages.headcounts import MOST_MEMBERS
from services.messages.intake.proposal import Template
from services.messages.mailed_links import LinkQuery, SealedLink
from services.messages.names import PersonName, TitleText
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
    Utc,
    Version,
    Viewer,
)
from services.messages.wished_times import TimeOfDay, Weekday

ASKING_DAYS = 30
"""Ours: so long is kept what is typed and not sent, and so long can be confirmed what was sent for somebody else.

Long enough to ask a superior, short enough that names do not lie about. No promise with a day: it counts before there
is an inquiry that would keep what held when it came.
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


class ShowInquiryLink(LinkQuery):
    """One by which somebody confirms what was typed for them, or a coordinator types."""

    purpose: Literal["confirming", "entering"]


class SealEnteringLink(Query[SealedLink]):
    """A link by which the coordinator who asks types at the portal for somebody. process_id: an inquiry that they put
    right; none: a new one. It is opened within the working day, and proves who typed for as long as what was typed is
    kept. Refuses: not_yours_to_decide.
    """

    process_id: UUID | None = None
    viewer: Viewer


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
    register_number_missing, id_not_theirs, name_missing, latin_name_missing, preferred_from_past, day_too_late,
    language_not_served, already_submitted (the same id with other content), too_many_waiting (of one contact),
    not_yours_to_decide (entered by somebody who is no coordinator).
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
    """Withdrawn, by who sent it or acts for the customer, or by a coordinator: as long as no proposal is accepted.

    reason: for the coordinators; theirs to give or not. is_test: nobody wanted supervision, somebody tried the
    platform; a coordinator's to say. Its number stays, and lists leave it out.
    Refuses: unknown_process, not_yours_to_decide, already_withdrawn (with another reason), already_decided.
    """

    process_id: UUID
    reason: LongText = ""
    is_test: bool = False
    withdrawn_by: UUID
    as_of: Utc


class ConfirmInquiry(Command[Done]):
    """What somebody else has typed is right, says who asks. Refuses: unknown_process, not_the_asker, asked_back."""

    proved = "person_id"
    process_id: UUID
    person_id: UUID
    as_of: Utc
