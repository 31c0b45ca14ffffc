"""What was agreed for a day: the terms of the version in force on it, and a last day that was told by then."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.ending import terminations
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
    terms = terms_of(held)
    if said := await terminations.told_by(db, query.process_id, query.on):
        terms = terms.model_copy(update={"ends_on": said.last_day})
    hidden = sees(query.viewer, "prices_and_invoices", belongs_of(held)) != "yes"
    return messages.TermsShown(
        version=held.version,
        effective_from=held.effective_from or held.starts_on,
        terms=unpriced(terms) if hidden else terms,
        prices_hidden=hidden,
    )
