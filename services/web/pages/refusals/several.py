"""Refusals that several services know, and of what they share: days, files, texts, the clock."""

from services.web.pages.languages import marked as _

SENTENCES = {
    "set_meanwhile": _(
        "Somebody else has saved this meanwhile. What stands now is shown on the page, and what you typed is kept: "
        "save it again if it is to hold instead."
    ),
    "price_of_nothing": _(
        "A session costs something. Only a trial can be free: that is chosen in the proposal."
    ),
    "operator_missing": _("A Finvoice needs an operator: choose who carries it."),
    "reference_unfit": _("This does not look as the rule below it says."),
    "already_answered": _("This has been answered already."),
    "already_moving": _("The clock is moving already. Wait until it has arrived."),
    "not_recorded": _("Nobody has recorded what became of this session yet."),
    "ground_missing": _("Write why it is recorded otherwise."),
    "day_is_past": _("This day is past."),
    "not_paused": _("Supervision is not paused."),
    "not_sure": _("Nothing has been done yet. Tick this if it is really to be so."),
    "plan_changed": _("The plan is another one by now. Look at it again."),
    "resumes_by_itself": _("The pause ends by then anyway. Choose an earlier day."),
    "already_signing": _("The contract is being signed and cannot be changed now."),
    "contract_not_signed": _("The contract has not been signed yet."),
    "day_too_early": _("This day is too long ago. Check the year."),
    "day_too_late": _("This day is too far ahead. Check the year."),
    "ends_before_start": _("The end is before the beginning."),
    "malformed": _("Check this field."),
    "latin_name_missing": _(
        "Write the name in Latin letters too: invoices cannot show the letters of your name."
    ),
    "link_elsewhere": _(
        "The link leads elsewhere: set the addresses of the customer portal and the console."
    ),
    "already_withdrawn": _("This has been taken back already, with another reason."),
    "name_missing": _("Write the name of the organisation."),
    "not_a_member": _("This can be done by a member of the group only."),
    "not_forward": _("The clock goes forward only."),
    "interest_blocks": _(
        "What this supervisor has to do with the parties stands in the way: choose somebody else."
    ),
    "interest_not_declared": _("The supervisor has not said yet what they have to do with the parties."),
    "supervisor_is_a_party": _(
        "The supervisor would be one of the parties, or is supervised by one of them."
    ),
    "in_the_future": _("This day has not come yet."),
    "not_in_the_future": _("Choose a time that has not passed."),
    "not_local": _("The clock can be moved on a local platform only."),
    "not_stuck": _("This process is not stopped any more."),
    "outside_the_contract": _("This time is outside the contract's term."),
    "department_exists": _("This organisation has a department of that name: choose it."),
    "not_yours_to_decide": _("This is not yours to decide."),
    "organisation_ended": _("This customer's entry has been ended. Take that back first."),
    "department_ended": _("This department has been closed. Take that back first."),
    "price_missing": _("The price list has no price for this length and day."),
    "proposal_changed": _("Another proposal has been sent meanwhile. Read it first."),
    "reason_missing": _("Write the reason."),
    "region_missing": _("Choose a region, or remote meetings."),
    "not_the_representative": _("Only whoever acts for the group does this."),
    "signs_for_both": _(
        "Whoever signs for the group does not sign for the commissioner too: choose somebody else for one of them."
    ),
    "representative_not_a_member": _("The representative has to be one of the supervisees."),
    "still_refused": _("The message was refused again. Fix the cause first."),
    "unknown_command": _("This part of the platform does not know that yet. Try again in a while."),
    "supervisor_not_eligible": _("This supervisor cannot be matched: see the reasons."),
    "no_trial": _("No trial sessions were agreed on for this process."),
    "trial_open": _("Trial sessions come first: this can be done once both sides have said that it goes on."),
    "too_large": _("This is more than can be sent at once. Shorten it, or choose a shorter time."),
    "too_many": _("These are too many."),
    "undo_too_late": _("It is too late to undo this."),
    "too_many_tries": _("Too many tries. Wait a while, then try again."),
    "brace_alone": _(
        "A brace or a pair of square brackets stands alone: write the fields as they stand below."
    ),
    "unknown_blank": _("This holds a field in braces that this text does not know."),
    "blank_missing": _("A field is missing that this text needs: all of those below have to stand in it."),
    "validity_in_the_past": _("Choose a day that has not passed."),
    "file_damaged": _("The file did not come whole. Send it again."),
    "file_too_large": _("The file is too large."),
    "files_waiting": _("Many of your files wait already. Use them, or try again tomorrow."),
    "picture_of_another_kind": _("This is no PNG and no JPEG picture, whatever its name says."),
    "picture_too_large": _("The picture has too many pixels. Send a smaller one."),
    "picture_too_small": _("The picture is too small to be read."),
    "picture_unreadable": _("The picture cannot be read: it is damaged, or not what it says it is."),
}
OF_FIELDS = {
    ("not_a_member", "present"): _("Somebody who is marked was not a member of the group on that day."),
}
