"""The table of who sees what and who does what: the one place, for the authorisation, the contract and the pages.

Two tables by role. Whose things a role may see or touch follows from the role itself (REACH) and is the same for all
of them; `services/runtime/policy.py` turns both into `can()` and into the filter of a query.
"""

from typing import Literal

from services.messages.values import Role

Scope = Literal["yes", "own", "own_group", "released", "after_signing", "after_consent", "no"]
Reach = Literal["organisation", "membership", "supervision", "everything"]

_ROWS: dict[str, dict[Role, Scope]] = {
    "phase_dates_units": {role: "yes" for role in Role},
    "attendance_count": {
        Role.COMMISSIONER: "yes",
        Role.SUPERVISEE: "yes",
        Role.SUPERVISOR: "yes",
        Role.COORDINATOR: "yes",
    },
    "attendance_by_name": {Role.SUPERVISEE: "own_group", Role.SUPERVISOR: "yes"},
    "absence_count": {
        Role.COMMISSIONER: "yes",
        Role.SUPERVISEE: "yes",
        Role.SUPERVISOR: "yes",
        Role.COORDINATOR: "yes",
    },
    "absence_by_name": {Role.SUPERVISEE: "own", Role.SUPERVISOR: "yes"},
    "record_grounds": {Role.SUPERVISOR: "yes", Role.COORDINATOR: "yes"},
    "place": {Role.SUPERVISEE: "yes", Role.SUPERVISOR: "yes", Role.COORDINATOR: "yes"},
    "expectations": {
        Role.COMMISSIONER: "own",
        Role.SUPERVISEE: "after_signing",
        Role.SUPERVISOR: "yes",
        Role.COORDINATOR: "yes",
    },
    "interests": {
        Role.COMMISSIONER: "yes",
        Role.SUPERVISEE: "yes",
        Role.SUPERVISOR: "own",
        Role.COORDINATOR: "yes",
    },
    "interest_words": {Role.SUPERVISOR: "own", Role.COORDINATOR: "yes"},
    "supervisor_reason": {Role.COORDINATOR: "yes"},
    "three_way_meeting": {
        Role.COMMISSIONER: "yes",
        Role.SUPERVISEE: "yes",
        Role.SUPERVISOR: "yes",
        Role.COORDINATOR: "yes",
    },
    "meeting_reason": {Role.COORDINATOR: "yes"},
    "goals": {Role.COMMISSIONER: "released", Role.SUPERVISEE: "own_group", Role.SUPERVISOR: "yes"},
    "review_statement": {
        Role.COMMISSIONER: "after_consent",
        Role.SUPERVISEE: "yes",
        Role.SUPERVISOR: "yes",
        Role.COORDINATOR: "released",
    },
    "session_notes": {Role.SUPERVISOR: "own"},
    "contract": {
        Role.COMMISSIONER: "yes",
        Role.SUPERVISEE: "yes",
        Role.SUPERVISOR: "yes",
        Role.COORDINATOR: "yes",
    },
    "prices_and_invoices": {
        Role.COMMISSIONER: "yes",
        Role.PAYER: "yes",
        Role.SUPERVISOR: "own",
        Role.COORDINATOR: "yes",
        Role.FINANCE: "yes",
    },
    "disputes": {
        Role.COMMISSIONER: "yes",
        Role.PAYER: "yes",
        Role.SUPERVISEE: "own",
        Role.COORDINATOR: "yes",
        Role.FINANCE: "yes",
    },
    "trial_words": {Role.SUPERVISEE: "own", Role.SUPERVISOR: "own"},
    "access_log": {Role.SUPERVISEE: "own", Role.SUPERVISOR: "own", Role.ADMINISTRATOR: "yes"},
}

_NOTHING: dict[Role, Scope] = dict.fromkeys(Role, "no")
WHO_SEES_WHAT: dict[str, dict[Role, Scope]] = {what: _NOTHING | scopes for what, scopes in _ROWS.items()}


REACH: dict[Role, Reach] = {
    Role.COMMISSIONER: "organisation",
    Role.PAYER: "organisation",
    Role.SUPERVISEE: "membership",
    Role.SUPERVISOR: "supervision",
    Role.COORDINATOR: "everything",
    Role.FINANCE: "everything",
    Role.ADMINISTRATOR: "everything",
}
"""Whose processes a role has to do with: its organisation's (a department's, where the role is for one), those it is a
member of, those it supervises, all."""

