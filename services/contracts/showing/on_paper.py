"""The paper as a file, for whoever may read its text: who it names is asked of those who know them."""

import asyncio
from collections.abc import Iterable

from services.contracts.papers.printing import contract_pdf, party_lines
from services.contracts.papers.wording import wording
from services.contracts.sealing import kept
from services.contracts.showing import named, pricing, reading
from services.contracts.tables import Contract
from services.messages import contracts as messages
from services.runtime.commands.files import part_of
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date


async def show(query: messages.ShowContractPdf, work: Work) -> messages.ContractFile:
    """Of a signed version the file that was sealed, the same bytes each time.

    Refuses: unknown_process, unknown_version, still_a_draft, being_sealed.
    """
    asked = messages.ShowContractText(**query.model_dump(exclude={"part"}))
    text = await reading.read(work.db, asked, local_date(work.clock.now()))
    if text.status == "draft":
        raise Refusal("still_a_draft", "process_id")
    version = await work.db.get_one(Contract, (text.process_id, text.version))
    number, pdf = await (_sealed if version.signed_at else _as_it_stands)(work, version, text)
    part = part_of(pdf, query.part)
    facts = {"number": number, "version": text.version, "pdf": part.content}
    return messages.ContractFile.model_validate(facts | {"parts": part.parts, "sha256": part.sha256})


async def _sealed(work: Work, version: Contract, text: messages.ContractText) -> tuple[str, bytes]:
    found = await kept.of_version(work.db, text.process_id, text.version)
    if found is None or found.pdf is None or found.number is None:
        raise Refusal("being_sealed", "process_id")
    return found.number, found.pdf


async def _as_it_stands(work: Work, version: Contract, text: messages.ContractText) -> tuple[str, bytes]:
    """Not signed by all yet, or never."""
    names = await named.of_version(work, version, text)
    stamp = local_date(version.signing_since or version.drafted_at)
    logo = await named.logo(work, stamp)
    price = await pricing.of_contract(work, version, names.customer)
    return names.number, await asyncio.to_thread(contract_pdf, text, names, stamp, logo=logo, price=price)


async def show_parties(query: messages.ShowContractParties, work: Work) -> messages.ContractParties:
    """The draft's too, for whom it is shown. Refuses: as of reading.read."""
    asked = messages.ShowContractText(**query.model_dump())
    text = await reading.read(work.db, asked, local_date(work.clock.now()))
    version = await work.db.get_one(Contract, (text.process_id, text.version))
    names = await named.of_version(work, version, text)
    words, price = wording(text.language), await pricing.of_contract(work, version, names.customer)
    return messages.ContractParties(
        heading=words.on_paper("parties"),
        parties=below_each_other(party_lines(text, names)),
        price=messages.PaperSection(
            heading=words.on_paper("price"),
            rows=[messages.PaperRow(what=what, value=value) for what, value in price],
        ),
    )


def below_each_other(lines: Iterable[tuple[str, str]]) -> list[messages.PartyShown]:
    """A line without a name goes on with the one before."""
    told: list[messages.PartyShown] = []
    for what, line in lines:
        if what or not told:
            told.append(messages.PartyShown(what=what, lines=[]))
        told[-1].lines.append(line)
    return told
