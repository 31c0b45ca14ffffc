"""How a person wants their mails, the same for both doors: one page, whose owner is the service that sends them."""

from services.web.mail_choices import pages

MAIL_CHOICE_PAGES = (pages.router,)