_COMMISSIONER = frozenset({Role.COMMISSIONER})
_SUPERVISEE = frozenset({Role.SUPERVISEE})
_SUPERVISOR = frozenset({Role.SUPERVISOR})
_COORDINATOR = frozenset({Role.COORDINATOR})
_FINANCE = frozenset({Role.FINANCE})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

Right = Literal[
    "answer_proposal",
    "prepare_trial",
    "agree_to_trial",
    "decide_trial",
    "read_contract",
    "sign_contract",
    "consent_to_contract",
    "choose_continuation",
    "terminate_process",
    "confirm_ending",
    "pause_process",
    "propose_plan",
    "confirm_plan",
    "move_session",
    "cancel_session",
    "report_absence",
    "replan_session",
    "record_session",
    "correct_record",
    "write_note",
    "set_goal",
    "score_goal",
    "release_goal",
    "record_review",
    "waive_review",
    "consent_to_review",
    "leave_group",
    "settle_group",
    "name_representative",
    "propose_member",
    "offer_availability",
    "report_days_away",
    "manage_organisation",
    "manage_invoicing",
    "close_customer",
    "change_inquiry",
    "withdraw_inquiry",
    "decide_screening",
    "match",
    "declare_interest",
    "send_proposal",
    "complete_contract",
    "propose_supervisor",
    "part_with_supervisor",
    "assign_process",
    "give_administrator",
    "give_coordinator",
    "give_finance",
    "give_hr",
    "give_line_manager",
    "give_payer",
    "end_administrator",
    "end_coordinator",
    "end_finance",
    "end_hr",
    "end_line_manager",
    "end_payer",
    "admit_contact",
    "manage_people",
    "merge_people",
    "merge_staff",
    "remove_lost_passkeys",
    "change_address",
    "change_staff_address",
    "correct_name",
    "correct_staff_name",
    "manage_supervisors",
    "manage_prices",
    "run_billing",
    "enter_item",
    "report_cost",
    "exempt_from_vat",
    "open_dispute",
    "resolve_dispute",
    "manage_seller",
    "set_logo",
    "set_promises",
    "set_texts",
    "handle_exceptions",
    "mend_mail",
    "try_mail",
    "read_audit",
    "watch_system",
]

