"""The paper's text, clause by clause, for those who may read it."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import clauses, own_texts, paper, versions
from services.contracts.papers.terms import terms_of
from services.contracts.papers.wording import wording
from services.contracts.showing.belonging import belongs_of, belongs_to
from services.contracts.showing.compared_with_accepted import compared
from services.contracts.showing.contract_cards import card
from services.contracts.signing import interests, refusing, signing_order
from services.contracts.tables import Contract, Decline, Withdrawal
from services.messages import contracts as messages
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting
from services.runtime.policy import can, may

_MOST_DECLINES = 20


async def read(db: AsyncSession, query: messages.ShowContractText, today: date) -> messages.ContractText:
    """today: as of contract_cards.show. Refuses: unknown_process (a stranger's too), unknown_version, still_a_draft."""
    contract = await _readable(db, query, today)
    prefills = may(query.viewer.role, "complete_contract")
    if contract.clause_texts is None and not prefills:
        raise Refusal("still_a_draft", "process_id")
    text = await whole(db, contract, query.viewer, today)
    if not prefills:
        return text
    text = text.model_copy(update=_written(contract))
    refused, declined = await _refusals(db, contract), await _declines(db, contract)
    return with_noes(text, refused=refused, declined=declined, withdrawn=await _withdrawals(db, contract))


async def whole(
    db: AsyncSession, contract: Contract, viewer: Viewer | None = None, today: date = date.min
) -> messages.ContractText:
    """The paper alone, without what people wrote beside it. viewer, today: as of contract_cards.cards."""
    shown = await card(db, contract, viewer, today)
    return messages.ContractText(
        **shown.model_dump(include={"process_id", "version", "status", "next_party"}),
        **shown.model_dump(include={"parties", "missing_clauses", "missing_consents", "consents_awaited"}),
        **shown.model_dump(include={"supersedes", "effective_from", "lapses_at"}),
        signers=shown.signers,
        own=shown.own,
        stands_in=await _stand_in(db, contract),
        follows=await _follows(db, contract),
        before_it=shown.stands_in,
        commissioner_takes_part=signing_order.commissioner_takes_part(shown.parties),
        interest=interests.shown_of(contract),
        language=shown.terms.language,
        clauses=_clauses(contract),
        signed=await _signatures(db, contract),
        disputes_to=contract.disputes_to,
        compared=compared(contract),
        paper_sha256=paper.fingerprint(contract.paper) if contract.paper else None,
    )


async def _stand_in(db: AsyncSession, contract: Contract) -> messages.StandIn | None:
    """None on a version with who is the supervisor until its end."""
    if contract.until_day is None or contract.supersedes is None:
        return None
    base = await db.get_one(Contract, (contract.process_id, contract.supersedes))
    return messages.StandIn(until_day=contract.until_day, comes_back_id=base.supervisor_id)


async def _follows(db: AsyncSession, contract: Contract) -> int | None:
    """None of a version that is signed for itself."""
    source = await versions.stands_on(db, contract)
    return source.version if source.version != contract.version else None


def with_noes(text: messages.ContractText, **noes: Sequence[BaseModel]) -> messages.ContractText:
    """With as many of them as one answer holds beside the paper, the most urgent first."""
    for name, said in noes.items():
        beside = len(text.model_dump_json().encode())
        text = text.model_copy(update={name: fitting(said, beside=beside)})
    return text


async def _readable(db: AsyncSession, query: messages.ShowContractText, today: date) -> Contract:
    """The version asked for, as long as the viewer belongs to the one that counts too."""
    counting = await versions.find(db, query.process_id, lock=False)
    if not can(query.viewer, "read_contract", await belongs_to(db, counting, query.viewer, today)):
        raise Refusal("unknown_process", "process_id")
    other = await versions.wanted(db, query.process_id, query.version, query.on)
    if other.version == counting.version:
        return other
    if query.viewer.role is not Role.SUPERVISOR and not can(query.viewer, "read_contract", belongs_of(other)):
        raise Refusal("unknown_version", "version")
    return other


def _clauses(contract: Contract) -> list[messages.ClauseShown]:
    """The texts that were signed, or those that would be."""
    told = contract.clause_texts or paper.clause_texts(contract)
    language = terms_of(contract).language
    titles = wording(language).with_own(contract.texts)
    return [
        messages.ClauseShown(
            clause=clause,
            title=titles.title(clause),
            text=told[clause],
            table=clauses.table(clause, told[clause], language),
        )
        for clause in messages.Clause
        if clause in told
    ]


def _written(contract: Contract) -> dict[str, object]:
    """What stands in a draft, and what does where nothing is written."""
    words = wording(terms_of(contract).language).with_own(contract.texts)
    return {
        "own_words": {messages.Clause(one): said for one, said in contract.clauses.items()},
        "usual_words": {one: words.text(one) for one in clauses.missing({})},
        "usual_disputes_to": words.text(own_texts.DISPUTES_TO),
    }


async def _signatures(db: AsyncSession, contract: Contract) -> list[messages.SignatureShown]:
    given = {one.party: one for one in await versions.evidence_of(db, [contract])}
    signed = [given[party] for party in Party if party in given]
    return [messages.SignatureShown.model_validate(one.model_dump()) for one in signed]


async def _withdrawals(db: AsyncSession, contract: Contract) -> list[messages.WithdrawalShown]:
    """Of the last versions that were taken back, the newest first."""
    said = select(Withdrawal).where(Withdrawal.process_id == contract.process_id)
    found = await db.exec(said.order_by(col(Withdrawal.version).desc()).limit(_MOST_DECLINES))
    return [messages.WithdrawalShown.model_validate(one.model_dump()) for one in found]


async def _refusals(db: AsyncSession, contract: Contract) -> list[messages.RefusalShown]:
    return [
        messages.RefusalShown.model_validate(one.model_dump())
        for one in await refusing.of_version(db, contract)
    ]


async def _declines(db: AsyncSession, contract: Contract) -> list[messages.DeclineShown]:
    """Of the last versions that were declined, the newest first."""
    said = select(Decline).where(Decline.process_id == contract.process_id)
    found = await db.exec(said.order_by(col(Decline.version).desc()).limit(_MOST_DECLINES))
    return [messages.DeclineShown.model_validate(one.model_dump()) for one in found]
