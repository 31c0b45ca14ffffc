"""The paper's text, clause by clause, for those who may read it."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts import paper, versions
from services.contracts.cards import belongs_of, card
from services.contracts.tables import Contract, Decline
from services.contracts.terms import terms_of
from services.contracts.wording import wording
from services.messages import contracts as words
from services.messages.values import Party
from services.runtime.policy import can, may
from services.runtime.refusal import Refusal


async def read(session: AsyncSession, query: words.ShowContractText) -> words.ContractText:
    """Refuses: unknown_process (a stranger's too), unknown_version, still_a_draft."""
    contract = await _readable(session, query)
    prefills = may(query.viewer.role, "complete_contract")
    if contract.clause_texts is None and not prefills:
        raise Refusal("still_a_draft", "process_id")
    shown = await card(session, contract, query.viewer)
    return words.ContractText(
        **shown.model_dump(include={"process_id", "version", "status", "next_party"}),
        **shown.model_dump(include={"parties", "missing_clauses", "missing_consents"}),
        language=shown.terms.language,
        clauses=_clauses(contract),
        signed=await _signatures(session, contract),
        disputes_to=contract.disputes_to,
        paper_sha256=paper.fingerprint(contract.paper) if contract.paper else None,
        own_words=contract.clauses if prefills else {},
        declined=await _declines(session, contract) if prefills else [],
    )


async def _readable(session: AsyncSession, query: words.ShowContractText) -> Contract:
    """The version asked for, as long as the viewer belongs to the newest one too."""
    newest = await versions.find(session, query.process_id, lock=False)
    if not can(query.viewer, "read_contract", belongs_of(newest)):
        raise Refusal("unknown_process", "process_id")
    if query.version in (None, newest.version):
        return newest
    older = await session.get(Contract, (query.process_id, query.version))
    if older is None or not can(query.viewer, "read_contract", belongs_of(older)):
        raise Refusal("unknown_version", "version")
    return older


def _clauses(contract: Contract) -> list[words.ClauseShown]:
    """The texts that were signed, or those that would be."""
    told = contract.clause_texts or paper.clause_texts(contract)
    titles = wording(terms_of(contract).language)
    return [
        words.ClauseShown(clause=clause, title=titles.title(clause), text=told[clause])
        for clause in words.Clause
        if clause in told
    ]


async def _signatures(session: AsyncSession, contract: Contract) -> list[words.SignatureShown]:
    given = {one.party: one for one in await versions.evidence_of(session, [contract])}
    signed = [given[party] for party in Party if party in given]
    return [words.SignatureShown.model_validate(one.model_dump()) for one in signed]


async def _declines(session: AsyncSession, contract: Contract) -> list[words.DeclineShown]:
    """Of every version, the newest first."""
    said = select(Decline).where(Decline.process_id == contract.process_id)
    found = await session.exec(said.order_by(col(Decline.version).desc()))
    return [words.DeclineShown.model_validate(one.model_dump()) for one in found]
