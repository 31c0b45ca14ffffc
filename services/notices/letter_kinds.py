"""The kinds of letters, a row each: which events it is written on, where it leads, and what answers it.

Its words stand under its name in `wording`, in three languages; a test asks for both, for every kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from services.messages import billing, contracts, directory, intake, sessions
from services.messages.envelope import Event


class LetterKind(StrEnum):
    INQUIRY_RECEIVED = "inquiry_received"
    INQUIRY_ENTERED = "inquiry_entered"
    INQUIRY_CORRECTED = "inquiry_corrected"
    INQUIRY_WITHDRAWN = "inquiry_withdrawn"
    INQUIRY_TAKEN_BACK = "inquiry_taken_back"
    INQUIRY_REDIRECTED = "inquiry_redirected"
    SCREENING_DUE = "screening_due"
    SCREENING_OVERDUE = "screening_overdue"
    MATCHING_DUE = "matching_due"
    MATCHING_OVERDUE = "matching_overdue"
    PROPOSAL_TO_MAKE = "proposal_to_make"
    PROPOSAL_OVERDUE = "proposal_overdue"
    PROPOSAL_SENT = "proposal_sent"
    PROPOSAL_DUE = "proposal_due"
    PROPOSAL_EXPIRED = "proposal_expired"
    PROPOSAL_UNANSWERED = "proposal_unanswered"
    CONTRACT_TO_COMPLETE = "contract_to_complete"
    CONTRACT_OVERDUE = "contract_overdue"
    CONTRACT_TO_SIGN = "contract_to_sign"
    CONSENT_TO_GIVE = "consent_to_give"
    CONSENT_DUE = "consent_due"
    SIGNATURE_DUE = "signature_due"
    SIGNATURE_OVERDUE = "signature_overdue"
    SIGNING_DECLINED = "signing_declined"
    CONSENT_REFUSED = "consent_refused"
    CONTRACT_WITHDRAWN = "contract_withdrawn"
    CONTRACT_GIVEN_UP = "contract_given_up"
    CONTRACT_SIGNED = "contract_signed"
    CONTRACT_EXPIRED = "contract_expired"
    SESSION_PLAN = "session_plan"
    SESSION_INVITATION = "session_invitation"
    SESSION_MOVED = "session_moved"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_REPLANNED = "session_replanned"
    SESSION_TO_REPLAN = "session_to_replan"
    SESSION_REMINDER = "session_reminder"
    SESSION_REMINDERS = "session_reminders"
    RECORD_CORRECTED = "record_corrected"
    ABSENCE_REPORTED = "absence_reported"
    ABSENCE_TAKEN_BACK = "absence_taken_back"
    NOBODY_CAN_COME = "nobody_can_come"
    GOAL_TO_AGREE = "goal_to_agree"
    SESSIONS_CHANGED = "sessions_changed"
    GROUP_LEFT = "group_left"
    MEMBER_LEFT = "member_left"
    GROUP_TO_SETTLE = "group_to_settle"
    GROUP_SMALLER = "group_smaller"
    REPRESENTATIVE_TO_AGREE = "representative_to_agree"
    REPRESENTATIVE_REFUSED = "representative_refused"
    REPRESENTATIVE_NAMED = "representative_named"
    CONFIRMATION_DUE = "confirmation_due"
    REVIEW_DUE = "review_due"
    REVIEW_OVERDUE = "review_overdue"
    REVIEW_REFUSED = "review_refused"
    CONTINUATION_DUE = "continuation_due"
    PROCESS_RENEWED = "process_renewed"
    PROCESS_TERMINATED = "process_terminated"
    PROCESS_PAUSED = "process_paused"
    PROCESS_PAUSED_OPEN = "process_paused_open"
    PROCESS_RESUMED = "process_resumed"
    PAUSE_OVERDUE = "pause_overdue"
    PROCESS_CLOSED = "process_closed"
    INVOICE_ISSUED = "invoice_issued"
    ROLE_GIVEN = "role_given"
    ROLE_ENDED = "role_ended"
    COLLEAGUE_GIVEN_ROLE = "colleague_given_role"
    COLLEAGUE_LOST_ROLE = "colleague_lost_role"
    STAFF_ROLE_GIVEN = "staff_role_given"
    STAFF_ROLE_ENDED = "staff_role_ended"
    STAFF_GIVEN_ROLE = "staff_given_role"
    STAFF_LOST_ROLE = "staff_lost_role"
    CONTACT_TO_ADMIT = "contact_to_admit"
    ADMISSION_OVERDUE = "admission_overdue"
    CONTACT_NOT_ADMITTED = "contact_not_admitted"
    CONTACT_UNKNOWN = "contact_unknown"
    DAILY_DIGEST = "daily_digest"
    SIGN_IN_CODE = "sign_in_code"
    TRIAL_MAIL = "trial_mail"
    ADDRESS_CODE = "address_code"
    ADDRESS_CHANGED = "address_changed"
    NAME_CORRECTED = "name_corrected"
    ENTRIES_MERGED = "entries_merged"
    ENTRY_ENDED = "entry_ended"


ENDS_SESSIONS = (LetterKind.GROUP_LEFT, LetterKind.PROCESS_TERMINATED, LetterKind.PROCESS_PAUSED_OPEN)
"""They take several sessions out of their reader's calendar, by one file."""
PLANS_AGAIN = (LetterKind.PROCESS_PAUSED, LetterKind.PROCESS_RESUMED)
"""They bring the whole plan anew, by one file, and take out of the calendar what is no part of it any more."""


