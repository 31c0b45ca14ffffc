"""Another supervisor for a signed contract: a version that every member consents to and the new one signs."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import amending, next_version
from services.contracts.parties import joining
from services.contracts.signing import interests
from services.contracts.tables import Contract
from services.messages.contracts import ProposeSupervisor
from services.messages.intake import InterestShown
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date

_FIELDS = {"effective_from": "from_day", "changes": "supervisor_id"}
"""Of the order, for what an amendment calls otherwise."""


async def propose(
    db: AsyncSession,
    order: ProposeSupervisor,
    acting: Collection[UUID],
    interest: InterestShown | None,
    recorded: date | None,
) -> Contract:
    """acting: for the customer today. interest: what the members are shown. recorded: as of `signatures.sign`.

    Refuses: see ProposeSupervisor.
    Next: services/contracts/signing/effects.py:stand
    """
    base = await next_version.changeable(db, order.process_id, lock=True, while_ending=True)
    _check_until(base, order)
    facts = {
        "until_day": order.until_day,
        "change_reason": order.reason_code.value,
        "interest": interest.model_dump(mode="json") if interest else None,
    }
    when = next_version.When(order.from_day, order.as_of)
    columns = {"supervisor_id": order.supervisor_id}
    try:
        wanted = await next_version.version_with(db, base, columns, facts, when, recorded)
    except Refusal as refusal:
        field = _FIELDS.get(refusal.field or "", refusal.field)
        raise Refusal(refusal.code, field, refusal.reason) from None
    coming = [one.person_id for one in await joining.waiting_of(db, base, local_date(order.as_of))]
    await interests.check_parties(db, wanted.supervisor_id, [*wanted.supervisee_ids, *coming], acting)
    return await amending.send_out(db, wanted, order.as_of)


def _check_until(base: Contract, order: ProposeSupervisor) -> None:
    if order.until_day is None:
        return
    if order.until_day < order.from_day:
        raise Refusal("ends_before_start", "until_day")
    if order.until_day > base.ends_on:
        raise Refusal("outside_the_contract", "until_day")
