"""Who a paper is between, line by line, and the provider at the foot of each page: all ready to print."""

from typing import Any

from services.contracts.papers.wording import Wording, wording
from services.messages.billing import SellerCard
from services.messages.countries import HOME
from services.messages.directory import DepartmentCard, OrganisationShown
from services.messages.values import Address, Language
from services.wording.countries import country_names


def of_customer(
    customer: OrganisationShown, department: DepartmentCard | None, language: Language
) -> list[tuple[str, str]]:
    """Names and values: a value without a name goes on with the one before. An address abroad has its country."""
    words, address = wording(language), customer.address
    country = "" if address.country == HOME else country_names(language)[address.country]
    rows = [(words.on_paper("customer"), customer.name)]
    rows += [("", line) for line in (*_address(address), country, _register(customer, words)) if line]
    if department:
        rows += [(words.on_paper("department"), department.name)]
    return rows


def of_provider(provider: SellerCard | None, words: Wording) -> list[tuple[str, str]]:
    """The same; nothing where the provider has not said yet who it is."""
    if provider is None:
        return []
    lines = (*_address(provider.address), f"{words.on_paper('business_id')} {provider.business_id}")
    return [(words.on_paper("provider"), provider.name), *(("", line) for line in lines)]


def foot(provider: SellerCard | None, words: Wording) -> dict[str, Any]:
    if provider is None:
        return {"name": "", "address": [], "identifiers": [], "contact": []}
    return {
        "name": provider.name,
        "address": _address(provider.address),
        "identifiers": [f"{words.on_paper('business_id')} {provider.business_id}"],
        "contact": [provider.phone] if provider.phone else [],
    }


def _register(customer: OrganisationShown, words: Wording) -> str:
    if customer.business_id:
        return f"{words.on_paper('business_id')} {customer.business_id}"
    return f"{words.on_paper('foreign_id')} {customer.foreign_id}" if customer.foreign_id else ""


def _address(address: Address) -> list[str]:
    return [line for line in (address.street, f"{address.postal_code} {address.town}".strip()) if line]