@dataclass(frozen=True)
class LetterRow:
    """written_on: the events that lead to it. portal, console: the page on which its reader does what it asks for.

    console is for the staff and the process's supervisor, portal for everybody else. signed_by_link: it carries a
    link of its own instead, good without an account; confirmed_by_link: the same, for what somebody else has typed.
    names_organisation: it may say whose process it is.
    names_customer: it says which organisation or department a role is in. names_person: who has got or lost it.
    why: the word for why its reader gets it; attendee: or supervisor, whichever they are. tells_with_whom: it says who
    the supervisor is and for whom it is, to an attendee also where.
    answered_by: what needs no reminder any more; of: only those of the same review or session, or to who did it;
    what ends the whole process answers each of them.
    """

    written_on: tuple[type[Event], ...]
    portal: str | None = None
    console: str | None = None
    signed_by_link: bool = False
    confirmed_by_link: bool = False
    names_organisation: bool = False
    names_customer: bool = False
    names_person: bool = False
    why: str = ""
    tells_with_whom: bool = False
    answered_by: tuple[type[Event], ...] = ()
    of: Literal["process", "person", "review", "session"] = "process"

    @property
    def is_for_staff(self) -> bool:
        """What somebody of the provider's is to do or to know: may be told once a day."""
        return self.console is not None and self.portal is None


_PROCESS = "/processes/{process_number}"
_SCHEDULE = f"{_PROCESS}/schedule"
_SESSION = "/sessions/{session_id}"
_NO_SIGNATURE_WANTED = (
    contracts.SigningDeclined,
    contracts.ContractWithdrawn,
    contracts.ContractGivenUp,
    contracts.ContractExpired,
)
_SIGNED = (contracts.SignatureGiven, *_NO_SIGNATURE_WANTED)
_CONSENTED = (contracts.ConsentGiven, contracts.ConsentRefused, *_NO_SIGNATURE_WANTED)
_GONE_ON = (
    contracts.ContinuationChosen,
    contracts.ProcessTerminated,
    contracts.ProcessRenewed,
    contracts.ProcessClosed,
)
_REVIEWED = (sessions.ReviewDone, sessions.ReviewWaived, sessions.ReviewLapsed)
_NOT_AT_ITS_TIME = (sessions.SessionMoved, sessions.SessionCancelled)
_KNOWN_WHAT_HAPPENED = (sessions.SessionHeld, sessions.SessionNotAttended, sessions.SessionCancelled)


def _for_coordinators(*answered_by: type[Event], written_on: type[Event] = intake.StepOverdue) -> LetterRow:
    """A step that waits for the provider."""
    return LetterRow(
        (written_on,), console=_PROCESS, names_organisation=True, why="coordinator", answered_by=answered_by
    )


