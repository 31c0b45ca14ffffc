"""What each of the provider's promises is called, and in what it is counted, in the order of its page."""

from typing import Literal

from services.messages.values import SessionFormat
from services.web.pages.languages import marked as _

Unit = Literal[
    "working_days", "days", "hours", "percent", "minutes", "people", "times", "yes_or_no", "choice", "none"
]

UNITS: dict[Unit, str] = {
    "working_days": _("working days"),
    "days": _("days"),
    "hours": _("hours"),
    "percent": _("percent"),
    "minutes": _("minutes"),
    "people": _("people"),
    "times": _("times"),
}

PROMISES: tuple[tuple[str, tuple[tuple[str, str, Unit], ...]], ...] = (
    (
        _("From the inquiry to the proposal"),
        (
            ("screening_working_days", _("Answer to the inquiry"), "working_days"),
            ("screening_escalates_working_days", _("Not answered: tell every coordinator"), "working_days"),
            ("matching_working_days", _("Choose a supervisor"), "working_days"),
            ("matching_escalates_working_days", _("Not chosen: tell every coordinator"), "working_days"),
            ("proposal_working_days", _("Send the proposal"), "working_days"),
            ("proposal_escalates_working_days", _("Not sent: tell every coordinator"), "working_days"),
        ),
    ),
    (
        _("Proposal"),
        (
            ("proposal_valid_days", _("A proposal is valid for"), "days"),
            ("proposal_reminder_days", _("Remind before its last day"), "days"),
            ("begins_after_days", _("Proposed first day, from the proposal"), "days"),
            ("year_days", _("Usual length of a process"), "days"),
            ("short_days", _("Length of a short process"), "days"),
            ("crisis_days", _("Length of a process for a crisis"), "days"),
        ),
    ),
    (
        _("Trial"),
        (
            ("trial_answer_working_days", _("Time to say yes to its days, at the least"), "working_days"),
            ("trial_decision_days", _("Say whether it goes on, after its last session"), "days"),
            ("trial_reminder_days", _("Remind before that time is over"), "days"),
            ("trial_lapses_days", _("After that time silence ends it in"), "days"),
        ),
    ),
    (
        _("Contract"),
        (
            ("contract_working_days", _("Complete the draft"), "working_days"),
            ("contract_escalates_working_days", _("Not completed: tell every coordinator"), "working_days"),
            ("meeting_days", _("Time for a three-way meeting"), "days"),
            ("signing_reminder_days", _("Remind who has not signed, after"), "days"),
            ("signing_second_reminder_days", _("Remind once more, after"), "days"),
            ("signing_escalates_days", _("Ask the coordinator to handle it, after"), "days"),
            ("signature_chase_working_days", _("The coordinator's time for that"), "working_days"),
            ("signing_ends_days", _("Not signed, it lapses after"), "days"),
            ("renewal_hurries_days", _("Hurry to sign for the next year, before its first day"), "days"),
            ("amendment_days", _("A change waits for its signatures"), "days"),
        ),
    ),
    (
        _("Cancelling: what a contract says unless agreed otherwise"),
        (("no_show_percent", _("Not coming costs"), "percent"),),
    ),
    (
        _("Ending a contract early: what it says unless agreed otherwise"),
        (
            ("notice_number", _("Period of notice"), "none"),
            ("notice_unit", _("Counted in"), "choice"),
            (
                "termination_fee_percent",
                _("If the customer terminates, a session that is called off costs"),
                "percent",
            ),
        ),
    ),
    (
        _("Sessions"),
        (
            ("interval_days", _("From one session to the next"), "days"),
            ("interval_slack_days", _("Later by at most"), "days"),
            ("first_gaps", _("How often the first ones are closer together"), "times"),
            ("first_gap_days", _("Between the first sessions"), "days"),
            ("first_gap_slack_days", _("Later by at most, between the first ones"), "days"),
            ("unit_minutes", _("A unit of supervision"), "minutes"),
            ("largest_group", _("Largest group"), "people"),
            ("plan_reminder_days", _("Remind of a proposed plan, after"), "days"),
            ("plan_escalates_days", _("Ask the coordinator to handle the plan, after"), "days"),
            ("plan_ends_days", _("Not confirmed, the plan lapses after"), "days"),
            ("session_reminder_days", _("Remind before a session"), "days"),
            (
                "free_limit_reminder_working_days",
                _("Remind before the last day on which cancelling it costs nothing, at the latest"),
                "working_days",
            ),
            ("confirmation_days", _("The supervisor says what happened, within"), "days"),
            ("review_days", _("Hold a review, and between its reminders"), "days"),
        ),
    ),
    (
        _("A pause"),
        (
            ("pause_extends", _("The last day moves by as long as it was paused"), "yes_or_no"),
            ("longest_pause_days", _("Then a coordinator asks whether it goes on"), "days"),
            ("resuming_working_days", _("From the order to go on to the first session"), "working_days"),
        ),
    ),
    (
        _("The end"),
        (
            ("continuation_days", _("Ask whether it goes on, before the last day"), "days"),
            ("continuation_again_days", _("Ask once more, before the last day"), "days"),
            ("earlier_end_days", _("Time to answer whether it ends sooner"), "days"),
        ),
    ),
    (
        _("Invoices"),
        (
            ("payment_days", _("Time to pay"), "days"),
            ("dispute_days", _("A line can be disputed for"), "days"),
            ("dispute_decision_working_days", _("Finance decides on a dispute within"), "working_days"),
        ),
    ),
)
"""Section -> field, what it is called, in what it is counted."""

STEPS: dict[SessionFormat, str] = {
    "individual": _("What cancelling costs, for one person"),
    "group": _("What cancelling costs, for a group"),
}
"""Of the same section: what the steps are called."""
