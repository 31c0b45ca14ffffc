"""The names of the kinds of letters, by area."""

from enum import StrEnum


class LetterKind(StrEnum):
    # inquiry
    INQUIRY_RECEIVED = "inquiry_received"
    INQUIRY_ENTERED = "inquiry_entered"
    INQUIRY_TO_CONFIRM = "inquiry_to_confirm"
    INQUIRY_CORRECTED = "inquiry_corrected"
    INQUIRY_WITHDRAWN = "inquiry_withdrawn"
    INQUIRY_TAKEN_BACK = "inquiry_taken_back"
    INQUIRY_REDIRECTED = "inquiry_redirected"
    SCREENING_DUE = "screening_due"
    SCREENING_OVERDUE = "screening_overdue"
    MATCHING_DUE = "matching_due"
    MATCHING_OVERDUE = "matching_overdue"
    INTEREST_ASKED = "interest_asked"
    INTEREST_DECLARED = "interest_declared"
    INTEREST_HINDERS = "interest_hinders"
    INTEREST_SETTLED = "interest_settled"
    PROPOSAL_TO_MAKE = "proposal_to_make"
    PROPOSAL_OVERDUE = "proposal_overdue"
    PROPOSAL_SENT = "proposal_sent"
    PROPOSAL_SENT_ANEW = "proposal_sent_anew"
    PROPOSAL_CORRECTED = "proposal_corrected"
    PROPOSAL_DUE = "proposal_due"
    PROPOSAL_EXPIRED = "proposal_expired"
    PROPOSAL_WITHDRAWN = "proposal_withdrawn"
    CORRECTION_EXPIRED = "correction_expired"
    PROPOSAL_UNANSWERED = "proposal_unanswered"
    PROPOSAL_DECLINED = "proposal_declined"

    # contract
    CONTRACT_TO_COMPLETE = "contract_to_complete"
    CONTRACT_OVERDUE = "contract_overdue"
    CONTRACT_TO_SIGN = "contract_to_sign"
    CONSENT_TO_GIVE = "consent_to_give"
    CONSENT_DUE = "consent_due"
    SIGNATURE_DUE = "signature_due"
    SIGNATURE_OVERDUE = "signature_overdue"
    SIGNING_DECLINED = "signing_declined"
    CONSENT_REFUSED = "consent_refused"
    CONSENT_AFTER_ALL = "consent_after_all"
    CONTRACT_WITHDRAWN = "contract_withdrawn"
    LEFT_OUT_OF_CONTRACT = "left_out_of_contract"
    CONTRACT_GIVEN_UP = "contract_given_up"
    MEETING_ARRANGED = "meeting_arranged"
    MEETING_OFF = "meeting_off"
    CONTRACT_SIGNED = "contract_signed"
    AMENDMENT_TO_SIGN = "amendment_to_sign"
    AMENDMENT_TO_CONSENT = "amendment_to_consent"
    AMENDMENT_TOLD = "amendment_told"
    SUPERVISOR_TO_SIGN = "supervisor_to_sign"
    SUPERVISOR_TO_CONSENT = "supervisor_to_consent"
    SUPERVISOR_TOLD = "supervisor_told"
    AMENDMENT_TOO_LATE = "amendment_too_late"
    AMENDMENT_ENDED = "amendment_ended"
    TERMS_CHANGED = "terms_changed"
    CONTRACT_AMENDED = "contract_amended"
    SERIES_AMENDED = "series_amended"
    CONTRACT_EXPIRED = "contract_expired"
    CONTRACT_NOT_SIGNED = "contract_not_signed"

    # trial
    TRIAL_TO_AGREE = "trial_to_agree"
    TRIAL_AGREED = "trial_agreed"
    TRIAL_PUT_OFF = "trial_put_off"
    TRIAL_TO_PREPARE = "trial_to_prepare"
    TRIAL_DECLINED = "trial_declined"
    TRIAL_DECISION_DUE = "trial_decision_due"
    TRIAL_HANDED_OVER = "trial_handed_over"
    TRIAL_OVERDUE = "trial_overdue"
    TRIAL_GOES_ON = "trial_goes_on"
    TRIAL_ENDED = "trial_ended"
    TRIAL_LAPSED = "trial_lapsed"
    TRIAL_NOT_DECIDED = "trial_not_decided"

    # process
    CONTINUATION_DUE = "continuation_due"
    CONTINUATION_CHOSEN = "continuation_chosen"
    CONTINUATION_TAKEN_BACK = "continuation_taken_back"
    PROCESS_RENEWED = "process_renewed"
    PROCESS_TERMINATED = "process_terminated"
    PROCESS_ENDED_AT_ONCE = "process_ended_at_once"
    ENDING_TO_CONFIRM = "ending_to_confirm"
    ENDING_CHARGED = "ending_charged"
    ENDING_FREE = "ending_free"
    EARLIER_END_TO_ANSWER = "earlier_end_to_answer"
    EARLIER_END_REFUSED = "earlier_end_refused"
    EARLIER_END_TAKEN_BACK = "earlier_end_taken_back"
    EARLIER_END_LAPSED = "earlier_end_lapsed"
    PROCESS_ENDED_BY_AGREEMENT = "process_ended_by_agreement"
    PROCESS_PAUSED = "process_paused"
    PROCESS_PAUSED_OPEN = "process_paused_open"
    SUPERVISOR_AWAITED = "supervisor_awaited"
    SUPERVISOR_AGREED = "supervisor_agreed"
    PROCESS_RESUMED = "process_resumed"
    PAUSE_CALLED_OFF = "pause_called_off"
    PAUSE_ENDED_SOONER = "pause_ended_sooner"
    PAUSE_OVERDUE = "pause_overdue"
    SUPERVISOR_CHANGED = "supervisor_changed"
    SUPERVISOR_STANDS_IN = "supervisor_stands_in"
    SESSIONS_TAKEN_OVER = "sessions_taken_over"
    SESSIONS_HANDED_OVER = "sessions_handed_over"
    PROCESS_CLOSED = "process_closed"

    # session
    PLAN_PROPOSED = "plan_proposed"
    PLAN_DUE = "plan_due"
    PLAN_OVERDUE = "plan_overdue"
    OTHER_PLAN_ASKED = "other_plan_asked"
    PLAN_LAPSED = "plan_lapsed"
    SESSION_PLAN = "session_plan"
    SESSIONS_AGREED = "sessions_agreed"
    SERIES_MOVED = "series_moved"
    SESSION_INVITATION = "session_invitation"
    SESSION_MOVED = "session_moved"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_REPLANNED = "session_replanned"
    SESSION_HELD_INSTEAD = "session_held_instead"
    SESSION_OWED = "session_owed"
    SESSION_LEFT_OUT = "session_left_out"
    SESSIONS_CALLED_OFF = "sessions_called_off"
    SESSION_CANCELLED_LATE = "session_cancelled_late"
    SESSION_MOVED_LATE = "session_moved_late"
    PLACE_CHANGED = "place_changed"
    SESSION_TO_REPLAN = "session_to_replan"
    SESSION_REMINDER = "session_reminder"
    SESSION_REMINDERS = "session_reminders"
    RECORD_CORRECTED = "record_corrected"
    NO_SHOW_RECORDED = "no_show_recorded"
    NO_SHOW_CHARGED = "no_show_charged"
    CHARGE_CORRECTED = "charge_corrected"
    RECORD_DENIED = "record_denied"
    RECORD_DECIDED = "record_decided"
    ABSENCE_REPORTED = "absence_reported"
    ABSENCE_TAKEN_BACK = "absence_taken_back"
    NOBODY_CAN_COME = "nobody_can_come"
    SESSIONS_CHANGED = "sessions_changed"
    CALENDAR_CHANGED = "calendar_changed"
    CONFIRMATION_DUE = "confirmation_due"

    # group
    GROUP_LEFT = "group_left"
    MEMBER_LEFT = "member_left"
    GROUP_TO_SETTLE = "group_to_settle"
    GROUP_SMALLER = "group_smaller"
    MEMBER_TO_AGREE = "member_to_agree"
    NEWCOMER_TO_CONSENT = "newcomer_to_consent"
    MEMBER_NOT_JOINING = "member_not_joining"
    JOINING_OFF = "joining_off"
    JOINING_LAPSED = "joining_lapsed"
    GROUP_JOINED = "group_joined"
    MEMBER_JOINED = "member_joined"
    GROUP_LARGER = "group_larger"
    REPRESENTATIVE_MISSING = "representative_missing"
    REPRESENTATIVE_TO_AGREE = "representative_to_agree"
    REPRESENTATIVE_REFUSED = "representative_refused"
    REPRESENTATIVE_NAMED = "representative_named"
    ACTS_ALONE = "acts_alone"

    # review
    GOALS_TO_CARRY_ON = "goals_to_carry_on"
    GOAL_TO_AGREE = "goal_to_agree"
    REVIEW_DUE = "review_due"
    REVIEW_OVERDUE = "review_overdue"
    REVIEW_TO_CONSENT = "review_to_consent"
    REVIEW_REFUSED = "review_refused"

    # invoice
    INVOICE_ISSUED = "invoice_issued"
    INVOICE_CREDITED = "invoice_credited"
    COLLECTIVE_INVOICE = "collective_invoice"
    COLLECTIVE_CREDIT = "collective_credit"
    INVOICES_HELD = "invoices_held"
    RUN_WAITS = "run_waits"
    REFERENCE_NEEDED = "reference_needed"
    INVOICE_ADDRESS_CHANGED = "invoice_address_changed"
    CREDITED_BY_ITSELF = "credited_by_itself"
    HAND_BILL_NOT_OWED = "hand_bill_not_owed"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_TO_DECIDE = "dispute_to_decide"
    DISPUTE_RESOLVED = "dispute_resolved"
    DISPUTE_SETTLED = "dispute_settled"

    # role
    ROLE_GIVEN = "role_given"
    ROLE_ENDED = "role_ended"
    COLLEAGUE_GIVEN_ROLE = "colleague_given_role"
    COLLEAGUE_LOST_ROLE = "colleague_lost_role"
    STAFF_ROLE_GIVEN = "staff_role_given"
    STAFF_ROLE_ENDED = "staff_role_ended"
    STAFF_GIVEN_ROLE = "staff_given_role"
    STAFF_LOST_ROLE = "staff_lost_role"
    LAST_DAY_SET = "last_day_set"
    CONTACT_TO_ADMIT = "contact_to_admit"
    ADMISSION_OVERDUE = "admission_overdue"
    ADMISSION_OVER = "admission_over"
    CONTACT_NOT_ADMITTED = "contact_not_admitted"
    CONTACT_UNKNOWN = "contact_unknown"
    NAME_CORRECTED = "name_corrected"

    # digest
    DAILY_DIGEST = "daily_digest"

    # sign_in
    SIGN_IN_CODE = "sign_in_code"
    TRIAL_MAIL = "trial_mail"
    ADDRESS_CODE = "address_code"
    ADDRESS_CODE_TO_READ = "address_code_to_read"
    ADDRESS_CHANGED = "address_changed"
    ENTRIES_MERGED = "entries_merged"
    ENTRY_ENDED = "entry_ended"


