"""What the acts of the access log are called. A command's act is the command's name; a test finds all that are noted.

Where the policy has a row for it, that row's words are its own: here stands what they do not say. An act of an earlier
release that is called nothing any more is shown by its code.
"""

from services.web.pages.labels import LABELS
from services.web.pages.languages import marked as _
from services.web.pages.visit import Visit

ACTS = {
    "signed_in": _("Signed in"),
    "keep_passkey": _("Added a passkey"),
    "remove_passkey": _("Removed a passkey"),
    "ended_session": _("Signed out another device"),
    "ended_other_sessions": _("Signed out all other devices"),
    "made_calendar_feed": _("Made a calendar feed"),
    "revoked_calendar_feed": _("Revoked a calendar feed"),
    "choose_mails": _("Chose how mails come"),
    "confirm_inquiry": _("Confirmed an inquiry that was entered for them"),
    "opened_process": _("Opened a process"),
    "opened_invoice": _("Opened an invoice"),
    "opened_disputes": _("Read the disputes of a process"),
    "opened_session": _("Opened a session"),
    "opened_organisation": _("Opened an organisation"),
    "opened_supervisor": _("Opened a supervisor's card"),
    "exported_audit": _("Downloaded the access log"),
    "exported_invoices": _("Downloaded a list of invoices"),
    "decline_signing": _("Declined to sign a contract"),
    "refuse_consent": _("Did not consent to a contract"),
    "decline_trial": _("Said no to a trial"),
    "refuse_review": _("Did not consent to a review"),
    "withdraw_contract": _("Took a contract back from its signers"),
    "give_up_contract": _("Ended a process before its contract was signed"),
    "arrange_meeting": _("Gave a three-way meeting a time"),
    "correct_meeting": _("Put the record of a three-way meeting right"),
    "record_meeting": _("Recorded a three-way meeting"),
    "waive_meeting": _("Left a three-way meeting out"),
    "ask_to_sign_again": _("Had a contract's letters sent again"),
    "deny_session": _("Said that nobody came to a session"),
    "ask_for_interest": _("Asked a supervisor about conflicts of interest"),
    "register_supervisor": _("Saved a supervisor's card"),
    "record_credential": _("Recorded a credential"),
    "correct_credential": _("Corrected a credential"),
    "withdraw_availability": _("Withdrew hours"),
    "relate_person": _("Gave a role"),
    "end_relation": _("Ended a role"),
    "change_organisation": _("Changed an organisation's details"),
    "register_department": _("Registered a department"),
    "change_department": _("Changed a department's details"),
    "change_person": _("Put a name right"),
    "end_entry": _("Ended an entry of the register"),
    "reopen_entry": _("Took back the end of an entry"),
    "opened_history": _("Opened the history of an entry"),
    "bill_by_hand": _("Noted a month as billed by hand"),
    "take_back_bill": _("Took back what was noted as billed by hand"),
    "set_item_aside": _("Kept a line off the invoice"),
    "set_run_mode": _("Said how the months are run"),
    "serve_languages": _("Set which languages are served"),
    "set_letter_text": _("Worded a letter"),
    "set_clause_text": _("Worded a clause of the contract"),
    "confirm_clause_texts": _("Found the contract's usual texts right"),
    "end_exemption": _("Ended a process's exemption from VAT"),
    "take_item_back": _("Let a line be invoiced again"),
    "end_supervisor": _("Said that a supervisor leaves"),
    "draft_amendment": _("Drafted a change of a contract"),
    "withdraw_amendment": _("Took back a change of a contract"),
    "take_back_earlier_end": _("Took back a proposed earlier last day"),
    "hand_over_trial": _("Let another supervisor say whether it goes on after a trial"),
    "withdraw_item": _("Withdrew what was entered to be invoiced"),
    "credit_invoice": _("Credited an invoice"),
    "send_invoice_again": _("Sent an invoice again"),
    "mark_came_back": _("Noted that an invoice came back"),
    "set_invoicing": _("Changed where invoices go"),
    "set_seller": _("Changed the seller's details"),
    "set_supervisor_picture": _("Set the picture of a supervisor"),
    "set_price": _("Changed the price list"),
    "replay_parked": _("Had an unprocessed message handled again"),
    "assigned_parked": _("Gave an unprocessed message to somebody"),
    "skipped_parked": _("Skipped an unprocessed message"),
    "took_back_parked": _("Took back the skipping of a message"),
    "resolve_stuck": _("Decided on a stopped process"),
    "nudge_process": _("Had a process's deadlines checked"),
    "send_trial_mail": _("Sent a test mail"),
    "send_again": _("Had mail sent again"),
    "leave_undelivered": _("Left mail that did not arrive"),
}
ROWS = {
    "say_trial_decision": "decide_trial",
    "give_up_trial": "prepare_trial",
    "record_consent": "consent_to_contract",
    "agree_to_goal_change": "set_goal",
    "carry_goal_on": "set_goal",
    "share_goal": "set_goal",
    "agree_to_representative": "name_representative",
    "agree_to_member": "propose_member",
    "take_back_absence": "report_absence",
    "take_back_continuation": "choose_continuation",
    "take_back_days_away": "report_days_away",
    "resume_process": "pause_process",
    "end_at_once": "terminate_process",
    "propose_earlier_end": "terminate_process",
    "answer_earlier_end": "terminate_process",
    "ask_other_plan": "confirm_plan",
    "move_series": "move_session",
    "set_place": "propose_plan",
    "record_held": "record_session",
    "record_no_show": "record_session",
    "record_cancelled": "record_session",
    "choose_supervisor": "match",
    "answer_admission": "admit_contact",
    "accept_report": "enter_item",
    "set_travel_price": "manage_prices",
}
"""Under which row of WHO_DOES_WHAT a command stands that is not named as its row is."""
OF_THE_AUTHOR_ALONE = frozenset({"write_note"})
"""That there is a note is its author's to know, and the audit's."""


def words_of(act: str) -> str | None:
    """In English, to be translated; none for an act of an earlier release."""
    return ACTS.get(act) or LABELS.get(f"does.{ROWS.get(act, act)}")


def act_in_words(visit: Visit, act: str) -> str:
    """As it is shown, in the visitor's language. The policy's words stand within a sentence: here they begin one."""
    words = words_of(act)
    if words is None:
        return act
    said = visit.text(words)
    return said[:1].upper() + said[1:]
