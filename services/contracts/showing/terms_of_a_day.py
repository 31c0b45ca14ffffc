"""What was agreed for a day: the terms of the version in force on it."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import versions
from services.contracts.papers.terms import terms_of, unpriced
from services.contracts.showing.belonging import belongs_of
from services.messages import contracts as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.policy import sees


async def show(db: AsyncSession, query: messages.ShowTerms) -> messages.TermsShown:
    """The caller has seen to that the viewer had a part in it then. Refuses: unknown_process."""
    held = await versions.signed_on(db, query.process_id, query.on)
    if held is None:
        raise Refusal("unknown_process", "process_id")
    hidden = sees(query.viewer, "prices_and_invoices", belongs_of(held)) != "yes"
    return messages.TermsShown(
        version=held.version,
        effective_from=held.effective_from or held.starts_on,
        terms=unpriced(terms_of(held)) if hidden else terms_of(held),
        prices_hidden=hidden,
    )