def _of_a_colleague(written_on: type[Event]) -> LetterRow:
    """To HR of the whole organisation."""
    return LetterRow((written_on,), portal="/organisation", names_customer=True, names_person=True)


def _to_attendees(
    *written_on: type[Event], console: str = _SESSION, answered_by: tuple[type[Event], ...] = ()
) -> LetterRow:
    """About one of their sessions, or about all."""
    return LetterRow(
        written_on,
        portal=_SCHEDULE,
        console=console,
        why="attendee",
        tells_with_whom=True,
        answered_by=answered_by,
        of="session" if answered_by else "process",
    )


def _of_a_pause(written_on: type[Event]) -> LetterRow:
    """To all of the parties, and to who looks after it."""
    return LetterRow((written_on,), portal=_SCHEDULE, console=_PROCESS, why="party", tells_with_whom=True)


def _by_link(
    written_on: type[Event], why: str, answered_by: tuple[type[Event], ...], of: Literal["process", "person"]
) -> LetterRow:
    """Asks for a signature or a consent, which are given without an account."""
    return LetterRow(
        (written_on,), signed_by_link=True, why=why, tells_with_whom=True, answered_by=answered_by, of=of
    )


def _for_who_completes() -> LetterRow:
    return _for_coordinators(
        contracts.SignatureAsked, contracts.ContractGivenUp, written_on=contracts.DraftOverdue
    )


