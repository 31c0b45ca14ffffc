"""intake: inquiries, screening, matching, proposals. The inquiry's id is the process's id from here on."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import EmailStr, Field

from services.messages.directory import OrganisationKind
from services.messages.envelope import Command, Done, Event, Reply
from services.messages.values import (
    Address,
    Audience,
    BusinessId,
    Cents,
    Language,
    LongText,
    Minutes,
    ShortText,
    Utc,
    Viewer,
)


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
Template = Literal["year", "short", "crisis"]
Step = Literal["screening", "matching", "proposal", "proposal_answer"]
Answer = Literal["accept", "ask_change", "decline"]


class InquiryReceipt(Reply):
    process_id: UUID
    number: str


class SubmitInquiry(Command[InquiryReceipt]):
    """inquiry_id is chosen by the caller and becomes the process's id. Refuses: group_too_large,

    already_submitted (the same id with other content).
    """

    inquiry_id: UUID
    organisation_name: ShortText
    business_id: BusinessId
    organisation_kind: OrganisationKind
    address: Address
    invoice_email: EmailStr
    contact_given_name: ShortText
    contact_family_name: ShortText
    contact_email: EmailStr
    language: Language
    audience: Audience
    headcount: Annotated[int, Field(ge=1, le=40)]
    wishes: Annotated[list[Wish], Field(min_length=1)]
    themes: list[Theme] = []
    region: ShortText
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
    """status: received, in_matching, redirected, matched, proposed, accepted, declined, expired, renewal.

    ended: contracts has said that the process is over. The rest depends on who looks: what was hoped for (message,
    wishes, themes, suggestion, outcome_reason) is for those who may see expectations; whom to bill (address,
    invoice_email) for those who may see prices; the members for those who read the contract.
    """

    process_id: UUID
    number: str
    status: str
    audience: Audience
    headcount: int
    language: Language
    organisation_id: UUID | None
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
    business_id: str = ""
    organisation_kind: OrganisationKind | None = None
    address: Address | None = None
    invoice_email: str | None = None
    region: str = ""
    remote_ok: bool | None = None
    duration_minutes: int | None = None
    template: Template | None = None
    message: str = ""
    wishes: list[Wish] = []
    themes: list[Theme] = []
    supervisee_ids: list[UUID] = []


class ShowInquiry(Command[InquiryCard]):
    """viewer: none where a service asks. Refuses: unknown_process (also one out of the viewer's reach)."""

    process_id: UUID
    viewer: Viewer | None = None


class FindProcess(Command[InquiryCard]):
    """By its readable number, in any case of letters. Refuses: unknown_process (also one out of reach)."""

    number: ShortText
    viewer: Viewer


class InquiryList(Reply):
    inquiries: list[InquiryCard]


class ListInquiries(Command[InquiryList]):
    """Those in the viewer's reach, newest first, 500 at most. status: one of InquiryCard's; none for all."""

    viewer: Viewer
    status: ShortText | None = None


class DecideScreening(Command[Done]):
    """A coordinator's decision; `supervision` registers the organisation.

    Refuses: unknown_process, already_decided (with another outcome), reason_missing (for a redirect).
    """

    process_id: UUID
    outcome: ScreeningOutcome
    reason: LongText = ""
    decided_by: UUID
    as_of: Utc


class Candidate(Reply):
    """reasons: codes, why the supervisor is on the list or is not."""

    supervisor_id: UUID
    reasons: list[str]


class Shortlist(Reply):
    suggested: list[Candidate]
    excluded: list[Candidate]


class ShortlistSupervisors(Command[Shortlist]):
    """One to three on hard facts on the day of as_of. Refuses: unknown_process, not_in_matching."""

    process_id: UUID
    as_of: Utc


class ChooseSupervisor(Command[Done]):
    """Refuses: unknown_process, not_in_matching, supervisor_not_eligible."""

    process_id: UUID
    supervisor_id: UUID
    chosen_by: UUID
    as_of: Utc


class SetPrice(Command[Done]):
    """A line of the price list: per session length, not linear. Natural key: format, minutes, valid_from."""

    format: Literal["individual", "group"]
    duration_minutes: Minutes
    price_cents: Cents
    valid_from: date
    as_of: Utc


class PriceLine(Reply):
    """One session, VAT excluded."""

    format: Literal["individual", "group"]
    duration_minutes: int
    price_cents: int
    valid_from: date


class PriceList(Reply):
    prices: list[PriceLine]


class ListPrices(Command[PriceList]):
    """By format and length, the newest line of each first."""


class ProposalCard(Reply):
    """revision: 1, 2, ...; a change that was asked for makes a new one.

    expectations and answer_reason are empty for a viewer who may not see expectations.
    """

    process_id: UUID
    organisation_id: UUID
    contact_id: UUID
    supervisor_id: UUID
    audience: Audience
    headcount: int
    language: Language
    expectations: str
    duration_minutes: int
    base_interval_days: int
    starts_on: date
    ends_on: date
    price_cents: int
    valid_until: date
    answer: Answer | None
    revision: int = 1
    sent_at: Utc | None = None
    answer_reason: str | None = None
    answered_at: Utc | None = None


class SendProposal(Command[ProposalCard]):
    """Priced from the list in force on starts_on. Refuses: unknown_process, not_matched, price_missing,

    ends_before_start, validity_in_the_past.
    """

    process_id: UUID
    duration_minutes: Minutes
    base_interval_days: Annotated[int, Field(ge=7, le=60)] = 21
    starts_on: date
    ends_on: date
    valid_until: date
    as_of: Utc


class ShowProposal(Command[ProposalCard]):
    """The newest. viewer: none where a service asks.

    Refuses: unknown_process (also one out of the viewer's reach), no_proposal (also for who may not see prices).
    """

    process_id: UUID
    viewer: Viewer | None = None


class AnswerProposal(Command[Done]):
    """Refuses: unknown_process, no_proposal, proposal_expired, already_answered, reason_missing (decline)."""

    process_id: UUID
    answer: Answer
    reason: LongText = ""
    answered_by: UUID
    as_of: Utc


class ExpireProposal(Command[Done]):
    """Asked by the process when the validity has run out; nothing if it was answered."""

    process_id: UUID
    as_of: Utc


class RemindOfStep(Command[Done]):
    """Asked by the process when nobody acted in time; nothing if the step is done. level 2 escalates."""

    process_id: UUID
    step: Step
    level: Annotated[int, Field(ge=1, le=2)] = 1
    as_of: Utc


class InquiryReceived(Event):
    process_id: UUID
    number: str
    audience: Audience
    language: Language
    contact_id: UUID
    received_at: Utc
    organisation_name: str | None = None


class ScreeningDecided(Event):
    process_id: UUID
    outcome: ScreeningOutcome
    organisation_id: UUID | None
    decided_at: Utc


class SupervisorMatched(Event):
    process_id: UUID
    supervisor_id: UUID
    matched_at: Utc


class ProposalSent(Event):
    process_id: UUID
    price_cents: int
    valid_until: date
    sent_at: Utc


class ProposalAnswered(Event):
    process_id: UUID
    answer: Answer
    answered_at: Utc


class ProposalExpired(Event):
    process_id: UUID
    valid_until: date


class StepOverdue(Event):
    process_id: UUID
    step: Step
    level: int


class SuccessorNumbered(Event):
    """A renewal's successor has got its readable number; the rest is the old process's."""

    process_id: UUID
    number: str
    renews: UUID
    language: Language
    organisation_id: UUID | None = None
    contact_id: UUID | None = None
    supervisor_id: UUID | None = None
    audience: Audience | None = None
