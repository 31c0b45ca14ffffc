"""Who stands on a paper of ours beside its people."""

from uuid import UUID

from services.messages.billing import SellerCard, ShowSeller
from services.messages.directory import DepartmentCard, OrganisationShown
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work


async def provider(work: Work) -> SellerCard | None:
    """None: it has not said yet who it is."""
    try:
        return await work.ask(ShowSeller())
    except Refusal as refusal:
        if refusal.code != "seller_missing":
            raise
        return None


def department_of(customer: OrganisationShown, department_id: UUID | None) -> DepartmentCard | None:
    return next((one for one in customer.departments if one.department_id == department_id), None)