KINDS: Mapping[LetterKind, LetterRow] = {
    LetterKind.INQUIRY_RECEIVED: LetterRow((intake.InquiryReceived,), portal=_PROCESS, why="asked"),
    LetterKind.INQUIRY_ENTERED: LetterRow(
        (intake.InquiryReceived, intake.InquiryChanged),
        confirmed_by_link=True,
        why="entered",
        answered_by=(intake.InquiryConfirmed, intake.InquiryWithdrawn),
    ),
    LetterKind.INQUIRY_CORRECTED: LetterRow((intake.InquiryChanged,), portal=_PROCESS, why="asked"),
    LetterKind.INQUIRY_WITHDRAWN: LetterRow((intake.InquiryWithdrawn,), portal="/inquiry", why="asked"),
    LetterKind.INQUIRY_TAKEN_BACK: LetterRow((intake.InquiryWithdrawn,), console=_PROCESS, why="coordinator"),
    LetterKind.INQUIRY_REDIRECTED: LetterRow((intake.ScreeningDecided,), portal=_PROCESS, why="asked"),
    LetterKind.SCREENING_DUE: _for_coordinators(intake.ScreeningDecided, intake.InquiryWithdrawn),
    LetterKind.SCREENING_OVERDUE: _for_coordinators(intake.ScreeningDecided, intake.InquiryWithdrawn),
    LetterKind.MATCHING_DUE: _for_coordinators(intake.SupervisorMatched, intake.InquiryWithdrawn),
    LetterKind.MATCHING_OVERDUE: _for_coordinators(intake.SupervisorMatched, intake.InquiryWithdrawn),
    LetterKind.PROPOSAL_TO_MAKE: _for_coordinators(intake.ProposalSent, intake.InquiryWithdrawn),
    LetterKind.PROPOSAL_OVERDUE: _for_coordinators(intake.ProposalSent, intake.InquiryWithdrawn),
    LetterKind.PROPOSAL_SENT: LetterRow(
        (intake.ProposalSent,), portal=f"{_PROCESS}/proposal", why="customer", tells_with_whom=True
    ),
    LetterKind.PROPOSAL_DUE: LetterRow(
        (intake.StepOverdue,),
        portal=f"{_PROCESS}/proposal",
        why="customer",
        tells_with_whom=True,
        answered_by=(
            intake.ProposalSent,
            intake.ProposalAnswered,
            intake.ProposalExpired,
            intake.InquiryWithdrawn,
        ),
    ),
    LetterKind.PROPOSAL_EXPIRED: LetterRow(
        (intake.ProposalExpired,), portal=_PROCESS, why="customer", tells_with_whom=True
    ),
    LetterKind.PROPOSAL_UNANSWERED: LetterRow(
        (intake.ProposalExpired,), console=_PROCESS, why="coordinator", tells_with_whom=True
    ),
    LetterKind.CONTRACT_TO_COMPLETE: _for_who_completes(),
    LetterKind.CONTRACT_OVERDUE: _for_who_completes(),
    LetterKind.CONTRACT_TO_SIGN: _by_link(contracts.SignatureAsked, "signer", _SIGNED, "process"),
    LetterKind.CONSENT_TO_GIVE: _by_link(contracts.ConsentAsked, "member", _CONSENTED, "person"),
    LetterKind.CONSENT_DUE: _by_link(contracts.ConsentAsked, "member", _CONSENTED, "person"),
    LetterKind.SIGNATURE_DUE: _by_link(contracts.SignatureAsked, "signer", _SIGNED, "process"),
    LetterKind.SIGNATURE_OVERDUE: LetterRow(
        (contracts.SignatureAsked,),
        console=_PROCESS,
        why="coordinator",
        tells_with_whom=True,
        answered_by=_SIGNED,
    ),
    LetterKind.SIGNING_DECLINED: LetterRow(
        (contracts.SigningDeclined,), console=_PROCESS, why="coordinator", tells_with_whom=True
    ),
    LetterKind.CONSENT_REFUSED: LetterRow(
        (contracts.ConsentRefused,), console=_PROCESS, why="coordinator", tells_with_whom=True
    ),
    LetterKind.CONTRACT_WITHDRAWN: LetterRow(
        (contracts.ContractWithdrawn,), portal=_PROCESS, console=_PROCESS, why="party", tells_with_whom=True
    ),
    LetterKind.CONTRACT_GIVEN_UP: LetterRow(
        (contracts.ContractGivenUp,), portal=_PROCESS, console=_PROCESS, why="party", tells_with_whom=True
    ),
    LetterKind.CONTRACT_SIGNED: LetterRow(
        (contracts.ContractSigned,),
        portal=f"{_PROCESS}/contract",
        console=_PROCESS,
        why="party",
        tells_with_whom=True,
    ),
    LetterKind.CONTRACT_EXPIRED: LetterRow(
        (contracts.ContractExpired,), portal=_PROCESS, why="customer", tells_with_whom=True
    ),
    LetterKind.SESSION_PLAN: _to_attendees(sessions.SeriesPlanned, console=_PROCESS),
    LetterKind.SESSION_INVITATION: _to_attendees(sessions.SeriesPlanned),
    LetterKind.SESSION_MOVED: _to_attendees(sessions.SessionMoved, sessions.SeriesMoved),
    LetterKind.SESSION_CANCELLED: _to_attendees(sessions.SessionCancelled),
    LetterKind.SESSION_REPLANNED: _to_attendees(sessions.SessionReplanned),
    LetterKind.SESSION_TO_REPLAN: LetterRow(
        (sessions.SessionCancelled, sessions.RecordCorrected),
        console=f"{_SESSION}/replan",
        why="coordinator",
        tells_with_whom=True,
        answered_by=(
            sessions.SessionReplanned,
            sessions.SessionLeftOut,
            contracts.ProcessRenewed,
            contracts.ProcessClosed,
        ),
        of="session",
    ),
    LetterKind.SESSION_REMINDER: _to_attendees(
        sessions.SeriesPlanned,
        sessions.SessionMoved,
        sessions.SeriesMoved,
        sessions.SessionReplanned,
        sessions.SeriesPaused,
        sessions.SeriesResumed,
        answered_by=_NOT_AT_ITS_TIME,
    ),
    # Several that are due to one reader at once.
    LetterKind.SESSION_REMINDERS: LetterRow(
        (sessions.SeriesPlanned, sessions.SessionMoved, sessions.SeriesMoved, sessions.SessionReplanned),
        portal="/home",
        console="/",
    ),
    LetterKind.RECORD_CORRECTED: LetterRow(
        (sessions.RecordCorrected,), portal=_SCHEDULE, console=_SESSION, why="party", tells_with_whom=True
    ),
    LetterKind.ABSENCE_REPORTED: LetterRow(
        (sessions.AbsenceReported,), console=_SESSION, why="supervisor", tells_with_whom=True
    ),
    LetterKind.ABSENCE_TAKEN_BACK: LetterRow(
        (sessions.AbsenceTakenBack,), console=_SESSION, why="supervisor", tells_with_whom=True
    ),
    LetterKind.NOBODY_CAN_COME: LetterRow(
        (sessions.AbsenceReported,),
        portal=_SCHEDULE,
        why="party",
        tells_with_whom=True,
        answered_by=(*_NOT_AT_ITS_TIME, sessions.AbsenceTakenBack),
        of="session",
    ),
    LetterKind.GOAL_TO_AGREE: LetterRow(
        (sessions.GoalChangeProposed,), portal=f"{_PROCESS}/goals", why="party", tells_with_whom=True
    ),
    LetterKind.SESSIONS_CHANGED: _to_attendees(
        sessions.SessionMoved,
        sessions.SeriesMoved,
        sessions.SessionCancelled,
        sessions.SessionReplanned,
        console=_PROCESS,
    ),
    LetterKind.GROUP_LEFT: LetterRow((sessions.MemberLeft,), portal=_PROCESS, tells_with_whom=True),
    LetterKind.MEMBER_LEFT: LetterRow(
        (sessions.MemberLeft,), console=_PROCESS, names_person=True, tells_with_whom=True
    ),
    LetterKind.GROUP_TO_SETTLE: LetterRow(
        (sessions.MemberLeft,),
        console=f"{_PROCESS}#group",
        names_person=True,
        why="coordinator",
        tells_with_whom=True,
        answered_by=(sessions.GroupSettled, contracts.ProcessRenewed, contracts.ProcessClosed),
    ),
    LetterKind.GROUP_SMALLER: LetterRow(
        (sessions.MemberLeft,), portal=_PROCESS, why="customer", tells_with_whom=True
    ),
    LetterKind.REPRESENTATIVE_TO_AGREE: LetterRow(
        (sessions.RepresentativeProposed,),
        portal=f"{_PROCESS}/representative",
        names_person=True,
        why="party",
        tells_with_whom=True,
        answered_by=(sessions.RepresentativeRefused, sessions.RepresentativeNamed),
    ),
    LetterKind.REPRESENTATIVE_REFUSED: LetterRow(
        (sessions.RepresentativeRefused,),
        portal=f"{_PROCESS}/representative",
        console=f"{_PROCESS}#group",
        names_person=True,
        tells_with_whom=True,
    ),
    LetterKind.REPRESENTATIVE_NAMED: LetterRow(
        (sessions.RepresentativeNamed,),
        portal=_PROCESS,
        console=f"{_PROCESS}#group",
        names_person=True,
        why="party",
        tells_with_whom=True,
    ),
    LetterKind.CONFIRMATION_DUE: LetterRow(
        (sessions.ConfirmationOverdue,),
        console=_SESSION,
        why="supervisor",
        tells_with_whom=True,
        answered_by=_KNOWN_WHAT_HAPPENED,
        of="session",
    ),
    LetterKind.REVIEW_DUE: LetterRow(
        (sessions.ReviewDue,),
        portal=f"{_PROCESS}/reviews",
        console=_PROCESS,
        why="party",
        tells_with_whom=True,
        answered_by=_REVIEWED,
        of="review",
    ),
    LetterKind.REVIEW_OVERDUE: LetterRow(
        (sessions.ReviewOverdue,),
        portal=f"{_PROCESS}/reviews",
        console=_PROCESS,
        why="party",
        tells_with_whom=True,
        answered_by=_REVIEWED,
        of="review",
    ),
    LetterKind.REVIEW_REFUSED: LetterRow(
        (sessions.ReviewRefused,), console=f"{_PROCESS}/reviews", tells_with_whom=True
    ),
    LetterKind.CONTINUATION_DUE: LetterRow(
        (contracts.ContinuationDue,),
        portal=f"{_PROCESS}/close",
        why="party",
        tells_with_whom=True,
        answered_by=_GONE_ON,
    ),
    LetterKind.PROCESS_RENEWED: LetterRow(
        (contracts.ProcessRenewed, intake.SuccessorNumbered),
        portal="/processes/{successor_number}",
        console=_PROCESS,
        why="party",
        tells_with_whom=True,
    ),
    LetterKind.PROCESS_TERMINATED: LetterRow(
        (sessions.SeriesCutShort,), portal=_PROCESS, console=_PROCESS, why="party", tells_with_whom=True
    ),
    LetterKind.PROCESS_PAUSED: _of_a_pause(sessions.SeriesPaused),
    LetterKind.PROCESS_PAUSED_OPEN: _of_a_pause(sessions.SeriesPaused),
    LetterKind.PROCESS_RESUMED: _of_a_pause(sessions.SeriesResumed),
    LetterKind.PAUSE_OVERDUE: LetterRow(
        (contracts.PauseOverdue,),
        console=f"{_PROCESS}/pause",
        names_organisation=True,
        why="coordinator",
        tells_with_whom=True,
        answered_by=(
            contracts.ProcessResumed,
            contracts.ProcessTerminated,
            contracts.ProcessRenewed,
            contracts.ProcessClosed,
        ),
    ),
    LetterKind.PROCESS_CLOSED: LetterRow(
        (contracts.ProcessClosed,), portal=_PROCESS, console=_PROCESS, why="party", tells_with_whom=True
    ),
    LetterKind.INVOICE_ISSUED: LetterRow((billing.InvoiceIssued,), portal="/invoices/{invoice_number}"),
    LetterKind.ROLE_GIVEN: LetterRow((directory.PersonRelated,), portal="/home", names_customer=True),
    LetterKind.ROLE_ENDED: LetterRow((directory.PersonUnrelated,), portal="/home", names_customer=True),
    LetterKind.COLLEAGUE_GIVEN_ROLE: _of_a_colleague(directory.PersonRelated),
    LetterKind.COLLEAGUE_LOST_ROLE: _of_a_colleague(directory.PersonUnrelated),
    LetterKind.STAFF_ROLE_GIVEN: LetterRow((directory.PersonRelated,), console="/"),
    LetterKind.STAFF_ROLE_ENDED: LetterRow((directory.PersonUnrelated,), console="/"),
    LetterKind.STAFF_GIVEN_ROLE: LetterRow((directory.PersonRelated,), console="/people", names_person=True),
    LetterKind.STAFF_LOST_ROLE: LetterRow((directory.PersonUnrelated,), console="/people", names_person=True),
    LetterKind.CONTACT_TO_ADMIT: LetterRow(
        (directory.AdmissionAsked,),
        portal="/organisation",
        names_customer=True,
        answered_by=(directory.AdmissionAnswered,),
    ),
    LetterKind.ADMISSION_OVERDUE: LetterRow(
        (directory.AdmissionAsked,),
        console="/organisations/{organisation_id}",
        names_customer=True,
        answered_by=(directory.AdmissionAnswered,),
    ),
    LetterKind.CONTACT_NOT_ADMITTED: LetterRow(
        (directory.AdmissionAnswered,), portal="/home", names_customer=True
    ),
    LetterKind.CONTACT_UNKNOWN: LetterRow(
        (directory.AdmissionAnswered,), console=_PROCESS, names_customer=True
    ),
    # Of the day's letters to staff, whatever they were written on: with the first of them that is due.
    LetterKind.DAILY_DIGEST: LetterRow(
        (intake.StepOverdue, contracts.DraftOverdue, sessions.ConfirmationOverdue), console="/"
    ),
    # Ordered by a door, not written on an event; its link comes with the order.
    LetterKind.SIGN_IN_CODE: LetterRow(()),
    LetterKind.TRIAL_MAIL: LetterRow(()),
    LetterKind.ADDRESS_CODE: LetterRow(()),
    LetterKind.ADDRESS_CHANGED: LetterRow((directory.PersonAddressChanged,), portal="/privacy"),
    LetterKind.NAME_CORRECTED: LetterRow((directory.PersonNameChanged,), portal="/me", names_person=True),
    LetterKind.ENTRIES_MERGED: LetterRow((directory.PersonsMerged,), portal="/privacy"),
    LetterKind.ENTRY_ENDED: LetterRow((directory.PersonsMerged,), portal="/privacy"),
}


def answered_by(event: Event) -> list[LetterKind]:
    """The kinds that need not be sent any more once this has happened, least of all as a reminder."""
    return [kind for kind, row in KINDS.items() if type(event) in row.answered_by]
