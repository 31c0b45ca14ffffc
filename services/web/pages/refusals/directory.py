"""Refusals of people, organisations, roles, addresses and credentials."""

from services.web.pages.languages import marked as _

SENTENCES = {
    "administrators_only": _("Only an administrator can do this."),
    "administrator_exists": _("This platform has an administrator already. Ask them for a role."),
    "notice_too_long": _("At most %(most_notice_months)s months or %(most_notice_days)s days."),
    "address_taken": _("Somebody else has this address."),
    "address_not_theirs": _("This is not the address of the entry that goes."),
    "admission_waits": _("The organisation's own HR still has time to admit this person. Wait until then."),
    "electronic_address_missing": _("An e-invoice needs its address: an OVT or a Peppol identifier."),
    "not_of_a_department": _("A department has invoices of its own processes alone."),
    "payment_days_too_long": _("A public buyer has %(public_payment_days)s days to pay at most."),
    "known_by_another_name": _(
        "Whoever has this address is known here by another name. Check the address, or ask them how their name is "
        "written here."
    ),
    "already_registered": _("This form was sent before, with another address. Open it anew."),
    "business_id_missing": _("A Finnish organisation has a business ID (Y-tunnus): write it here."),
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
    "credential_changed": _("Somebody has changed this meanwhile. Look at it again."),
    "falls_due_too_early": _("This has to be more than the number of days before it."),
    "foreign_id_missing": _("Write the VAT number or the number in its own country's business register."),
    "register_number_missing": _(
        "Write the business ID (Y-tunnus) above or, without one, the number in the register of associations here."
    ),
    "foreign_id_is_business_id": _("This is a business ID (Y-tunnus). Write it in the field above."),
    "register_number_without_digits": _("A number in a register has digits. Write it as it is there."),
    "merged_already": _("These two entries are one already, and the other one was kept."),
    "id_taken": _("Another customer is registered with this number."),
    "kind_of_a_person": _("A private person stays one; an organisation asks anew in its own name."),
    "id_not_theirs": _("This is left empty for a private person, or for a group that is in no register."),
    "last_administrator": _("The last administrator cannot be removed."),
    "link_over": _("This link is no longer good. Have a new one printed."),
    "already_ended": _("This has been ended already, with another reason."),
    "admission_over": _("What they asked for has ended: nobody is to be let in for it any more."),
    "name_of_a_person": _("This is a private person: the name is changed on the person's own page."),
    "passkey_needed": _("You have a passkey. Sign in with it first."),
    "department_name_taken": _("Another department already has this name."),
    "at_the_console": _("You come in at the console too: change your address there."),
    "not_yours_to_change": _("This is not yours to change."),
    "not_yours_to_give": _("You may not give this role here."),
    "not_yours_to_end": _("You may not end this role here."),
    "own_role": _("Nobody gives a role to themselves. Ask a colleague."),
    "role_elsewhere": _("This role is not given here."),
    "passkey_taken": _("This passkey belongs to somebody else."),
    "processes_open": _("Processes are still open. They are closed, withdrawn or given up first."),
    "items_open": _("There are sessions that are on no invoice yet. They are invoiced first."),
    "organisation_known": _("This customer is registered already, with other details."),
    "not_yours_to_end_entry": _("You may not end this entry."),
    "own_entry": _("One of them is your own entry. Ask a colleague to merge them."),
    "not_yours_to_merge": _("Entries of staff and supervisors are merged by an administrator."),
    "two_cards": _("Both have a supervisor's card, with processes and hours of their own. They stay apart."),
    "card_stays": _("The entry with the supervisor's card is the one that stays: swap them."),
    "two_customers": _("Both are private customers, with invoices of their own. They stay apart."),
    "opposite_parts": _("One of them supervises a process in which the other takes part. Nobody does both."),
    "members_not_signed": _(
        "Both are members in a contract that is not signed yet. Take it back and name the person once, then merge."
    ),
    "others_first": _("Others are having their files looked at just now. Try again in a minute."),
}
