"""What the letters are about, by area."""

from services.web.pages.languages import marked as _

LETTER_AREAS = {
    "inquiry": _("Inquiry and proposal"),
    "contract": _("Contract"),
    "trial": _("Trial"),
    "process": _("Going on and ending"),
    "session": _("Sessions"),
    "group": _("Group"),
    "review": _("Reviews"),
    "invoice": _("Invoices"),
    "role": _("Roles"),
    "digest": _("Several matters in one letter"),
    "sign_in": _("Mail address"),
}
