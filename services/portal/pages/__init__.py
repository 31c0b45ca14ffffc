"""The portal's pages: one module a group of addresses, each with a `router`; a template of the same name beside it."""

from services.portal.pages import (
    accessibility,
    cancelling,
    closing,
    contract,
    front,
    goals,
    home,
    inquiry,
    invoices,
    me,
    organisation,
    privacy,
    processes,
    proposal,
    reviews,
    schedule,
    sign,
)
from services.web.feed import FEED_PAGES
from services.web.pages import common
from services.web.sign_in.pages import SIGN_IN_PAGES

PAGES = (
    front.router,
    inquiry.router,
    privacy.router,
    accessibility.router,
    home.router,
    processes.router,
    proposal.router,
    contract.router,
    sign.router,
    schedule.router,
    cancelling.router,
    goals.router,
    reviews.router,
    closing.router,
    invoices.router,
    organisation.router,
    me.router,
    common.router,
    *FEED_PAGES,
    *SIGN_IN_PAGES,
)
