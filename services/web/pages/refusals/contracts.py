"""Refusals of proposals of terms, signatures, amendments, trials, pauses and endings."""

from services.web.pages.languages import marked as _

SENTENCES = {
    "choice_carried_out": _("This is the last day: what was chosen is carried out."),
    "choice_changed": _("What is chosen is another by now. Look at it again."),
    "already_chosen": _("This choice has been made already."),
    "already_declined": _("This has been declined already, with another reason."),
    "named_twice": _("This is somebody who is named on another row already."),
    "already_paused": _("There is a pause on these days already."),
    "already_terminated": _("This contract has been terminated already, and not as you said it now."),
    "renewal_signed": _("The next contract is signed by all. End it on its own page, by its notice."),
    "fewer_than_stand": _(
        "More sessions than that are held, or stand, before the day from which the change holds. Agree on at least as"
        " many, or on an earlier day."
    ),
    "credentials_in_force": _("All credentials of the supervisor hold: it can be ended with notice."),
    "nothing_to_confirm": _("This contract was not ended without notice."),
    "already_confirmed": _("It has been confirmed already, otherwise."),
    "nobody_pays": _("It was not the supervisees who ended it, so nobody pays for what was called off."),
    "end_proposed_already": _("Another last day has been proposed and waits for its answers."),
    "not_an_earlier_day": _("The contract ends by then already."),
    "nothing_proposed": _("No other last day is proposed any more."),
    "end_taken_back": _("Who proposed this last day has taken it back. The contract goes on as before."),
    "ending_changed": _("What would be held and what called off has changed meanwhile. Look at it again."),
    "last_day_changed": _("The last day is another one by now. Look at it again."),
    "process_ended": _("This process has ended already."),
    "clauses_incomplete": _("Some clauses of the contract are still empty."),
    "consents_missing": _("Every member's consent is needed before the signature."),
    "amendment_open": _("Another change waits for its signatures. Take it back first."),
    "contract_declined": _("A party has said no to this contract."),
    "contract_lapsed": _("The time for agreeing to this change has run out. What was agreed goes on."),
    "contract_terminated": _("The contract has been terminated, and this change with it."),
    "contract_withdrawn": _("This contract has been taken back. What is to be signed comes by mail."),
    "effective_in_the_past": _(
        "A session of that day or a later one is recorded, or the day is past. The change can hold from a later day."
    ),
    "no_amendment_open": _("No change of this contract waits for signatures."),
    "not_asked": _("This change needs no consent of yours."),
    "nothing_changes": _("This is what is agreed already. Change something."),
    "term_over": _("The contract's last day is past: no session could be held by it. Choose a later one."),
    "contract_expired": _("The time for this contract has run out."),
    "contract_given_up": _("This process has ended without a contract."),
    "being_sealed": _("The signed contract is being sealed. Open it again in a moment."),
    "contract_signed": _("The contract has been signed already."),
    "group_too_large": _("These are more people than this kind of supervision is for."),
    "joining_over": _("It has been decided already whether they join."),
    "members_have_signed": _("Your group's signature has been given already. Talk with the coordinator."),
    "interest_hinders": _(
        "What you have said was not known to the others when they consented. It is recorded, the coordinator gets in"
        " touch with you, and you do not sign yet."
    ),
    "not_the_signer": _("This signature belongs to somebody else."),
    "not_a_commissioner": _("Only somebody who acts for the organisation today may do this."),
    "party_missing": _("Say for which of the parties you act."),
    "not_a_renewal": _("This stands as it was accepted: correct the proposal."),
    "proposal_open": _("A corrected proposal waits for its answer. Complete the contract when it has come."),
    "meeting_open": _(
        "The three parties have not met yet. Record the meeting, or leave it out with a reason."
    ),
    "meeting_recorded": _("The meeting is recorded already, otherwise."),
    "meeting_not_recorded": _("Nothing is recorded of the meeting yet."),
    "day_missing": _("Choose the day."),
    "no_meeting": _("No three-way meeting was proposed."),
    "proposal_not_accepted": _("The proposal has not been accepted."),
    "proposed_already": _("This person has been proposed from another day on. That waits for an answer."),
    "not_before_tomorrow": _("Choose tomorrow or a later day: everybody is asked before it."),
    "already_a_member": _("This person belongs to the group already."),
    "signature_out_of_order": _("It is not yet the turn of this signature."),
    "still_a_draft": _("The contract is still a draft."),
    "successor_missing": _("The continuation could not be prepared. Try again."),
    "supervisor_leaves": _(
        "The supervisor whom this contract names leaves before it begins. A coordinator looks for another, and you are"
        " asked to sign the contract anew."
    ),
    "change_to_come": _(
        "A change that all have signed begins later than this day. Choose its day or a later one. Sessions before it"
        " are moved one by one, or by entering the supervisor's days away."
    ),
    "supervisor_eligible_no_more": _(
        "You cannot take this over any more: a credential of yours does not reach through the sessions that you would"
        " hold, or your entry says otherwise than when you were proposed. Tell the coordinator, who corrects it, and"
        " sign then; or decline."
    ),
    "term_unconfirmed": _(
        "This is more than %(unusual_term_years)s years. Check the last day, and confirm it below if it is meant."
    ),
    "supervisor_stays": _("The supervisor is still there and says whether it goes on."),
    "trial_sessions_to_come": _("A trial session is still to come: see to that first."),
    "nobody_else_chosen": _("Choose another supervisor first."),
    "trial_agreed": _("Everybody has said yes already, and the trial sessions are booked."),
    "trial_changed": _("The trial has been prepared anew meanwhile. Read it again."),
    "trial_decided": _("It is decided already whether this goes on."),
    "trial_not_agreed": _("Not everybody has said yes to the trial yet."),
    "trial_not_asked": _("The days of the trial are still being looked for. Try again in a while."),
    "trial_not_begun": _("Say that it goes on once the first trial session has begun."),
    "trial_put_off": _(
        "The trial was put off. The coordinator prepares it anew, and you will be asked again."
    ),
    "outside_the_trial": _("This day is later than the trial's last day."),
    "members_not_heard": _("Confirm that every member was heard."),
    "not_printed": _("Write this in Latin, Greek or Cyrillic letters: our documents cannot show others."),
    "too_long_a_name": _("Write a short name on one line."),
    "notice_twice": _("Steps cannot have the same notice. Leave one out."),
    "later_costs_less": _("Whoever cancels later would pay less. Put the steps in order."),
    "version_changed": _("The contract has been changed meanwhile. Read it again."),
}
