"""Where sessions are: what the version of a day says, to whom the policy table shows it."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import versions
from services.contracts.showing.belonging import belongs_of
from services.contracts.tables import Contract
from services.messages import contracts as messages
from services.messages.contracts import PlaceFrom, ProcessPlaces
from services.messages.values import Role, Viewer
from services.runtime.commands.sizes import fitting, last_of
from services.runtime.policy import Owners, seen_rows, sees
from services.runtime.storage.database import among

_MOST = 500
_OWNERS = Owners(
    organisation_id=col(Contract.organisation_id),
    department_id=col(Contract.department_id),
    supervisee_ids=col(Contract.supervisee_ids),
    supervisor_id=col(Contract.supervisor_id),
)


def place_of(contract: Contract) -> str:
    """In people's own words, for letters and calendars."""
    said = " ".join(contract.clauses.get(messages.Clause.PLACE, "").split())
    return said if len(said) <= messages.LONGEST_PLACE else ""


async def list_seen(db: AsyncSession, query: messages.ListPlaces) -> messages.PlaceList:
    """Supervisors by version: who stood in still has the place of their days when the first one is back.

    Everybody else by the version that counts, which is where who has joined stands.
    """
    if query.process_id:
        theirs = _seen_by(query.viewer, await versions.counting(db, query.process_id))
        return messages.PlaceList(processes=list(_by_process(theirs)))
    signed, reach = Contract.status == "signed", seen_rows(query.viewer, "place", _OWNERS)
    theirs_alone = query.viewer.role is Role.SUPERVISOR
    ids = await _reached(db, query, signed, reach, sa.true() if theirs_alone else versions.is_the_one())
    rows = select(Contract).where(
        signed, among(Contract.process_id, ids), reach if theirs_alone else sa.true()
    )
    in_order = rows.order_by(col(Contract.process_id), col(Contract.version))
    found = list(_by_process((await db.exec(in_order)).all()))
    part = fitting(found, most=_MOST)
    return messages.PlaceList(processes=part, go_on_after=last_of(part, found, "process_id"))


def _seen_by(viewer: Viewer, counting: Sequence[Contract]) -> list[Contract]:
    """The same of one process, which letters ask of all the time. counting: its versions that do, or did."""
    signed = [one for one in counting if one.status == "signed"]
    if viewer.role is Role.SUPERVISOR:
        return [one for one in signed if sees(viewer, "place", belongs_of(one)) != "no"]
    counts = counting[-1:] if counting and counting[-1].status == "signed" else []
    return signed if any(sees(viewer, "place", belongs_of(one)) != "no" for one in counts) else []


async def _reached(
    db: AsyncSession, query: messages.ListPlaces, *conditions: sa.ColumnElement[bool] | bool
) -> Sequence[UUID]:
    """Of the processes one more than a part holds."""
    mine = select(Contract.process_id).where(*conditions).distinct()
    if query.after:
        mine = mine.where(col(Contract.process_id) > query.after)
    return (await db.exec(mine.order_by(col(Contract.process_id)).limit(_MOST + 1))).all()


def _by_process(signed: Iterable[Contract]) -> Iterable[ProcessPlaces]:
    """signed: in the order of their processes and versions."""
    for process_id, papers in groupby(signed, key=_process_of):
        places = [
            PlaceFrom(from_day=one.effective_from or one.starts_on, place=place_of(one)) for one in papers
        ]
        yield ProcessPlaces(process_id=process_id, places=places)


def _process_of(contract: Contract) -> UUID:
    return contract.process_id
