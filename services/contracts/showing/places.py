"""Where sessions are: what the trial, and the version of a day, say of it, to whom the policy table shows it."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import versions
from services.contracts.showing.belonging import belongs_of
from services.contracts.tables import Contract, Trial
from services.contracts.trials import opening, shown
from services.messages import contracts as messages
from services.messages.contracts import PlaceFrom, ProcessPlaces
from services.messages.values import Role, Viewer
from services.runtime.commands.sizes import fitting, last_of
from services.runtime.policy import Owners, seen_rows, sees
from services.runtime.storage.database import among, execute

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
        return messages.PlaceList(processes=await _of_one(db, query.viewer, query.process_id))
    ids = await _reached(db, query)
    found = await _told(db, query.viewer, ids, await _papers(db, query.viewer, ids))
    part = fitting(found, most=_MOST)
    return messages.PlaceList(processes=part, go_on_after=last_of(part, found, "process_id"))


_WAS_TRIED = sa.exists().where(col(Trial.process_id) == sa.bindparam("process_id", type_=sa.Uuid()))
_COUNTING = versions.counting_with(_WAS_TRIED)


async def _of_one(db: AsyncSession, viewer: Viewer, process_id: UUID) -> list[ProcessPlaces]:
    """Letters ask this all the time, and few processes had a trial."""
    found = (await db.exec(_COUNTING, params={"process_id": process_id})).all()
    papers = _seen_by(viewer, [paper for paper, _tried in found])
    if found and not found[0][1]:
        return _in_order([process_id], [], papers)
    return await _told(db, viewer, [process_id], papers)


def _seen_by(viewer: Viewer, counting: Sequence[Contract]) -> list[Contract]:
    """The same of one process. counting: its versions that do, or did."""
    signed = [one for one in counting if one.status == "signed"]
    if viewer.role is Role.SUPERVISOR:
        return [one for one in signed if sees(viewer, "place", belongs_of(one)) != "no"]
    counts = counting[-1:] if counting and counting[-1].status == "signed" else []
    return signed if any(sees(viewer, "place", belongs_of(one)) != "no" for one in counts) else []


async def _reached(db: AsyncSession, query: messages.ListPlaces) -> Sequence[UUID]:
    """Of the processes one more than a part holds."""
    by_paper = select(Contract.process_id).where(*_reach(query.viewer), _one_that_decides(query.viewer))
    by_trial = select(Trial.process_id).where(_tried_by(query.viewer))
    both = sa.union(by_paper, by_trial).subquery()
    mine = sa.select(both.c.process_id).order_by(both.c.process_id).limit(_MOST + 1)
    if query.after:
        mine = mine.where(both.c.process_id > query.after)
    return (await execute(db, mine)).scalars().all()


async def _papers(db: AsyncSession, viewer: Viewer, ids: Sequence[UUID]) -> Sequence[Contract]:
    """Of the processes that are reached by a version of theirs, in the order of these."""
    reached = select(Contract.process_id).where(
        *_reach(viewer), _one_that_decides(viewer), among(Contract.process_id, ids)
    )
    theirs = _reach(viewer) if viewer.role is Role.SUPERVISOR else [Contract.status == "signed"]
    rows = select(Contract).where(*theirs, among(Contract.process_id, (await db.exec(reached)).all()))
    return (await db.exec(rows.order_by(col(Contract.process_id), col(Contract.version)))).all()


def _reach(viewer: Viewer) -> list[sa.ColumnElement[bool] | bool]:
    return [Contract.status == "signed", seen_rows(viewer, "place", _OWNERS)]


def _one_that_decides(viewer: Viewer) -> sa.ColumnElement[bool]:
    return sa.true() if viewer.role is Role.SUPERVISOR else versions.is_the_one()


def _tried_by(viewer: Viewer) -> sa.ColumnElement[bool]:
    """Of a trial that is prepared, whatever became of it."""
    return (col(Trial.revision) > 0) & seen_rows(viewer, "place", shown.OWNERS)


async def _told(
    db: AsyncSession, viewer: Viewer, ids: Sequence[UUID], papers: Sequence[Contract]
) -> list[ProcessPlaces]:
    """In the order of ids. papers: by their versions; a trial was before all of them."""
    tried = await db.exec(select(Trial).where(among(Trial.process_id, ids), _tried_by(viewer)))
    return _in_order(ids, tried.all(), papers)


def _in_order(ids: Sequence[UUID], tried: Sequence[Trial], papers: Sequence[Contract]) -> list[ProcessPlaces]:
    places: dict[UUID, list[PlaceFrom]] = {one: [] for one in ids}
    for trial in tried:
        places[trial.process_id].append(
            PlaceFrom(from_day=opening.terms_of(trial).starts_on, place=trial.place)
        )
    for paper in papers:
        first = paper.effective_from or paper.starts_on
        places[paper.process_id].append(PlaceFrom(from_day=first, place=place_of(paper)))
    return [ProcessPlaces(process_id=one, places=said) for one, said in places.items() if said]
