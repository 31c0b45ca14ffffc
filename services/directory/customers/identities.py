"""By what a customer is known, put right: what it is, its Y-tunnus, its number in another register."""

from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory.rights import authority
from services.directory.tables import Organisation
from services.messages.directory import PRIVATE_PERSON, WITHOUT_ID, ChangeOrganisation, id_fault
from services.runtime.commands.refusal import Refusal
from services.runtime.policy import Belongs

_IDENTITY = ("kind", "business_id", "foreign_id")


async def corrected(
    db: AsyncSession, organisation: Organisation, order: ChangeOrganisation, facts: dict[str, Any]
) -> dict[str, Any]:
    """The columns of its identity with the facts of the order.

    Refuses: not_yours_to_decide, kind_of_a_person, id_taken, business_id_missing, foreign_id_missing,
    register_number_missing.
    """
    becomes = {name: facts.get(name, getattr(organisation, name)) for name in (*_IDENTITY, "country")}
    if becomes["kind"] in WITHOUT_ID:
        becomes |= {"business_id": None, "foreign_id": None}
    changed = [name for name in _IDENTITY if becomes[name] != getattr(organisation, name)]
    if changed and not await authority.may(db, order.changed_by, "decide_screening", Belongs()):
        raise Refusal("not_yours_to_decide", changed[0])
    if "kind" in changed and PRIVATE_PERSON in (organisation.kind, becomes["kind"]):
        raise Refusal("kind_of_a_person", "kind", "is no organisation's")
    if changed or becomes["country"] != organisation.country:
        if fault := id_fault(**becomes):
            raise Refusal(fault[1], fault[0])
        await _check_free(db, organisation, becomes)
    return becomes


async def _check_free(db: AsyncSession, organisation: Organisation, becomes: dict[str, Any]) -> None:
    ids: dict[str, Any] = {
        "business_id": col(Organisation.business_id) == becomes["business_id"],
        "foreign_id": (col(Organisation.foreign_id) == becomes["foreign_id"])
        & (col(Organisation.country) == becomes["country"]),
    }
    another = col(Organisation.organisation_id) != organisation.organisation_id
    for name, is_same in ids.items():
        if becomes[name] and (await db.exec(select(Organisation).where(is_same, another))).first():
            raise Refusal("id_taken", name, "is another customer's")
