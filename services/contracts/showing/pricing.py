"""The tax on what is offered or agreed, as billing has its rate on the first day."""

from datetime import date

from services.contracts.papers.price_rows import Priced, Vat, charged_sessions, net_cents, price_rows
from services.contracts.papers.terms import terms_of
from services.contracts.papers.wording import wording
from services.contracts.tables import Contract
from services.messages.billing import ShowConsumerPrice
from services.messages.countries import HOME
from services.messages.directory import OrganisationShown
from services.runtime.commands.transactions import Work

_TAXED = "S"


async def of_contract(work: Work, version: Contract, customer: OrganisationShown) -> list[tuple[str, str]]:
    """The rows of its price, in its language."""
    terms, words = terms_of(version), wording(terms_of(version).language)
    if version.priced_from:  # of sessions at two prices there is no sum before they have been held
        terms = terms.model_copy(update={"sessions_agreed": None})
    if terms.vat_category != _TAXED:
        return price_rows(terms, None, words, untaxed="vat_exempt")
    return price_rows(terms, await vat(work, terms, terms.starts_on, customer), words)


async def vat(
    work: Work, priced: Priced, on: date, customer: OrganisationShown, tried: int = 0
) -> Vat | None:
    """Of a customer in Finland. tried: sessions of a trial that are charged besides."""
    if customer.address.country != HOME:
        return None
    answer = await work.ask(ShowConsumerPrice(price_cents=net_cents(priced, tried), on=on))
    theirs = priced.consumer_price_cents
    gross = theirs * charged_sessions(priced, tried) if theirs else answer.cents
    return Vat(percent=answer.percent, gross_cents=gross)
