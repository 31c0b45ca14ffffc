"""The lines of the demo's timeline: what the platform does by itself, which nobody's act explains."""

from datetime import datetime

from services.runtime.finland import to_local
from services.wording.formats import Formats

ENGLISH = Formats("en")


def told(event: str, facts: dict[str, object]) -> str | None:
    """One line for an event that nobody's act explains."""
    match event:
        case "plan_proposed":
            return f"a plan of {facts['fits']} sessions is proposed, and its times are held"
        case "series_planned":
            count = len(facts["sessions"])  # type: ignore[arg-type]
            return f"a series of {count} sessions is agreed and everybody is invited"
        case "trial_asked":
            return "the days of a trial are held, and everybody is asked for their yes"
        case "trial_agreed":
            return "all have said yes: the trial's days are booked"
        case "trial_decided":
            return f"the trial is decided: {str(facts['outcome']).replace('_', '-')}"
        case "step_overdue":
            return f"{facts['step']} is late: people are reminded"
        case "confirmation_overdue":
            return f"session {facts['number']}: the supervisor is asked what happened"
        case "review_due":
            return f"the {facts['kind']} review is due"
        case "continuation_due":
            return "renew or close? The parties are asked"
        case "invoice_issued":
            gross = ENGLISH.euros(int(str(facts["gross_cents"])))
            return f"invoice {facts['number']} for {facts['period']}: {gross}"
        case "process_renewed":
            signed = facts.get("successor_status") == "signed"
            return f"the process is renewed; its successor {'begins' if signed else 'waits for its contract'}"
        case "process_closed":
            return "the process is closed"
    return None


def stamp(instant: datetime) -> str:
    return f"{to_local(instant):%Y-%m-%d %H:%M}"
