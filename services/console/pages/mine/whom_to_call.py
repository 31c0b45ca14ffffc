"""Whether letters can say whom to call: a coordinator reads it of their own letters, finance of the firm's."""

from typing import Literal

from services.messages.billing import ShowSeller
from services.messages.directory import ShowContacts
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.web.pages.patience import answer_or_none
from services.web.pages.visit import Visit

Lacks = Literal["", "own", "firm"]


async def nobody_to_call(visit: Visit) -> Lacks:
    """Whose number the visitor can enter that no letter of theirs has; empty too where it is not known just now."""
    role = visit.viewer.role
    if role not in (Role.COORDINATOR, Role.FINANCE) or await _firm_has_number(visit):
        return ""
    if role is Role.FINANCE:
        return "firm"
    told = await answer_or_none(visit, ShowContacts(person_ids=[visit.person_id]))
    return "own" if told and not any(one.phone for one in told.people) else ""


async def _firm_has_number(visit: Visit) -> bool:
    try:
        seller = await answer_or_none(visit, ShowSeller())
    except Refusal as refusal:
        if refusal.code == "seller_missing":
            return False
        raise
    return seller is None or bool(seller.phone)
