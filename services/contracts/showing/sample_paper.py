"""What a text of the provider's own would look like: in a contract of nobody's, on the page and as a paper."""

import asyncio

from services.contracts.papers import own_texts, sample
from services.contracts.papers.printing import contract_pdf
from services.contracts.papers.wording import PROVEN
from services.contracts.sealing.evidence import checked_at
from services.contracts.showing import named
from services.messages import contracts as messages
from services.runtime.commands.files import part_of
from services.runtime.commands.transactions import Work


async def preview(query: messages.PreviewClauseText, work: Work) -> messages.SampleClauses:
    """Refuses: as own_texts.check."""
    own = await _own(query, work)
    text = sample.sample_text(query.name, query.language, own)
    heading, said = sample.sample_said(query.name, query.language, own, checked_at(work.settings))
    facts = {"disputes_to": text.disputes_to or "", "heading": heading, "said": said}
    return messages.SampleClauses(clauses=text.clauses, **facts)


async def print_text(query: messages.PrintClauseText, work: Work) -> messages.SampleContract:
    """With the sheet of evidence, where the text is one of that. Refuses: as own_texts.check."""
    own = await _own(query, work)
    text = sample.sample_text(query.name, query.language, own)
    names = sample.sample_named(query.language, await named.provider(work))
    behind = sample.sample_evidence(own, checked_at(work.settings)) if query.name.startswith(PROVEN) else None
    pdf = await asyncio.to_thread(contract_pdf, text, names, sample.STAMP, behind)
    part = part_of(pdf, query.part)
    return messages.SampleContract(pdf=part.content, parts=part.parts, sha256=part.sha256)


async def _own(query: messages.PreviewClauseText | messages.PrintClauseText, work: Work) -> dict[str, str]:
    """The text beside the provider's other ones as they hold today."""
    own_texts.check(query.name, query.language, query.text)
    held = await own_texts.held_at(work.db, query.language, work.clock.now())
    return {**held, query.name: query.text}
