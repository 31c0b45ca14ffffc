"""What billing answers about what is disputed."""

from services.billing.delivery.sending import Outbound
from services.billing.disputes import cards, opening, resolving
from services.messages import billing as messages
from services.messages.envelope import Done
from services.runtime import permitted
from services.runtime.commands.transactions import Work


async def open_dispute(order: messages.OpenDispute, work: Work) -> Done:
    """Next: services/billing/disputes/resolving.py:resolve"""
    await opening.open_one(order, work)
    return Done()


async def deny_session(order: messages.DenySession, work: Work) -> Done:
    await opening.deny(order, work)
    return Done()


async def list_invoiced_sessions(
    query: messages.ListInvoicedSessions, work: Work
) -> messages.InvoicedSessions:
    return await opening.list_invoiced(query, work)


async def resolve_dispute(order: messages.ResolveDispute, work: Work[Outbound]) -> Done:
    await permitted.check(work.ask, order.resolved_by, "resolve_dispute", "resolved_by")
    await resolving.resolve(work.db, order, work.resources.look)
    return Done()


async def list_disputes(query: messages.ListDisputes, work: Work) -> messages.DisputeList:
    return await cards.list_disputes(work.db, query)
