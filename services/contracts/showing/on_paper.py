"""The paper as a file, for whoever may read its text: who it names is asked of those who know them."""

import asyncio

from services.contracts.papers.printing import Named, contract_pdf, party_lines
from services.contracts.papers.wording import wording
from services.contracts.showing import reading
from services.contracts.showing.named import department_of, provider
from services.contracts.tables import Contract
from services.messages import contracts as messages
from services.messages.directory import ShowContacts, ShowOrganisation
from services.messages.intake import ShowInquiry
from services.runtime.commands.files import part_of
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date


async def show(query: messages.ShowContractPdf, work: Work) -> messages.ContractFile:
    """Refuses: unknown_process, unknown_version, still_a_draft."""
    asked = messages.ShowContractText(**query.model_dump(exclude={"part"}))
    text = await reading.read(work.db, asked, local_date(work.clock.now()))
    if text.status == "draft":
        raise Refusal("still_a_draft", "process_id")
    version = await work.db.get_one(Contract, (text.process_id, text.version))
    named = await _named(work, version, text)
    stamp = local_date(version.signed_at or version.signing_since or version.drafted_at)
    pdf = await asyncio.to_thread(contract_pdf, text, named, stamp)
    part = part_of(pdf, query.part)
    facts = {"number": named.number, "version": text.version, "pdf": part.content}
    return messages.ContractFile.model_validate(facts | {"parts": part.parts, "sha256": part.sha256})


async def show_parties(query: messages.ShowContractParties, work: Work) -> messages.ContractParties:
    """The draft's too, for whom it is shown. Refuses: as of reading.read."""
    asked = messages.ShowContractText(**query.model_dump())
    text = await reading.read(work.db, asked, local_date(work.clock.now()))
    version = await work.db.get_one(Contract, (text.process_id, text.version))
    told: list[messages.PartyShown] = []
    for what, line in party_lines(text, await _named(work, version, text)):
        if what or not told:
            told.append(messages.PartyShown(what=what, lines=[]))
        told[-1].lines.append(line)
    return messages.ContractParties(heading=wording(text.language).on_paper("parties"), parties=told)


async def _named(work: Work, version: Contract, text: messages.ContractText) -> Named:
    customer = await work.ask(ShowOrganisation(organisation_id=version.organisation_id))
    parties = text.parties
    ids = [parties.commissioner_id, parties.supervisor_id, *parties.supervisee_ids]
    ids += [one.person_id for one in text.signers]
    people = (await work.ask(ShowContacts(person_ids=list(dict.fromkeys(ids))))).people
    return Named(
        number=(await work.ask(ShowInquiry(process_id=version.process_id))).number,
        provider=await provider(work),
        customer=customer,
        department=department_of(customer, version.department_id),
        people={one.person_id: one.name for one in people},
    )
