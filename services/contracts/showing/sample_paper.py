"""What a text of the provider's own would look like: in a contract of nobody's, on the page and as a paper."""

import asyncio

from services.contracts.papers import own_texts, sample
from services.contracts.papers.printing import contract_pdf
from services.contracts.showing import named
from services.messages import contracts as messages
from services.runtime.commands.files import part_of
from services.runtime.commands.transactions import Work


async def preview(query: messages.PreviewClauseText, work: Work) -> messages.SampleClauses:
    """Refuses: as own_texts.check."""
    text = await _text(query, work)
    return messages.SampleClauses(clauses=text.clauses, disputes_to=text.disputes_to or "")


async def print_text(query: messages.PrintClauseText, work: Work) -> messages.SampleContract:
    """Refuses: as own_texts.check."""
    text = await _text(query, work)
    names = sample.sample_named(query.language, await named.provider(work))
    pdf = await asyncio.to_thread(contract_pdf, text, names, sample.STAMP)
    part = part_of(pdf, query.part)
    return messages.SampleContract(pdf=part.content, parts=part.parts, sha256=part.sha256)


async def _text(
    query: messages.PreviewClauseText | messages.PrintClauseText, work: Work
) -> messages.ContractText:
    """Beside the provider's other texts as they hold today."""
    own_texts.check(query.name, query.language, query.text)
    held = await own_texts.held_at(work.db, query.language, work.clock.now())
    return sample.sample_text(query.name, query.language, {**held, query.name: query.text})
