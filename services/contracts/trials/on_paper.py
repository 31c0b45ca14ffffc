"""A trial's agreement in the words of a contract: who it is between and whom to call, and who sees what."""

import asyncio

from services.contracts.papers import clauses, own_texts, party_rows
from services.contracts.papers.wording import Wording, wording
from services.contracts.showing.named import department_of, provider
from services.contracts.showing.on_paper import below_each_other
from services.contracts.tables import Trial
from services.contracts.trials import opening
from services.messages.billing import SellerCard
from services.messages.contracts import Clause, ClauseShown, ContractParties, Terms, TrialPaper
from services.messages.directory import ShowOrganisation
from services.runtime.commands.transactions import Work

_AS_IN_A_CONTRACT = (Clause.NO_RECORDING, Clause.INFORMATION_EXCHANGE)


async def paper_of(trial: Trial, work: Work) -> TrialPaper:
    """In the words that held when it was prepared."""
    terms = opening.terms_of(trial)
    texts = await own_texts.held_at(work.db, terms.language, trial.prepared_at or work.clock.now())
    words = wording(terms.language).with_own(texts)
    told = clauses.from_numbers(terms, texts)
    return TrialPaper(
        language=terms.language,
        parties=await _parties(terms, words, work),
        clauses=[
            ClauseShown(
                clause=one,
                title=words.title(one),
                text=told[one],
                table=clauses.table(one, told[one], terms.language),
            )
            for one in _AS_IN_A_CONTRACT
        ],
    )


async def _parties(terms: Terms, words: Wording, work: Work) -> ContractParties:
    customer, seller = await asyncio.gather(
        work.ask(ShowOrganisation(organisation_id=terms.organisation_id)), provider(work)
    )
    department = department_of(customer, terms.department_id)
    rows = party_rows.of_customer(customer, department, terms.language)
    rows += [*party_rows.of_provider(seller, words), *_to_call(seller, words)]
    return ContractParties(heading=words.on_paper("parties"), parties=below_each_other(rows))


def _to_call(provider: SellerCard | None, words: Wording) -> list[tuple[str, str]]:
    return [(words.on_paper("to_call"), provider.phone)] if provider and provider.phone else []
