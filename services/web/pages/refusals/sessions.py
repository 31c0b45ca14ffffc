"""Refusals of series, sessions, records, goals and reviews."""

from services.web.pages.languages import marked as _

SENTENCES = {
    "not_all_fit": _(
        "Not all sessions find a time on this weekday. Choose another one, or offer more hours."
    ),
    "nothing_that_weekday": _(
        "The supervisor has no time for these sessions on that weekday. Choose another, or have more hours offered."
    ),
    "session_moved": _("The session has been moved meanwhile. Look at its time again."),
    "record_changed": _("This session has been recorded otherwise meanwhile. Look at it again."),
    "canceller_missing": _("Say who cancelled."),
    "told_at_missing": _("Say when it was cancelled."),
    "came_again": _("The session that came in its place is over as well. Tell our coordinator."),
    "already_recorded": _("This session has been recorded already, otherwise."),
    "before_the_pause": _("This is before the pause begins."),
    "contract_paused": _("Supervision is paused then."),
    "supervisor_away": _("The supervisor is away then."),
    "pause_too_long": _(
        "A pause is not this long. Leave the last day open: it goes on when somebody says so."
    ),
    "already_planned": _("The sessions are planned already. Move them one by one, or all of them together."),
    "no_plan": _("No plan waits for an answer any more. Our coordinator proposes another one."),
    "plan_too_near": _(
        "The first session of this plan is too near by now. Ask for other days, or wait for another plan."
    ),
    "nobody_holds_them": _(
        "The supervisor leaves, and nobody is agreed on yet for the sessions after that. Until a coordinator has found"
        " another supervisor, the pause is left open."
    ),
    "already_left": _("You have left the group already, and said otherwise why."),
    "ends_instead": _(
        "Nobody else takes part, and you are the customer yourself: end the supervision instead."
    ),
    "review_released": _("Every consent was given, and the commissioner may read this review already."),
    "another_supervisor": _(
        "On that day the sessions are another supervisor's, or one is proposed who is not agreed yet."
    ),
    "no_availability": _("The supervisor has not offered any hours yet."),
    "no_part_in_it_then": _("You had no part in it on that day."),
    "too_soon": _(
        "This is less than a day ahead. Choose a later time, or ask your supervisor or the coordinator to agree on "
        "it with everybody."
    ),
    "not_the_supervisor": _("This can be done by the process's own supervisor only."),
    "count_missing": _("Say how many were there."),
    "nothing_chosen": _("Choose at least one."),
    "not_renewed": _("It is not chosen that this process goes on."),
    "not_your_goal": _("This goal is somebody else's: whose it is changes, assesses and releases it."),
    "change_over": _("This change of the goal does not wait for an answer any more."),
    "decided_otherwise": _("It has been decided already, and otherwise."),
    "change_waits": _("Another change of this goal waits for the group. Answer it first."),
    "another_waits": _("Somebody else has been proposed to act for the group. Answer that first."),
    "already_the_representative": _("This person acts for the group on that day already."),
    "from_day_passed": _("Choose a day that has not passed."),
    "alone_in_it": _("You are the only supervisee of this session: move it or cancel it instead."),
    "review_not_done": _("The review has not been held yet."),
    "review_not_open": _("This review is not open."),
    "session_already_begun": _("The session has already begun."),
    "session_not_open": _("This session is not open any more."),
    "told_after_the_start": _("This is after the session began. Then it is one to which nobody came."),
    "session_not_over": _("The session is not over yet."),
    "nobody_to_come": _(
        "Everybody had left by that day, so nobody stayed away. Record the session as cancelled."
    ),
    "slot_taken": _("This time has just been taken. Choose another one."),
    "term_too_long": _("A contract is for %(longest_term_years)s years at most."),
}