WHO_DOES_WHAT: dict[Right, frozenset[Role]] = {
    "answer_proposal": _COMMISSIONER,
    "prepare_trial": _COORDINATOR,
    "agree_to_trial": _COMMISSIONER | _SUPERVISEE | _SUPERVISOR,
    "decide_trial": _SUPERVISEE | _SUPERVISOR,
    "read_contract": _COMMISSIONER | _SUPERVISEE | _SUPERVISOR | _COORDINATOR,
    "sign_contract": _COMMISSIONER | _SUPERVISEE | _SUPERVISOR,
    "consent_to_contract": _SUPERVISEE,
    "choose_continuation": _COMMISSIONER | _SUPERVISEE,
    "terminate_process": _COMMISSIONER | _SUPERVISEE | _SUPERVISOR | _COORDINATOR,
    "confirm_ending": _COORDINATOR,
    "pause_process": _COMMISSIONER | _SUPERVISEE | _SUPERVISOR | _COORDINATOR,
    "propose_plan": _SUPERVISOR | _COORDINATOR,
    "confirm_plan": _SUPERVISEE,
    "move_session": _COMMISSIONER | _SUPERVISEE | _SUPERVISOR | _COORDINATOR,
    "cancel_session": _COMMISSIONER | _SUPERVISEE | _SUPERVISOR | _COORDINATOR,
    "report_absence": _SUPERVISEE,
    "replan_session": _COORDINATOR,
    "record_session": _SUPERVISOR,
    "correct_record": _COORDINATOR,  # another's; a supervisor's own is recorded by record_session
    "write_note": _SUPERVISOR,
    "set_goal": _SUPERVISEE,
    "score_goal": _SUPERVISEE | _SUPERVISOR,
    "release_goal": _SUPERVISEE,
    "record_review": _SUPERVISOR,
    "waive_review": _SUPERVISOR | _COORDINATOR,
    "consent_to_review": _SUPERVISEE | _SUPERVISOR,
    "leave_group": _SUPERVISEE,
    "settle_group": _COORDINATOR,
    "name_representative": _SUPERVISEE | _COORDINATOR,
    "propose_member": _SUPERVISEE | _COORDINATOR,
    "offer_availability": _SUPERVISOR | _COORDINATOR,
    "report_days_away": _SUPERVISOR | _COORDINATOR,
    "manage_organisation": _COMMISSIONER | _COORDINATOR,
    "manage_invoicing": _COMMISSIONER | frozenset({Role.PAYER}) | _COORDINATOR | _FINANCE,
    "close_customer": _COORDINATOR,
    "change_inquiry": _COMMISSIONER | _COORDINATOR,
    "withdraw_inquiry": _COMMISSIONER | _COORDINATOR,
    "decide_screening": _COORDINATOR,
    "match": _COORDINATOR,
    "declare_interest": _SUPERVISOR | _COORDINATOR,
    "send_proposal": _COORDINATOR,
    "complete_contract": _COORDINATOR,
    "propose_supervisor": _COORDINATOR,
    "part_with_supervisor": _COORDINATOR,
    "assign_process": _COORDINATOR,
    "give_administrator": _ADMINISTRATOR,
    "give_coordinator": _ADMINISTRATOR,
    "give_finance": _ADMINISTRATOR,
    "give_hr": _COMMISSIONER | _COORDINATOR,
    "give_line_manager": _COMMISSIONER | _COORDINATOR,
    "give_payer": _COMMISSIONER | _COORDINATOR,
    "end_administrator": _ADMINISTRATOR,
    "end_coordinator": _ADMINISTRATOR,
    "end_finance": _ADMINISTRATOR,
    "end_hr": _COMMISSIONER | _COORDINATOR,
    "end_line_manager": _COMMISSIONER | _COORDINATOR,
    "end_payer": _COMMISSIONER | _COORDINATOR,
    "admit_contact": _COMMISSIONER | _COORDINATOR,
    "manage_people": _COORDINATOR | _ADMINISTRATOR,
    "merge_people": _COORDINATOR | _ADMINISTRATOR,
    "merge_staff": _ADMINISTRATOR,
    "remove_lost_passkeys": _ADMINISTRATOR,
    "change_address": _COORDINATOR | _ADMINISTRATOR,
    "change_staff_address": _ADMINISTRATOR,
    "correct_name": _COORDINATOR | _ADMINISTRATOR,
    "correct_staff_name": _ADMINISTRATOR,
    "manage_supervisors": _COORDINATOR | _ADMINISTRATOR,
    "manage_prices": _COORDINATOR | _FINANCE,
    "run_billing": _FINANCE,
    "enter_item": _COORDINATOR | _FINANCE,
    "report_cost": _SUPERVISOR,
    "exempt_from_vat": _FINANCE,
    "open_dispute": _COMMISSIONER | frozenset({Role.PAYER}) | _SUPERVISEE,
    "resolve_dispute": _FINANCE,
    "manage_seller": _FINANCE,
    "set_logo": _FINANCE | _ADMINISTRATOR,
    "set_promises": _ADMINISTRATOR,
    "set_texts": _ADMINISTRATOR,
    "handle_exceptions": _COORDINATOR | _ADMINISTRATOR,
    "mend_mail": _COORDINATOR | _FINANCE | _ADMINISTRATOR,
    "try_mail": _ADMINISTRATOR,
    "read_audit": _ADMINISTRATOR,
    "watch_system": _COORDINATOR | _FINANCE | _ADMINISTRATOR,
}

OF_HR_ALONE = frozenset(
    what for what in WHO_DOES_WHAT if what.startswith(("give_", "end_")) or what == "admit_contact"
)
"""Of what a commissioner does: what an organisation's HR does, and its line managers do not."""

OF_REPRESENTATIVE_ALONE: frozenset[Right] = frozenset(
    {"decide_trial", "confirm_plan", "move_session", "cancel_session", "propose_member"}
)
"""Of what a supervisee does: what the one who signs for the group does, and its other members do not."""


ACCESS_LOG_TELLS_OF: dict[Role, frozenset[Role]] = {
    Role.SUPERVISEE: frozenset(Role) - {Role.SUPERVISEE},
    Role.SUPERVISOR: frozenset(Role) - {Role.SUPERVISEE, Role.SUPERVISOR},
    Role.ADMINISTRATOR: frozenset(Role),
}
"""In which roles somebody's acts are told to whom.

Who opened their data is answered to people about those who have power over them: nobody watches their peers, and no
supervisor when supervisees read.
"""


def scope(role: Role, what: str) -> Scope:
    """How much of `what` this role sees; whose it is, the owner of the data knows. KeyError: no such row."""
    return WHO_SEES_WHAT[what][role]
