"""Who stands on a paper of ours, as those say who know them; on one that is sealed, as they were called then."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from services.contracts.papers.introducing import introduced
from services.contracts.papers.printing import Named
from services.contracts.sealing import kept
from services.contracts.tables import Contract
from services.messages.billing import SellerCard, ShowSeller
from services.messages.contracts import ContractText
from services.messages.directory import (
    DepartmentCard,
    OrganisationShown,
    ShowContacts,
    ShowLogo,
    ShowOrganisation,
)
from services.messages.intake import ShowInquiry
from services.printing.pictures import Picture, picture_of
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.provider.supervisors import card_of


async def of_version(work: Work, version: Contract, text: ContractText) -> Named:
    """Who came to it after its file was sealed is asked for."""
    then = await kept.names_of(work.db, version)
    if then is None:
        return await asked(work, version, text)
    later = [one for one in _on_it(text) if one not in then.people]
    return replace(then, people={**then.people, **await _people(work, later)}) if later else then


async def asked(work: Work, version: Contract, text: ContractText, others: Iterable[UUID] = ()) -> Named:
    """As they are called today. others: who does not stand on it, but behind it."""
    customer = await work.ask(ShowOrganisation(organisation_id=version.organisation_id))
    return Named(
        number=(await work.ask(ShowInquiry(process_id=version.process_id))).number,
        provider=await provider(work),
        customer=customer,
        department=department_of(customer, version.department_id),
        people=await _people(work, [*_on_it(text), *others]),
        introduced=introduced(
            await card_of(work.ask, text.parties.supervisor_id), version.effective_from or version.starts_on
        ),
    )


def _on_it(text: ContractText) -> list[UUID]:
    parties = text.parties
    return [
        parties.commissioner_id,
        parties.supervisor_id,
        *parties.supervisee_ids,
        *([text.stands_in.comes_back_id] if text.stands_in else []),
        *(one.person_id for one in text.signers),
    ]


async def _people(work: Work, ids: Iterable[UUID]) -> dict[UUID, str]:
    people = (await work.ask(ShowContacts(person_ids=list(dict.fromkeys(ids))))).people
    return {one.person_id: one.name for one in people}


async def provider(work: Work, on: date | None = None) -> SellerCard | None:
    """As it was on that day, or is now. None: it has not said yet who it is."""
    try:
        return await work.ask(ShowSeller(on=on))
    except Refusal as refusal:
        if refusal.code != "seller_missing":
            raise
        return None


async def logo(work: Work, on: date) -> Picture | None:
    """The provider's, as it is on the day."""
    return await picture_of(work.ask, (await work.ask(ShowLogo(on=on))).picture_id)


def department_of(customer: OrganisationShown, department_id: UUID | None) -> DepartmentCard | None:
    return next((one for one in customer.departments if one.department_id == department_id), None)
