"""What a service's refusal is called in a reader's language: a sentence for each code, never what was sent."""

from services.runtime.commands.refusal import Refusal
from services.web.pages.languages import marked as _

SENTENCES = {
    "administrators_only": _("Only an administrator can do this."),
    "administrator_exists": _("This platform has an administrator already. Ask them for a role."),
    "address_taken": _("Somebody else has this address."),
    "address_not_theirs": _("This is not the address of the entry that goes."),
    "admission_waits": _("The organisation's own HR still has time to admit this person. Wait until then."),
    "no_electronic_address": _("The organisation had no e-invoice address when this was made."),
    "no_buyer_reference": _("It has neither a reference of the buyer nor an order."),
    "document_does_not_fit": _("A name or an address is longer than its fields."),
    "nothing_to_credit": _("Nothing is left of this invoice."),
    "credited_too_much": _("This is more than credit notes have left of it."),
    "already_credited": _("This was credited already, otherwise."),
    "part_let_go": _(
        "Nobody is billed for a part of a line, as an earlier credit note said, and a line is billed again only as a "
        "whole. Let the rest of it go too, and enter what is to be billed as a line of its own."
    ),
    "invoice_not_right": _("Such a credit note would break a rule of its document."),
    "electronic_address_missing": _("An e-invoice needs its address: an OVT or a Peppol identifier."),
    "not_of_a_department": _("A department has invoices of its own processes alone."),
    "operator_missing": _("A Finvoice needs an operator: choose who carries it."),
    "travel_price_missing": _("There is no price for this yet: ask finance to enter one."),
    "price_is_set": _("What travel costs is on the provider's price list: leave this empty."),
    "reference_unfit": _("This does not look as the rule below it says."),
    "payment_days_too_long": _("A public buyer has %(public_payment_days)s days to pay at most."),
    "already_answered": _("This has been answered already."),
    "choice_carried_out": _("This is the last day: what was chosen is carried out."),
    "already_chosen": _("This choice has been made already."),
    "already_decided": _("This has been decided already, otherwise."),
    "already_declined": _("This has been declined already, with another reason."),
    "inquiry_changed": _("The inquiry has been changed meanwhile. Read it again."),
    "named_twice": _("This is somebody who is named on another row already."),
    "not_the_asker": _("Only who asks can confirm this."),
    "already_moving": _("The clock is moving already. Wait until it has arrived."),
    "already_invoiced": _(
        "This session is on an invoice already. Tell our coordinator: "
        "what is on an invoice is put right by a credit note."
    ),
    "already_entered": _("This was entered already, in other words. Look at the list."),
    "quantity_wrong": _("Enter a number above zero. Only a correction may be below it, and none is nothing."),
    "price_not_said": _("Enter a price: for this kind and day there is no other."),
    "already_exempt": _("This process bears no VAT already. End that first, where it is to be otherwise."),
    "already_aside": _("This line is kept off the invoice already. Look at the month again."),
    "reported_already": _(
        "This session has an equal line already. Another one like it needs a note that says what it is."
    ),
    "is_withdrawn": _("This line is withdrawn already: nobody is billed for it. Look at the list again."),
    "not_waiting": _("This line waits for no invoice any more. Look at the month again."),
    "session_recorded_otherwise": _("Billing has this session already, recorded otherwise or on an invoice."),
    "not_recorded": _("Nobody has recorded what became of this session yet."),
    "not_all_fit": _(
        "Not all sessions find a time on this weekday. Choose another one, or offer more hours."
    ),
    "nothing_that_weekday": _(
        "The supervisor has no time for these sessions on that weekday. Choose another, or have more hours offered."
    ),
    "session_moved": _("The session has been moved meanwhile. Look at its time again."),
    "record_changed": _("This session has been recorded otherwise meanwhile. Look at it again."),
    "ground_missing": _("Write why it is recorded otherwise."),
    "canceller_missing": _("Say who cancelled."),
    "told_at_missing": _("Say when it was cancelled."),
    "came_again": _("The session that came in its place is over as well. Tell our coordinator."),
    "already_recorded": _("This session has been recorded already, otherwise."),
    "already_paused": _("There is a pause on these days already."),
    "before_the_pause": _("This is before the pause begins."),
    "contract_paused": _("Supervision is paused then."),
    "supervisor_away": _("The supervisor is away then."),
    "day_is_past": _("This day is past."),
    "not_paused": _("Supervision is not paused."),
    "pause_too_long": _(
        "A pause is not this long. Leave the last day open: it goes on when somebody says so."
    ),
    "already_planned": _("The sessions are planned already. Move them one by one, or all of them together."),
    "no_plan": _("No plan waits for an answer any more. Our coordinator proposes another one."),
    "plan_too_near": _(
        "The first session of this plan is too near by now. Ask for other days, or wait for another plan."
    ),
    "plan_changed": _("The plan is another one by now. Look at it again."),
    "nobody_holds_them": _(
        "The supervisor leaves, and nobody is agreed on yet for the sessions after that. Until a coordinator has found"
        " another supervisor, the pause is left open."
    ),
    "resumes_by_itself": _("The pause ends by then anyway. Choose an earlier day."),
    "already_terminated": _("This contract has been terminated already, and not as you said it now."),
    "renewal_signed": _("The next contract is signed by all. End it on its own page, by its notice."),
    "credentials_in_force": _("All credentials of the supervisor hold: it can be ended with notice."),
    "nothing_to_confirm": _("This contract was not ended without notice."),
    "already_confirmed": _("It has been confirmed already, otherwise."),
    "nobody_pays": _("It was not the supervisees who ended it, so nobody pays for what was called off."),
    "end_proposed_already": _("Another last day has been proposed and waits for its answers."),
    "not_an_earlier_day": _("The contract ends by then already."),
    "nothing_proposed": _("No other last day is proposed any more."),
    "ending_changed": _("What would be held and what called off has changed meanwhile. Look at it again."),
    "last_day_changed": _("The last day is another one by now. Look at it again."),
    "process_ended": _("This process has ended already."),
    "already_signing": _("The contract is being signed and cannot be changed now."),
    "already_registered": _("This form was sent before, with another address. Open it anew."),
    "already_submitted": _("This inquiry has been sent already, with other content."),
    "already_left": _("You have left the group already, and said otherwise why."),
    "review_released": _("Every consent was given, and the commissioner may read this review already."),
    "bic_missing": _("This account's number does not say which bank it is at. Write the bank's BIC."),
    "bic_invalid": _("This bank is in another country than the account."),
    "business_id_missing": _("A Finnish organisation has a business ID (Y-tunnus): write it here."),
    "clauses_incomplete": _("Some clauses of the contract are still empty."),
    "consents_missing": _("Every member's consent is needed before the signature."),
    "contact_is_who_asks": _(
        "Who asks stays the same here. Your own mail address is changed on your own page; "
        "our coordinator changes who asks."
    ),
    "amendment_open": _("Another change waits for its signatures. Take it back first."),
    "contract_declined": _("A party has said no to this paper."),
    "contract_lapsed": _("The time for agreeing to this change has run out. What was agreed goes on."),
    "contract_terminated": _("The contract has been terminated, and this change with it."),
    "contract_withdrawn": _("This paper has been taken back. What is to be signed comes by mail."),
    "effective_in_the_past": _(
        "A session of that day or a later one is recorded, or the day is past. The change can hold from a later day."
    ),
    "no_amendment_open": _("No change of this contract waits for signatures."),
    "not_asked": _("This change needs no consent of yours."),
    "sessions_left": _(
        "After that day sessions are left without a supervisor. Propose another one, pause or end those processes, "
        "or have them paused with the end."
    ),
    "pause_ahead": _(
        "For the process that is marked a later pause is agreed. Propose another supervisor for it, or take that "
        "pause back."
    ),
    "trial_left": _(
        "A trial of theirs goes on after that day, and has no contract to be paused: "
        "end it, or have its sessions moved to before that day."
    ),
    "terminated_left": _(
        "The process that is marked is terminated and is paused no more. Propose another supervisor for its last "
        "sessions."
    ),
    "supervisor_ended": _("This supervisor's entry has ended already."),
    "not_going_on": _("Nothing goes on here whose supervisor could be another."),
    "another_supervisor": _(
        "On that day the sessions are another supervisor's, or one is proposed who is not agreed yet."
    ),
    "nothing_changes": _("This is what is agreed already. Change something."),
    "contract_expired": _("The time for signing this contract has run out."),
    "contract_given_up": _("This process has ended without a contract."),
    "contract_not_signed": _("The contract has not been signed yet."),
    "being_sealed": _("The signed contract is being sealed. Open it again in a moment."),
    "contract_signed": _("The contract has been signed already."),
    "credential_changed": _("Somebody has changed this meanwhile. Look at it again."),
    "day_too_early": _("This day is too long ago. Check the year."),
    "day_too_late": _("This day is too far ahead. Check the year."),
    "ends_before_start": _("The end is before the beginning."),
    "falls_due_too_early": _("This has to be more than the number of days before it."),
    "foreign_id_missing": _("Write the VAT number or the number in its own country's business register."),
    "register_number_missing": _(
        "Write the business ID (Y-tunnus) above or, without one, the number in the register of associations here."
    ),
    "foreign_id_is_business_id": _("This is a business ID (Y-tunnus). Write it in the field above."),
    "register_number_without_digits": _("A number in a register has digits. Write it as it is there."),
    "merged_already": _("These two entries are one already, and the other one was kept."),
    "group_too_large": _("These are more people than this kind of supervision is for."),
    "group_too_small": _("These are fewer people than this kind of supervision is for."),
    "iban_invalid": _("This is not a valid IBAN."),
    "id_taken": _("Another customer is registered with this id."),
    "kind_of_a_person": _("A private person stays one; an organisation asks anew in its own name."),
    "id_not_theirs": _("This is left empty for a private person, or for a group that is in no register."),
    "last_administrator": _("The last administrator cannot be removed."),
    "malformed": _("Check this field."),
    "latin_name_missing": _(
        "Write the name in Latin letters too: invoices cannot show the letters of your name."
    ),
    "link_elsewhere": _(
        "The link leads elsewhere: set the addresses of the customer portal and the console."
    ),
    "link_over": _("This link is no longer good. Have a new one printed."),
    "already_ended": _("This has been ended already, with another reason."),
    "joining_over": _("It has been decided already whether they join."),
    "admission_over": _("What they asked for has ended: nobody is to be let in for it any more."),
    "asked_back": _("The inquiry has been withdrawn: nothing is decided or agreed on it any more."),
    "already_withdrawn": _("This has been taken back already, with another reason."),
    "members_have_signed": _("Your group's signature has been given already. Talk with the coordinator."),
    "name_missing": _("Write the name of the organisation."),
    "name_of_a_person": _("This is a private person: the name is changed on the person's own page."),
    "no_availability": _("The supervisor has not offered any hours yet."),
    "no_departments": _("A private person has no departments."),
    "no_part_in_it_then": _("You had no part in it on that day."),
    "no_proposal": _("There is no proposal yet."),
    "not_a_member": _("This can be done by a member of the group only."),
    "not_forward": _("The clock goes forward only."),
    "not_in_matching": _("This inquiry is not waiting for a supervisor."),
    "already_denied": _("You have said so already, with other words."),
    "already_disputed": _("This is disputed already, and being looked into."),
    "already_resolved": _("This has been decided already, otherwise."),
    "billed_by_hand": _("This was billed by hand: talk with the provider."),
    "dispute_too_late": _("The time for disputing lines of this invoice is over. Write to us instead."),
    "nothing_to_dispute": _("This costs nothing."),
    "percent_missing": _("Write how much of it is not owed."),
    "interest_blocks": _(
        "What this supervisor has to do with the parties stands in the way: choose somebody else."
    ),
    "interest_hinders": _(
        "What you have said was not known to the others when they consented. It is recorded, the coordinator gets in"
        " touch with you, and you do not sign yet."
    ),
    "interest_not_declared": _("The supervisor has not said yet what they have to do with the parties."),
    "supervisor_is_a_party": _(
        "The supervisor would be one of the parties, or is supervised by one of them."
    ),
    "years_reversed": _("The last year is before the first, or in the future."),
    "in_the_future": _("This day has not come yet."),
    "too_soon": _(
        "This is less than a day ahead. Choose a later time, or ask your supervisor or the coordinator to agree on "
        "it with everybody."
    ),
    "not_in_the_future": _("Choose a time that has not passed."),
    "not_local": _("The clock can be moved on a local platform only."),
    "not_matched": _("Choose the supervisor first."),
    "not_stuck": _("This process is not stuck any more."),
    "not_the_signer": _("This signature belongs to somebody else."),
    "not_a_commissioner": _("Only somebody who acts for the organisation today may do this."),
    "not_the_supervisor": _("This can be done by the process's own supervisor only."),
    "count_missing": _("Say how many were there."),
    "nothing_chosen": _("Choose at least one."),
    "outside_the_contract": _("This time is outside the contract's term."),
    "party_missing": _("Say which of the parties ends it."),
    "passkey_needed": _("You have a passkey. Sign in with it first."),
    "department_name_taken": _("Another department already has this name."),
    "department_exists": _("This organisation has a department of that name: choose it."),
    "at_the_console": _("You come in at the console too: change your address there."),
    "not_yours_to_change": _("This is not yours to change."),
    "not_yours_to_decide": _("This is not yours to decide."),
    "not_yours_to_give": _("You may not give this role here."),
    "not_yours_to_end": _("You may not end this role here."),
    "own_role": _("Nobody gives a role to themselves. Ask a colleague."),
    "role_elsewhere": _("This role is not given here."),
    "typed_facts_differ": _("What was typed differs from what is known. Say which holds."),
    "passkey_taken": _("This passkey belongs to somebody else."),
    "processes_open": _("Processes are still open. They are closed, withdrawn or given up first."),
    "items_open": _("There are sessions that are on no invoice yet. They are invoiced first."),
    "organisation_ended": _("This customer's entry has been ended. Take that back first."),
    "organisation_known": _("This customer is registered already, with other details."),
    "department_ended": _("This department has been closed. Take that back first."),
    "not_yours_to_end_entry": _("You may not end this entry."),
    "bill_taken_back": _("This note was taken back. Note the month anew if it is billed by hand after all."),
    "already_billed": _("This has been noted as billed by hand already, with other words."),
    "bill_too_old": _("It is too late to take this back: the books of that month are closed."),
    "not_held": _("Nothing of this is held any more."),
    "number_or_reason_missing": _("Write your own invoice number, or why there is none."),
    "waiting_changed": _("What waits has changed meanwhile. Look at the sum again."),
    "period_still_open": _("The month is not over yet."),
    "vat_rate_missing": _("No rate of VAT is known for that day."),
    "not_renewed": _("It is not chosen that this process goes on."),
    "not_a_renewal": _("This stands as it was accepted: correct the proposal."),
    "price_missing": _("The price list has no price for this length and day."),
    "proposal_changed": _("Another proposal has been sent meanwhile. Read it first."),
    "proposal_expired": _("The proposal is no longer valid."),
    "proposal_open": _("A corrected proposal waits for its answer. Complete the contract when it has come."),
    "meeting_open": _(
        "The three parties have not met yet. Record the meeting, or leave it out with a reason."
    ),
    "meeting_recorded": _("The meeting is recorded already, otherwise."),
    "meeting_not_recorded": _("Nothing is recorded of the meeting yet."),
    "day_missing": _("Choose the day."),
    "no_meeting": _("No three-way meeting was proposed."),
    "proposal_not_accepted": _("The proposal has not been accepted."),
    "reason_missing": _("Write the reason."),
    "language_not_served": _("We do not serve this language at the moment. Choose another one."),
    "preferred_from_past": _("This day is over. Choose today or a later day."),
    "region_missing": _("Choose a region, or remote meetings."),
    "not_your_goal": _("This goal is somebody else's: whose it is changes, assesses and releases it."),
    "change_over": _("This change of the goal does not wait for an answer any more."),
    "decided_otherwise": _("It has been decided already, and otherwise."),
    "change_waits": _("Another change of this goal waits for the group. Answer it first."),
    "not_the_representative": _("Only whoever acts for the group does this."),
    "another_waits": _("Somebody else has been proposed to act for the group. Answer that first."),
    "proposed_already": _("This person has been proposed from another day on. That waits for an answer."),
    "not_before_tomorrow": _("Choose tomorrow or a later day: everybody is asked before it."),
    "already_a_member": _("This person belongs to the group already."),
    "already_the_representative": _("This person acts for the group on that day already."),
    "from_day_passed": _("Choose a day that has not passed."),
    "alone_in_it": _("You are the only supervisee of this session: move it or cancel it instead."),
    "representative_not_a_member": _("The representative has to be one of the supervisees."),
    "review_not_done": _("The review has not been held yet."),
    "review_not_open": _("This review is not open."),
    "seller_abroad": _("The seller's address is in Finland."),
    "seller_missing": _("Enter the seller's details and bank account first."),
    "session_already_begun": _("The session has already begun."),
    "session_not_open": _("This session is not open any more."),
    "told_after_the_start": _("This is after the session began. Then it is one to which nobody came."),
    "session_not_over": _("The session is not over yet."),
    "signature_out_of_order": _("It is not yet the turn of this signature."),
    "slot_taken": _("This time has just been taken. Choose another one."),
    "still_on_its_way": _("It is on its way already: it is tried again by itself."),
    "still_a_draft": _("The contract is still a draft."),
    "still_refused": _("The message was refused again. Fix the cause first."),
    "successor_missing": _("The continuation could not be prepared. Try again."),
    "unknown_command": _("This part of the platform does not know that yet. Try again in a while."),
    "supervisor_eligible_no_more": _(
        "You cannot take this over any more: a credential of yours does not reach through the sessions that you would"
        " hold, or your entry says otherwise than when you were proposed. Tell the coordinator, who corrects it, and"
        " sign then; or decline."
    ),
    "supervisor_not_eligible": _("This supervisor cannot be matched: see the reasons."),
    "term_too_long": _("A contract is for %(longest_term_years)s years at most."),
    "term_unconfirmed": _(
        "This is more than %(unusual_term_years)s years. Check the last day, and confirm it below if it is meant."
    ),
    "terms_not_known": _("The contract has no price for this session."),
    "own_entry": _("One of them is your own entry. Ask a colleague to merge them."),
    "not_yours_to_merge": _("Entries of staff and supervisors are merged by an administrator."),
    "two_cards": _("Both have a supervisor's card, with processes and hours of their own. They stay apart."),
    "card_stays": _("The entry with the supervisor's card is the one that stays: swap them."),
    "two_customers": _("Both are private customers, with invoices of their own. They stay apart."),
    "opposite_parts": _("One of them supervises a process in which the other takes part. Nobody does both."),
    "members_not_signed": _(
        "Both are members in a contract that is not signed yet. Take it back and name the person once, then merge."
    ),
    "no_trial": _("No trial sessions were agreed on for this process."),
    "trial_open": _("Trial sessions come first: this can be done once both sides have said that it goes on."),
    "trial_agreed": _("Everybody has said yes already, and the trial sessions are booked."),
    "trial_changed": _("The trial has been prepared anew meanwhile. Read it again."),
    "trial_decided": _("It is decided already whether this goes on."),
    "trial_not_agreed": _("Not everybody has said yes to the trial yet."),
    "trial_not_asked": _("The days of the trial are still being looked for. Try again in a while."),
    "trial_not_begun": _("Say that it goes on once the first trial session has begun."),
    "trial_put_off": _(
        "Not everybody said yes in time. The coordinator looks for other days, and you will be asked again."
    ),
    "trial_end_missing": _("Say by which day the trial sessions have been held."),
    "trial_ends_too_early": _("This must be later than the proposal's own last day."),
    "trial_ends_too_late": _("This must be before the contract's last day."),
    "too_late_for_a_trial": _("The contract comes next: a trial can no longer be offered."),
    "outside_the_trial": _("This day is later than the trial's last day."),
    "members_not_heard": _("Confirm that every member was heard."),
    "too_large": _("This is more than can be sent at once. Shorten it, or choose a shorter time."),
    "too_many": _("These are too many."),
    "undo_too_late": _("It is too late to undo this."),
    "too_many_waiting": _("So many of your inquiries wait for an answer already. Call us, or wait for it."),
    "too_many_tries": _("Too many tries. Wait a while, then try again."),
    "brace_alone": _(
        "A brace or a pair of square brackets stands alone: write the fields as they stand below."
    ),
    "unknown_blank": _("This holds a field in braces that this text does not know."),
    "blank_missing": _("A field is missing that this text needs: all of those below have to stand in it."),
    "not_printed": _("Write this in Latin, Greek or Cyrillic letters: our papers cannot show others."),
    "too_long_a_name": _("Write a short name on one line."),
    "validity_in_the_past": _("Choose a day that has not passed."),
    "file_damaged": _("The file did not come whole. Send it again."),
    "file_too_large": _("The file is too large."),
    "files_waiting": _("Many of your files wait already. Use them, or try again tomorrow."),
    "picture_of_another_kind": _("This is no PNG and no JPEG picture, whatever its name says."),
    "picture_too_large": _("The picture has too many pixels. Send a smaller one."),
    "picture_too_small": _("The picture is too small to be read."),
    "picture_unreadable": _("The picture cannot be read: it is damaged, or not what it says it is."),
    "others_first": _("Others are having their files looked at just now. Try again in a minute."),
    "notice_twice": _("Steps cannot have the same notice. Leave one out."),
    "later_costs_less": _("Whoever cancels later would pay less. Put the steps in order."),
    "tiers_in_two_units": _("Count the notice in hours or in working days, not in both."),
    "version_changed": _("The contract has been changed meanwhile. Read it again."),
}


def sentence(refusal: Refusal) -> str:
    """English, to be translated where it is shown. A code without a sentence is a fault of ours, but no dead end."""
    return SENTENCES.get(refusal.code, _("This cannot be done now."))
