"""Refusals of invoices, lines of a month, credit notes and the seller."""

from services.web.pages.languages import marked as _

SENTENCES = {
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
    "travel_price_missing": _("There is no price for this yet: ask finance to enter one."),
    "price_is_set": _("What travel costs is on the provider's price list: leave this empty."),
    "already_invoiced": _(
        "This session is on an invoice already. Tell our coordinator: "
        "what is on an invoice is put right by a credit note."
    ),
    "already_entered": _("This was entered already, in other words. Look at the list."),
    "quantity_wrong": _("Enter a number above zero. Only a correction may be below it, and none is nothing."),
    "comes_to_nothing": _("Nobody would have to pay for this: it comes to nothing."),
    "price_not_said": _("Enter a price: for this kind and day there is no other."),
    "already_exempt": _("This process bears no VAT already. End that first, where it is to be otherwise."),
    "already_aside": _("This line is kept off the invoice already. Look at the month again."),
    "reported_already": _(
        "This session has an equal line already. Another one like it needs a note that says what it is."
    ),
    "is_withdrawn": _("This line is withdrawn already: nobody is billed for it. Look at the list again."),
    "not_waiting": _("This line waits for no invoice any more. Look at the month again."),
    "session_recorded_otherwise": _("Billing has this session already, recorded otherwise or on an invoice."),
    "bic_missing": _("This account's number does not say which bank it is at. Write the bank's BIC."),
    "bic_invalid": _("This bank is in another country than the account."),
    "iban_invalid": _("This is not a valid IBAN."),
    "already_denied": _("You have said so already, with other words."),
    "already_disputed": _("This is disputed already, and being looked into."),
    "cost_changed": _("It costs otherwise than when you looked at it. Look at it again."),
    "already_resolved": _("This has been decided already, otherwise."),
    "billed_by_hand": _("This was billed by hand: talk with the provider."),
    "dispute_too_late": _("The time for disputing lines of this invoice is over. Write to us instead."),
    "nothing_to_dispute": _("This costs nothing."),
    "percent_missing": _("Write how much of it is not owed."),
    "percent_of_nothing": _("A percent is for what is accepted: leave it out, or choose another decision."),
    "bill_taken_back": _("This note was taken back. Note the month anew if it is billed by hand after all."),
    "already_billed": _("This has been noted as billed by hand already, with other words."),
    "bill_too_old": _("It is too late to take this back: the books of that month are closed."),
    "not_held": _("Nothing of this is held any more."),
    "number_or_reason_missing": _("Write your own invoice number, or why there is none."),
    "waiting_changed": _("What waits has changed meanwhile. Look at the sum again."),
    "period_still_open": _("The month is not over yet."),
    "vat_rate_missing": _("No rate of VAT is known for that day."),
    "seller_abroad": _("The seller's address is in Finland."),
    "seller_missing": _("Enter the seller's details and bank account first."),
    "still_on_its_way": _("It is on its way already: it is tried again by itself."),
    "terms_not_known": _("The contract has no price for this session."),
    "tiers_in_two_units": _("Count the notice in hours or in working days, not in both."),
}
