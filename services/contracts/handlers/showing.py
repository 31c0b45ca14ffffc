"""What is shown of contracts."""

from services.contracts.falling_due import FallingDue
from services.contracts.papers import fitting
from services.contracts.sealing import shown as sealed_papers
from services.contracts.showing import (
    contract_cards,
    old_papers,
    on_paper,
    places,
    progress,
    proposal_on_paper,
    reading,
    terms_of_a_day,
    waiting_papers,
)
from services.contracts.trials import shown
from services.messages import contracts as messages
from services.messages.mailed_links import LinkShown, SealedLink
from services.messages.sessions import ShowRoster
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date


async def show_contract(query: messages.ShowContract, work: Work) -> messages.ContractCard:
    return await contract_cards.show(work.db, query, local_date(work.clock.now()))


async def list_places(query: messages.ListPlaces, work: Work) -> messages.PlaceList:
    return await places.list_seen(work.db, query)


async def list_contracts(query: messages.ListContracts, work: Work) -> messages.ContractList:
    return await contract_cards.list_seen(work.db, query, local_date(work.clock.now()))


async def list_papers_to_sign(query: messages.ListPapersToSign, work: Work) -> messages.PapersToSign:
    return await waiting_papers.list_awaited(work.db, query.viewer, local_date(work.clock.now()))


async def show_paper_link(query: messages.ShowPaperLink, work: Work[FallingDue]) -> LinkShown:
    return await work.resources.links.show(query)


async def seal_paper_link(query: messages.SealPaperLink, work: Work[FallingDue]) -> SealedLink:
    papers = await list_papers_to_sign(messages.ListPapersToSign(viewer=query.viewer), work)
    return waiting_papers.link_to(papers, query, work.resources.links.keys, work.clock.now())


async def show_contract_text(query: messages.ShowContractText, work: Work) -> messages.ContractText:
    now = work.clock.now()
    text = await reading.read(work.db, query, local_date(now))
    return text.model_copy(update=await fitting.too_few(work.db, work.ask, text, now))


async def show_contract_parties(query: messages.ShowContractParties, work: Work) -> messages.ContractParties:
    return await on_paper.show_parties(query, work)


async def show_contract_pdf(query: messages.ShowContractPdf, work: Work) -> messages.ContractFile:
    return await on_paper.show(query, work)


async def show_sealed_paper(query: messages.ShowSealedPaper, work: Work) -> messages.SealedPaperShown:
    return await sealed_papers.show(work.db, query)


async def show_seal_certificates(
    _: messages.ShowSealCertificates, work: Work[FallingDue]
) -> messages.SealCertificates:
    return messages.SealCertificates(certificates=work.resources.keys.certificates())


async def show_proposal_pdf(query: messages.ShowProposalPdf, work: Work) -> messages.ProposalFile:
    return await proposal_on_paper.show(query, work)


async def tell_proposal(query: messages.TellProposal, work: Work) -> messages.ProposalTold:
    return await proposal_on_paper.tell(query, work)


async def is_member(query: messages.IsMember, work: Work) -> messages.Membership:
    of_a_paper = await contract_cards.is_member(work.db, query.person_id)
    member = of_a_paper or await shown.is_member(work.db, query.person_id)
    was_named = member or await contract_cards.was_named(work.db, query.person_id)
    return messages.Membership(member=member, was_named=was_named)


async def show_what_became(query: messages.ShowWhatBecame, work: Work) -> messages.PaperBecame:
    return await old_papers.show(work.db, query)


async def show_terms(query: messages.ShowTerms, work: Work) -> messages.TermsShown:
    """Who had a part in it on the day, the roster's owner says."""
    await work.ask(ShowRoster(process_id=query.process_id, viewer=query.viewer, on=query.on))
    return await terms_of_a_day.show(work.db, query)


async def show_progress(query: messages.ShowProgress, work: Work) -> messages.ContractProgress:
    return await progress.show(work.db, query, local_date(work.clock.now()))
