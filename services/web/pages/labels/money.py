"""Labels of invoices, their documents, and disputes."""

from services.web.pages.languages import marked as _

OF_MONEY = {
    "hold_reason.private_person": _("The customer is a private person"),
    "hold_reason.no_business_id": _("The customer has no Finnish business ID"),
    "hold_reason.abroad": _(
        "It is not sure where this customer abroad is taxed: check its country and VAT number, or bill it by hand"
    ),
    "hold_reason.buyer_reference_missing": _(
        "The customer wants its reference on every invoice, and it is missing: ask for it"
    ),
    "hold_reason.order_number_missing": _(
        "The customer wants its order number on every invoice, and it is missing: ask for it"
    ),
    "hold_reason.agreement_missing": _(
        "The customer wants its agreement number on every invoice, and it is missing: ask for it"
    ),
    "hold_reason.reference_unfit": _(
        "A reference does not look as the customer has said: put it right in the billing data"
    ),
    "hold_reason.seller_identifiers_wrong": _(
        "The seller's business ID is wrong: put it right in the seller's details"
    ),
    "hold_reason.buyer_identifiers_wrong": _(
        "The customer's business ID is wrong: put it right in the customer's details"
    ),
    "hold_reason.account_wrong": _(
        "The seller's account number or bank is wrong: put it right in the seller's details"
    ),
    "hold_reason.reference_wrong": _(
        "The payment reference's check digit is wrong: tell who runs the platform"
    ),
    "hold_reason.price_wrong": _("A line has a price below zero: put the contract's price right"),
    "hold_reason.line_sum_wrong": _(
        "A line's sum is not its price times its share: tell who runs the platform"
    ),
    "hold_reason.vat_rate_wrong": _(
        "A line's VAT rate was not in force on its day: tell who keeps the table of rates"
    ),
    "hold_reason.vat_place_wrong": _(
        "The invoice says otherwise than its lines where it is taxed: tell who runs the platform"
    ),
    "hold_reason.vat_base_wrong": _(
        "The lines of a VAT rate do not make its sum: tell who runs the platform"
    ),
    "hold_reason.vat_sum_wrong": _("The VAT of a rate is wrong: tell who runs the platform"),
    "hold_reason.total_wrong": _(
        "The invoice's total is not the sum of its parts: tell who runs the platform"
    ),
    "hold_reason.nothing_to_pay": _(
        "Nothing is to be paid: withdraw the correction that takes off more than there is, or bill it by hand"
    ),
    "hold_reason.days_wrong": _(
        "Sessions, invoice and due day are not in order: look at the days of what was recorded"
    ),
    "hold_reason.bar_code_wrong": _(
        "The bar code says something else than the invoice: tell who runs the platform"
    ),
    "hold_reason.preceding_wrong": _(
        "A credit note without the invoice that it corrects: tell who runs the platform"
    ),
    "hold_reason.no_electronic_address": _(
        "It has no e-invoice address, and is to get e-invoices: enter the address, or another way"
    ),
    "hold_reason.no_buyer_reference": _(
        "It has neither a reference of the buyer nor an order, and Peppol wants one: enter it"
    ),
    "hold_reason.document_does_not_fit": _(
        "A name or an address is longer than an e-invoice has room for: shorten it, or choose mail"
    ),
    "hold_reason.published_rule_broken": _(
        "The e-invoice breaks a published rule: look at the customer's and the seller's details, or choose mail"
    ),
    "hold_reason.broke_down": _("Its making broke down: tell who runs the platform"),
    "credited_then.bill_again": _("It is billed again, as it is recorded when the next run comes"),
    "credited_then.let_go": _("Nobody is billed for it"),
    "item_kind.held": _("Held"),
    "item_kind.cancelled": _("Cancelled late"),
    "item_kind.no_show": _("Nobody came"),
    "item_kind.late_moved": _("Moved late"),
    "item_kind.trial_credit": _("Credit for the trial sessions"),
    "item_kind.travel": _("Travel, kilometres"),
    "item_kind.travel_time": _("Travelling time"),
    "item_kind.material": _("Material"),
    "item_kind.fixed_fee": _("Fixed fee"),
    "item_kind.correction": _("Correction"),
    "entered_state.waits": _("Waits for the invoice"),
    "entered_state.reported": _("Waits to be accepted"),
    "entered_state.aside": _("Kept off the invoice"),
    "entered_state.invoiced": _("Invoiced"),
    "entered_state.billed_by_hand": _("Billed by hand"),
    "entered_state.let_go": _("Nobody is billed for it"),
    "entered_state.withdrawn": _("Withdrawn"),
    "no_vat.reverse_charge": _("Reverse charge: the buyer accounts for the VAT in its own country"),
    "no_vat.out_of_scope": _("The service is taxed in the buyer's country"),
    "no_vat.health_care": _("Health care (VAT Act, section 34)"),
    "no_vat.social_welfare": _("Social welfare (VAT Act, section 37)"),
    "no_vat.education": _("Education (VAT Act, section 39)"),
    "exemption_ground.health_care": _("Health care (VAT Act, section 34)"),
    "exemption_ground.social_welfare": _("Social welfare (VAT Act, section 37)"),
    "exemption_ground.education": _("Education (VAT Act, section 39)"),
    "kept_kind.held": _("On hold"),
    "kept_kind.left_out": _("Left out"),
    "kept_kind.reported": _("Reported by the supervisor: accept it, or leave it"),
    "aside_kind.held": _("On hold"),
    "aside_kind.left_out": _("Left out"),
    "grouping.process": _("One supervision"),
    "grouping.department": _("All of a department"),
    "grouping.organisation": _("All of the organisation"),
    "timing.monthly": _("Each month"),
    "timing.at_end": _("At the end of the contract"),
    "channel.peppol": _("Peppol invoice"),
    "channel.finvoice": _("Finvoice by the operator"),
    "channel.mail": _("Mail with a PDF"),
    "document.finvoice": _("Download as Finvoice"),
    "document.peppol": _("Download as Peppol invoice"),
    "delivery_status.waiting": _("On its way"),
    "delivery_status.mailed": _("Given to the mail"),
    "delivery_status.sent": _("Sent"),
    "delivery_status.taken": _("Taken by the operator"),
    "delivery_status.undelivered": _("Not delivered"),
    "attempt_outcome.mailed": _("Given to the mail"),
    "attempt_outcome.sent": _("Sent"),
    "attempt_outcome.taken": _("Taken by the operator"),
    "attempt_outcome.refused": _("Refused"),
    "attempt_outcome.failed": _("Failed, to be tried again"),
    "happening.issued": _("Made and numbered"),
    "happening.mailed": _("Given to the mail"),
    "happening.sent": _("Sent"),
    "happening.taken": _("Taken by the operator"),
    "happening.refused": _("Refused"),
    "happening.failed": _("Not sent: tried again"),
    "happening.in_hand": _("In hand"),
    "happening.disputed": _("Disputed"),
    "happening.decided": _("Dispute decided"),
    "happening.credited": _("Credited"),
    "delivery_fault.no_operator_set": _("No operator is set for this channel: tell who runs the platform."),
    "delivery_fault.operator_missing": _("The customer's operator is not entered."),
    "delivery_fault.no_electronic_address": _("The organisation has no e-invoice address."),
    "delivery_fault.no_buyer_reference": _("It has neither a reference of the buyer nor an order."),
    "delivery_fault.document_does_not_fit": _("A name or an address is longer than its fields."),
    "delivery_fault.folder_not_written": _("The folder for e-invoices cannot be written."),
    "delivery_fault.operator_away": _("The operator did not answer."),
    "delivery_fault.operator_busy": _("The operator takes nothing for now."),
    "delivery_fault.not_let_in": _("The operator did not let us in: tell who runs the platform."),
    "delivery_fault.operator_unknown": _(
        "Who answered is not the operator that we know: tell who runs the platform."
    ),
    "delivery_fault.document_refused": _("The operator refused the document."),
    "delivery_fault.broke_down": _("Sending it broke down: tell who runs the platform."),
    "delivery_fault.too_large": _("The document is larger than the operator takes."),
    "delivery_fault.no_such_address": _("There is no such mail address: correct it, then send again."),
    "delivery_fault.mail_refused": _("The customer's mail server did not take it."),
    "delivery_fault.mail_not_written": _("The mail could not be written: tell who runs the platform."),
    "delivery_fault.came_back": _("It came back: look at the address, then send again."),
    "document_obstacle.no_electronic_address": _(
        "The organisation had no e-invoice address when this was made."
    ),
    "document_obstacle.no_buyer_reference": _("It has neither a reference of the buyer nor an order."),
    "document_obstacle.document_does_not_fit": _("A name or an address is longer than its fields."),
    "no_document.finvoice": _("There is no Finvoice of this invoice."),
    "no_document.peppol": _("There is no Peppol invoice of this invoice."),
    "dispute_claim.not_held": _("It was not held"),
    "dispute_claim.wrong_kind": _("It went otherwise than recorded"),
    "dispute_claim.wrong_price": _("The price is another than agreed"),
    "dispute_claim.quality": _("It was not what was agreed"),
    "dispute_outcome.upheld": _("Upheld"),
    "dispute_outcome.rejected": _("Not upheld"),
    "dispute_granted.correction": _("Granted: the record was corrected, and nothing is charged"),
    "dispute_granted.let_go": _("Granted: nothing is charged"),
    "dispute_granted.withdrawal": _("Over: the contract was withdrawn from, and nothing is charged"),
}
