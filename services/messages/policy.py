"""The table of who sees what: the one place, for the authorisation, the contract's clause and the privacy page."""

from typing import Literal

from services.messages.values import Role

Scope = Literal["yes", "own", "own_group", "released", "aggregate", "after_consent", "no"]

_ROWS: dict[str, dict[Role, Scope]] = {
    "phase_dates_units": {role: "yes" for role in Role},
    "attendance_count": {
        Role.COMMISSIONER: "yes",
        Role.SUPERVISEE: "yes",
        Role.SUPERVISOR: "yes",
        Role.COORDINATOR: "yes",
    },
    "attendance_by_name": {Role.SUPERVISEE: "own_group", Role.SUPERVISOR: "yes"},
    "place": {Role.SUPERVISEE: "yes", Role.SUPERVISOR: "yes", Role.COORDINATOR: "yes"},
    "expectations": {
        Role.COMMISSIONER: "own",
        Role.SUPERVISEE: "released",
        Role.SUPERVISOR: "yes",
        Role.COORDINATOR: "yes",
    },
    "goals": {Role.COMMISSIONER: "released", Role.SUPERVISEE: "own_group", Role.SUPERVISOR: "yes"},
    "review_statement": {
        Role.COMMISSIONER: "after_consent",
        Role.SUPERVISEE: "yes",
        Role.SUPERVISOR: "yes",
        Role.COORDINATOR: "released",
    },
    "session_notes": {Role.SUPERVISOR: "own"},
    "pulse": {Role.COMMISSIONER: "aggregate", Role.SUPERVISEE: "own", Role.SUPERVISOR: "aggregate"},
    "prices_and_invoices": {
        Role.COMMISSIONER: "yes",
        Role.PAYER: "yes",
        Role.SUPERVISOR: "own",
        Role.COORDINATOR: "yes",
        Role.FINANCE: "yes",
    },
    "access_log": {Role.SUPERVISEE: "own", Role.SUPERVISOR: "own", Role.ADMINISTRATOR: "yes"},
}

_NOTHING: dict[Role, Scope] = dict.fromkeys(Role, "no")
WHO_SEES_WHAT: dict[str, dict[Role, Scope]] = {what: _NOTHING | scopes for what, scopes in _ROWS.items()}


def scope(role: Role, what: str) -> Scope:
    """How much of `what` this role sees; whose it is, the owner of the data knows. KeyError: no such row."""
    return WHO_SEES_WHAT[what][role]
