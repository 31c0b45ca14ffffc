"""Refusals of inquiries, screening, matching and proposals."""

from services.web.pages.languages import marked as _

SENTENCES = {
    "already_decided": _("This has been decided already, otherwise."),
    "inquiry_changed": _("The inquiry has been changed meanwhile. Read it again."),
    "not_the_asker": _("Only who asks can confirm this."),
    "already_submitted": _("This inquiry has been sent already, with other content."),
    "contact_is_who_asks": _(
        "Who asks stays the same here. Your own mail address is changed on your own page; "
        "our coordinator changes who asks."
    ),
    "not_going_on": _("Nothing goes on here whose supervisor could be another."),
    "group_too_small": _("These are fewer people than this kind of supervision is for."),
    "asked_back": _("The inquiry has been withdrawn: nothing is decided or agreed on it any more."),
    "no_departments": _("A private person has no departments."),
    "no_proposal": _("There is no proposal yet."),
    "not_in_matching": _("This inquiry is not waiting for a supervisor."),
    "years_reversed": _("The last year is before the first, or in the future."),
    "not_matched": _("Choose the supervisor first."),
    "typed_facts_differ": _("What was typed differs from what is known. Say which holds."),
    "proposal_expired": _("The proposal is no longer valid."),
    "language_not_served": _("We do not serve this language at the moment. Choose another one."),
    "preferred_from_past": _("This day is over. Choose today or a later day."),
    "begins_before_answer": _(
        "This must be later than the last day on which the proposal can be answered: the contract is signed first."
    ),
    "trial_end_missing": _("Say by which day the trial sessions have been held."),
    "trial_ends_too_early": _("This must be later than the proposal's own last day."),
    "trial_ends_too_late": _("This must be before the contract's last day."),
    "too_late_for_a_trial": _("The contract comes next: a trial can no longer be offered."),
    "too_many_waiting": _("So many of your inquiries wait for an answer already. Call us, or wait for it."),
}
