"""What became of a version that was sent out to be signed: told to who has its link, without a word of it."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import versions
from services.contracts.tables import Contract
from services.messages import contracts as messages
from services.messages.contracts import WhatBecame
from services.messages.values import Party

_OF_A_CHANGE: dict[str, WhatBecame] = {
    "signing": "open",
    "signed": "signed",
    "lapsed": "change_lapsed",
    "terminated": "terminated",
}
_OF_THE_NEWEST: dict[str, WhatBecame] = {
    "draft": "being_corrected",
    "given_up": "given_up",
    "expired": "expired",
}


async def show(db: AsyncSession, query: messages.ShowWhatBecame) -> messages.PaperBecame:
    """Refuses: unknown_process, unknown_version."""
    asked = await versions.wanted(db, query.process_id, query.version, None)
    said = became(asked, await _newest(db, asked), query)
    is_stranger = query.party is Party.SUPERVISEE and query.person_id not in asked.supervisee_ids
    return messages.PaperBecame(became=said, not_joining=said == "signed" and is_stranger)


def became(asked: Contract, newest: Contract, query: messages.ShowWhatBecame) -> WhatBecame:
    """newest: of the versions that take each other's place, so none of a change of it."""
    if asked.supersedes:
        return _OF_A_CHANGE.get(asked.status, "change_off")
    if over := _OF_THE_NEWEST.get(newest.status):
        return over
    if asked.version < newest.version:
        return "replaced" if _names(newest, query) else "left_out"
    return "signed" if newest.status == "signed" else "open"


def _names(contract: Contract, query: messages.ShowWhatBecame) -> bool:
    """Who signs for the customer is no matter of the paper."""
    if query.party is Party.SUPERVISEE:
        return query.person_id in contract.supervisee_ids
    return query.party is Party.COMMISSIONER or query.person_id == contract.supervisor_id


async def _newest(db: AsyncSession, asked: Contract) -> Contract:
    """At least the one that is asked for."""
    theirs = select(Contract).where(
        Contract.process_id == asked.process_id, col(Contract.supersedes).is_(None)
    )
    return (await db.exec(theirs.order_by(col(Contract.version).desc()).limit(1))).first() or asked
