"""The proposal as a file, for whoever may read it with its price: what it names is asked of those who know it."""

import asyncio

from services.contracts.papers import own_texts
from services.contracts.papers.introducing import introduced
from services.contracts.papers.proposed import Offered, charged_in_trial, content, proposal_pdf
from services.contracts.papers.where_rows import place_of
from services.contracts.showing import pricing
from services.contracts.showing.named import department_of, logo, provider
from services.messages import contracts as messages
from services.messages.directory import ShowContacts, ShowOrganisation, ShowSupervisorPicture
from services.messages.intake import PreviewProposal, ProposalCard, ShowInquiry, ShowProposal
from services.printing.pictures import Picture, picture_of
from services.runtime.commands.files import part_of
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date
from services.runtime.provider.supervisors import card_of


async def show(query: messages.ShowProposalPdf, work: Work) -> messages.ProposalFile:
    """Refuses: unknown_process, no_proposal."""
    proposal = await _proposal(query, work)
    offered = await _offered(work, proposal)
    stamp = local_date(proposal.sent_at) if proposal.sent_at else proposal.starts_on
    pictures = await logo(work, stamp), await _picture(work, proposal)
    pdf = await asyncio.to_thread(proposal_pdf, offered, stamp, *pictures)
    part = part_of(pdf, query.part)
    facts = {"number": offered.number, "revision": proposal.revision, "pdf": part.content}
    return messages.ProposalFile.model_validate(facts | {"parts": part.parts, "sha256": part.sha256})


async def _proposal(query: messages.ShowProposalPdf | messages.TellProposal, work: Work) -> ProposalCard:
    """The one that was sent, or what would be."""
    if query.unsent:
        return await work.ask(PreviewProposal(order=query.unsent, viewer=query.viewer))
    which = {"process_id": query.process_id, "revision": query.revision}
    return await work.ask(ShowProposal(**which, viewer=query.viewer, as_sent=True))


async def tell(query: messages.TellProposal, work: Work) -> messages.ProposalTold:
    """The same words, for the page. Refuses: unknown_process, no_proposal."""
    proposal = await _proposal(query, work)
    told = content(await _offered(work, proposal))
    words = told["words"]
    parties = _below_each_other(told["parties"])
    ready = {
        "parties": parties,
        "where": told["where"],
        "price": told["price"],
        "who": _below_each_other(told["supervisor"]),
    }
    return messages.ProposalTold(
        language=proposal.language,
        sections=[
            messages.PaperSection(
                heading=words[name], rows=[messages.PaperRow(what=what, value=value) for what, value in rows]
            )
            for name, rows in ready.items()
        ],
        terms=words["terms"],
        terms_said=words["terms_said"],
        clauses=[
            messages.PaperClause(
                title=one["title"],
                text="\n".join(one["lines"]),
                table=one["table"] or None,
            )
            for one in told["clauses"]
        ],
    )


def _below_each_other(rows: list[list[str]]) -> list[list[str]]:
    """A row without a name goes on with the one before."""
    found: list[list[str]] = []
    for name, value in rows:
        if name or not found:
            found.append([name, value])
        else:
            found[-1][1] += f"\n{value}"
    return found


async def _offered(work: Work, proposal: ProposalCard) -> Offered:
    """With who supervises and who offers it as they were when it was sent: that is what is decided on."""
    customer = await work.ask(ShowOrganisation(organisation_id=proposal.organisation_id))
    ids = [proposal.contact_id, proposal.supervisor_id, *([proposal.sent_by] if proposal.sent_by else [])]
    people = (await work.ask(ShowContacts(person_ids=list(dict.fromkeys(ids))))).people
    names = {one.person_id: one.name for one in people}
    inquiry = await work.ask(ShowInquiry(process_id=proposal.process_id))
    return Offered(
        number=inquiry.number,
        proposal=proposal,
        provider=await provider(work, local_date(proposal.sent_at) if proposal.sent_at else None),
        customer=customer,
        department=department_of(customer, proposal.department_id),
        asked=next((one for one in people if one.person_id == proposal.sent_by), None),
        contact=names.get(proposal.contact_id, ""),
        supervisor=names.get(proposal.supervisor_id, ""),
        vat=await pricing.vat(work, proposal, proposal.starts_on, customer, charged_in_trial(proposal)),
        place=place_of(proposal),
        introduced=introduced(
            await card_of(work.ask, proposal.supervisor_id, proposal.sent_at), proposal.starts_on
        ),
        texts=await own_texts.of_proposal(work.db, proposal, work.clock.now()),
    )


async def _picture(work: Work, proposal: ProposalCard) -> Picture | None:
    """Of who is introduced."""
    query = ShowSupervisorPicture(supervisor_id=proposal.supervisor_id)
    return await picture_of(work.ask, (await work.ask(query)).picture_id, "supervisor")