ENDS_SESSIONS = (
    LetterKind.GROUP_LEFT,
    LetterKind.PROCESS_TERMINATED,
    LetterKind.PROCESS_ENDED_AT_ONCE,
    LetterKind.PROCESS_ENDED_BY_AGREEMENT,
    LetterKind.PROCESS_PAUSED_OPEN,
    LetterKind.SUPERVISOR_AWAITED,
    LetterKind.SESSIONS_HANDED_OVER,
)
"""They take several sessions out of their reader's calendar, by one file."""
BRINGS_DOCUMENT = (
    LetterKind.INVOICE_ISSUED,
    LetterKind.INVOICE_CREDITED,
    LetterKind.COLLECTIVE_INVOICE,
    LetterKind.COLLECTIVE_CREDIT,
)
"""They bring an invoice or a credit note: what becomes of one that is given up, is billing's."""
BRINGS_PLAN = (LetterKind.SESSION_PLAN, LetterKind.GROUP_JOINED, LetterKind.PLACE_CHANGED)
"""They bring the sessions that they tell of, by one file."""
PLANS_AGAIN = (
    LetterKind.PROCESS_PAUSED,
    LetterKind.PROCESS_RESUMED,
    LetterKind.PAUSE_CALLED_OFF,
    LetterKind.PAUSE_ENDED_SOONER,
    LetterKind.SUPERVISOR_AGREED,
    LetterKind.SERIES_AMENDED,
    LetterKind.SUPERVISOR_CHANGED,
    LetterKind.SUPERVISOR_STANDS_IN,
    LetterKind.SESSIONS_TAKEN_OVER,
)
"""They bring the whole plan anew, by one file, and take out of the calendar what is no part of it any more."""
PROPOSES_SUPERVISOR = (
    LetterKind.SUPERVISOR_TO_SIGN,
    LetterKind.SUPERVISOR_TO_CONSENT,
    LetterKind.SUPERVISOR_TOLD,
    LetterKind.SIGNATURE_DUE,
    LetterKind.SIGNATURE_OVERDUE,
    LetterKind.CONSENT_DUE,
)
"""Where they are about somebody, it is who may be another supervisor."""
NAMES_SUPERVISOR = (
    LetterKind.CONTRACT_AMENDED,
    LetterKind.SUPERVISOR_AGREED,
    LetterKind.SUPERVISOR_CHANGED,
    LetterKind.SUPERVISOR_STANDS_IN,
    LetterKind.SESSIONS_TAKEN_OVER,
    LetterKind.SESSIONS_HANDED_OVER,
)
"""Where they are about somebody, it is who is the supervisor from the day on that they tell."""
ASKS = frozenset(
    {
        LetterKind.INQUIRY_ENTERED,
        LetterKind.INQUIRY_TO_CONFIRM,
        LetterKind.INTEREST_ASKED,
        LetterKind.PROPOSAL_SENT,
        LetterKind.PROPOSAL_SENT_ANEW,
        LetterKind.PROPOSAL_CORRECTED,
        LetterKind.PROPOSAL_DUE,
        LetterKind.CONTRACT_TO_SIGN,
        LetterKind.CONSENT_TO_GIVE,
        LetterKind.CONSENT_DUE,
        LetterKind.SIGNATURE_DUE,
        LetterKind.AMENDMENT_TO_SIGN,
        LetterKind.AMENDMENT_TO_CONSENT,
        LetterKind.SUPERVISOR_TO_SIGN,
        LetterKind.SUPERVISOR_TO_CONSENT,
        LetterKind.TRIAL_TO_AGREE,
        LetterKind.TRIAL_DECISION_DUE,
        LetterKind.CONTINUATION_DUE,
        LetterKind.CONTINUATION_TAKEN_BACK,
        LetterKind.GOALS_TO_CARRY_ON,
        LetterKind.EARLIER_END_TO_ANSWER,
        LetterKind.PLAN_PROPOSED,
        LetterKind.PLAN_DUE,
        LetterKind.PLAN_OVERDUE,
        LetterKind.OTHER_PLAN_ASKED,
        LetterKind.CONFIRMATION_DUE,
        LetterKind.MEMBER_TO_AGREE,
        LetterKind.NEWCOMER_TO_CONSENT,
        LetterKind.REPRESENTATIVE_MISSING,
        LetterKind.REPRESENTATIVE_TO_AGREE,
        LetterKind.REVIEW_DUE,
        LetterKind.REVIEW_OVERDUE,
        LetterKind.CONTACT_TO_ADMIT,
    }
)
"""They wait for their reader's own answer, until an event of their row's `answered_by`."""

