"""Where the delivery of a document stands, and why nobody has taken it."""

from typing import Literal

DeliveryStatus = Literal["waiting", "mailed", "sent", "taken", "undelivered"]
"""waiting: it is tried, or tried again, by itself. mailed: given to those who send mail. sent: handed over. taken: the
operator has said that it has it. undelivered: nobody takes it, and somebody has to look at it.
"""

DeliveryFault = Literal[
    "no_operator_set",
    "operator_missing",
    "no_electronic_address",
    "no_buyer_reference",
    "document_does_not_fit",
    "folder_not_written",
    "operator_away",
    "operator_busy",
    "not_let_in",
    "operator_unknown",
    "document_refused",
    "too_large",
    "broke_down",
    "no_such_address",
    "mail_refused",
    "mail_not_written",
    "came_back",
]
"""Why nobody took it, or has not yet. broke_down: our own code, or a library's. not_let_in: the operator does not know
us. operator_unknown: it is not the one whom we know, by its key. no_such_address, mail_refused, mail_not_written: of a
mail alone, for good; the last is our own. came_back: as somebody of the provider has said, after it was sent.
"""
