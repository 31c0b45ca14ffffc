"""The portal's pages: one module a group of addresses, each with a `router`; a template of the same name beside it."""

from services.portal.pages import (
    accessibility,
    closing,
    contract,
    front,
    home,
    inquiry,
    invoices,
    me,
    organisation,
    privacy,
    processes,
    proposal,
    sign,
)
from services.runtime.web import common
from services.runtime.web.sign_in import SIGN_IN_PAGES

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
    closing.router,
    invoices.router,
    organisation.router,
    me.router,
    common.router,
    *SIGN_IN_PAGES,
)