BEGINS = frozenset({
    LetterKind.CONTRACT_TO_COMPLETE, LetterKind.CONTRACT_OVERDUE, LetterKind.CONTRACT_TO_SIGN, LetterKind.SIGNATURE_DUE,
    LetterKind.SIGNATURE_OVERDUE, LetterKind.CONSENT_TO_GIVE, LetterKind.CONSENT_DUE, LetterKind.CONTRACT_SIGNED,
    LetterKind.SIGNING_DECLINED, LetterKind.CONSENT_REFUSED, LetterKind.CONSENT_AFTER_ALL,
    LetterKind.CONTRACT_WITHDRAWN, LetterKind.CONTRACT_GIVEN_UP, LetterKind.CONTRACT_EXPIRED,
    LetterKind.CONTRACT_NOT_SIGNED, LetterKind.PLAN_PROPOSED, LetterKind.PLAN_DUE, LetterKind.PLAN_OVERDUE,
    LetterKind.PLAN_LAPSED, LetterKind.OTHER_PLAN_ASKED, LetterKind.SESSION_PLAN, LetterKind.SESSIONS_AGREED,
})  # fmt: skip
"""Of a process that is to begin: beside a letter of the one that it goes on from it says which that is."""
OF_READER_ALONE = (
    LetterKind.INTEREST_ASKED,
    LetterKind.INTEREST_SETTLED,
    LetterKind.SESSIONS_HANDED_OVER,
    LetterKind.SESSIONS_TAKEN_OVER,
)
"""They say what is their reader's to do, to get or to give away: in nobody else's place is there anything to read."""
