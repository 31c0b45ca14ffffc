"""How an inquiry is shown, and what was changed of it."""

from uuid import UUID

from services.messages.directory import OrganisationKind
from services.messages.envelope import Asked, ListPart, Query, Reply
from services.messages.intake.inquiry import InquiryStatus, Theme, Wish
from services.messages.intake.proposal import Template
from services.messages.intake.screening import ScreeningOutcome
from services.messages.promises import Promises
from services.messages.regions import Region
from services.messages.values import (
    Address,
    Audience,
    Day,
    Language,
    ShortText,
    Utc,
    Viewer,
)
from services.messages.wished_times import TimeOfDay


class Suggestion(Reply):
    """What the form's answers point to, and which of them."""

    outcome: ScreeningOutcome
    because: list[Wish]


class InquiryCard(Reply):
    """status: see InquiryStatus.

    organisation_name: the customer's, with the department's; as typed, until it is decided for whom the process is.
    promises: the provider's, as they held when it was received. ended: contracts has said that the process is over.
    trial_open: a trial was accepted, and it is not said yet what became of it: until then there is no contract.
    ended_in_trial: the process was over with it.
    revision: 1, and one more for each change. entered_by: the coordinator who typed it; confirmed_at: when the contact
    said that it is right. may_change, may_withdraw, may_confirm (what was typed for them), may_match (choose its
    supervisor, for the first time or anew), may_propose: this viewer, now; withdrawn_because: to those who see
    expectations. withdrawn_by_staff: a coordinator withdrew it, for them. is_test: it
    was to try the platform. number_before, number_after: of the process that it renews, and of the newest one that was
    to renew it; each where this viewer reaches it, and of one process alone, in no list.
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
    number_before: str | None = None
    number_after: str | None = None
    ended: bool = False
    trial_open: bool = False
    ended_in_trial: bool = False
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
    withdrawn_by_staff: bool | None = None
    is_test: bool = False
    may_change: bool = False
    may_withdraw: bool = False
    may_confirm: bool = False
    may_match: bool = False
    may_propose: bool = False


class ShowInquiry(Query[InquiryCard]):
    """viewer: none where a service asks. Refuses: unknown_process (also one out of the viewer's reach)."""

    process_id: UUID
    viewer: Viewer | None = None


class ShowTypedInquiry(Asked[InquiryCard]):
    """For who has a mailed link to it: whole, as they typed it or confirm it. Refuses: unknown_process."""

    process_id: UUID


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
