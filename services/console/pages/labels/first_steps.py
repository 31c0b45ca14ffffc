"""What a provider says before its first process, and the pages of its settings: each with what it is for."""

from services.web.pages.languages import marked as _

FIRST_STEPS = {
    "mail": (
        _("Outgoing mail"),
        _("Codes, letters and invitations go by it. Try it."),
    ),
    "terms": (
        _("Your promises, and what cancelling costs"),
        _("Stand in proposals and contracts. Save the usual ones, or change them first."),
    ),
    "clauses": (
        _("Texts of proposals and contracts"),
        _("The clauses beside the numbers. Read the usual ones and use them, or word them yourself."),
    ),
    "languages": (
        _("Languages that you serve"),
        _("Of pages, inquiries, letters and documents. Save all of them, or choose."),
    ),
    "coordinator": (
        _("A coordinator"),
        _("Reads inquiries, chooses supervisors, writes proposals and contracts."),
    ),
    "finance": (_("Somebody in finance"), _("Keeps the company's details and prices, and handles invoices.")),
    "company": (_("Your company"), _("Stands on proposals, contracts and invoices.")),
    "logo": (_("Your logo"), _("Customers know you by it. Or say that you use none.")),
    "prices": (_("A price list"), _("A proposal takes its price from it.")),
    "supervisor": (_("A supervisor with credentials"), _("Nobody is proposed without them.")),
    "hours": (_("A supervisor's weekly hours"), _("Sessions are planned on them.")),
    "inquiry": (
        _("An inquiry"),
        _("Send one yourself, as a customer would, and see what comes. Withdraw it as a test afterwards."),
    ),
}
"""code -> what is needed, and why."""

SETTINGS = {
    "company": (_("Your company"), _("Name, Y-tunnus, address, bank account, telephone.")),
    "logo": (_("Logo"), _("On the pages, in letters and on documents.")),
    "prices": (_("Prices"), _("What a session costs, by length, from a day on.")),
    "staff": (_("Staff"), _("Coordinators, finance and administrators.")),
    "supervisors": (_("Supervisors"), _("Their languages, regions, credentials and hours.")),
    "promises": (_("Promises"), _("Deadlines, notices, reminders, intervals, what cancelling costs.")),
    "languages": (_("Languages"), _("Which of them customers and staff can choose.")),
    "clauses": (
        _("Texts of proposals and contracts"),
        _("What their clauses say, in three languages, from a day on."),
    ),
    "letters": (_("Texts of the letters"), _("What mails say, in three languages, from a day on.")),
    "mail": (_("Outgoing mail"), _("How mail is sent, and a test mail.")),
}
"""code -> the page, and what is on it."""
