"""What is called what of the platform: steps of a workflow, parked messages, servers and services."""

from services.web.pages.languages import marked as _

STEPS = {
    "started": _("The system watches the deadlines from here on"),
    "phase_began": _("The system watches the deadlines of the next part from here on"),
    "activity_failed": _("A step that the system takes failed"),
    "activity_done": _("The system took a step"),
    "timer_fired": _("A deadline came: the system looked how it stands"),
    "ended": _("The system no longer watches the deadlines"),
}
"""Steps that are asked for and timers that are set are left out: what came of them follows. What people did is told by
the events themselves.
"""


STEP_NAMES = {
    "remind_of_step": _("somebody is reminded of their step"),
    "expire_proposal": _("it is asked whether the proposal has expired"),
    "look_at_trial": _("it is seen what is due of the trial"),
    "draft_contract": _("the contract is drafted"),
    "remind_of_draft": _("we are reminded of the draft"),
    "remind_signer": _("the signer is reminded"),
    "remind_of_pause": _("a coordinator is told that the pause has been long"),
    "expire_contract": _("it is asked whether the contract has expired"),
    "propose_plan": _("days are proposed for the sessions"),
    "look_at_series": _("it is seen whether a review has been reached"),
    "open_review": _("a review is opened"),
    "ask_continuation": _("the parties are asked whether to go on"),
    "end_process": _("the process is ended"),
    "failed": _("it failed"),
    "timed_out": _("its time was over"),
    "cancelled": _("it was cancelled"),
    "terminated": _("it was stopped by hand"),
}
"""Which step, and how it ended where that was not as it should; other names say nothing to a reader."""


REASONS = {
    "unknown_event": _("This service does not know such an event."),
    "other_release": _("This service and one that it asked are of different releases."),
    "unknown_value": _("It says something that this service does not know."),
    "malformed_envelope": _("Its cover data cannot be read."),
    "malformed_event": _("Its content cannot be read."),
    "too_large": _(
        "It is larger than a message may be. What comes later in the same process waits behind it."
    ),
    "refused_by_the_stream": _(
        "The stream does not take it now. It is tried again by itself; "
        "what comes later in the same process waits behind it."
    ),
}
"""Why a message was parked, where it is no refusal."""


SERVERS = {
    "database": _("Database"),
    "tables": _("Tables that a migration makes"),
    "broker": _("Message broker"),
    "temporal": _("Workflow server"),
    "mail": _("Mail server"),
}
"""What a process may wait for besides another one."""


SOURCES = {
    "directory": _("Directory"),
    "portal": _("Portal"),
    "intake": _("Inquiries"),
    "contracts": _("Contracts"),
    "sessions": _("Sessions"),
    "billing": _("Billing"),
    "console": _("Console"),
    "notices": _("Mail"),
    "workflows": _("Workflow service"),
}
