"""What the acts of the access log are called: a text for every code that a page notes; a test finds them all."""

from services.runtime.web.languages import marked as _

ACTS = {
    "signed_in": _("Signed in"),
    "added_passkey": _("Added a passkey"),
    "removed_passkey": _("Removed a passkey"),
    "ended_session": _("Signed out another device"),
    "ended_other_sessions": _("Signed out all other devices"),
    "made_calendar_feed": _("Made a calendar feed"),
    "revoked_calendar_feed": _("Revoked a calendar feed"),
    "opened_process": _("Opened a process"),
    "opened_invoice": _("Opened an invoice"),
    "opened_organisation": _("Opened an organisation"),
    "opened_supervisor": _("Opened a supervisor's card"),
    "read_contract": _("Read a contract"),
    "read_audit": _("Read the access log"),
    "exported_audit": _("Downloaded the access log"),
    "exported_invoices": _("Downloaded a list of invoices"),
    "consented_to_contract": _("Consented to a contract"),
    "signed_contract": _("Signed a contract"),
    "declined_contract": _("Declined to sign a contract"),
    "completed_contract": _("Completed a contract"),
    "chose_to_renew": _("Chose to renew"),
    "chose_to_close": _("Chose to close"),
    "proposal_accept": _("Accepted a proposal"),
    "proposal_ask_change": _("Asked for a change in a proposal"),
    "proposal_decline": _("Declined a proposal"),
    "sent_proposal": _("Sent a proposal"),
    "decided_screening": _("Decided a screening"),
    "chose_supervisor": _("Chose a supervisor"),
    "registered_supervisor": _("Added a supervisor"),
    "changed_supervisor": _("Changed a supervisor's card"),
    "recorded_credential": _("Recorded a credential"),
    "offered_hours": _("Offered hours"),
    "withdrew_hours": _("Withdrew hours"),
    "added_role": _("Gave a role"),
    "ended_role": _("Ended a role"),
    "changed_organisation": _("Changed an organisation's details"),
    "assigned_processes": _("Assigned processes"),
    "set_seller": _("Changed the seller's details"),
    "set_price": _("Changed the price list"),
    "ran_billing": _("Ran a month's invoicing"),
    "replayed_parked": _("Had a parked message handled again"),
    "assigned_parked": _("Gave a parked message to somebody"),
    "skipped_parked": _("Skipped a parked message"),
    "took_back_parked": _("Took back the skipping of a message"),
    "resolved_stuck": _("Decided on a stuck process"),
    "nudged_process": _("Woke a process"),
}


def words_for(act: str) -> str:
    """English, to be translated where it is shown. An act of an earlier release that has none is shown as it is."""
    return ACTS.get(act, act)
