"""The access log of one door, as each may read it: one rule for both doors, line by line or by days."""

from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.messages.intake import ListInquiries
from services.messages.operations import (
    AccessLine,
    AccessList,
    ListAccess,
    ListOpenings,
    Opening,
    Openings,
)
from services.messages.policy import ACCESS_LOG_TELLS_OF, scope
from services.messages.values import Viewer
from services.runtime.commands.parts import all_parts
from services.runtime.commands.proving import proof_to_pass_on
from services.runtime.commands.transactions import Work
from services.runtime.finland import HELSINKI
from services.runtime.storage.database import among, execute
from services.web.access_log.acts import OF_THE_AUTHOR_ALONE
from services.web.tables import access_log

_WANTED = ("about_person_id", "person_id", "process_id")


async def list_access(query: ListAccess, work: Work) -> AccessList:
    """The newest first, those that the viewer may know of."""
    lines = (
        sa.select(access_log)
        .where(await _may_see(query.viewer, query.by_others, work), *_asked(query))
        .order_by(access_log.c.id.desc())
        .limit(query.limit + 1)
    )
    rows = (await execute(work.db, lines)).mappings().all()
    return AccessList(
        lines=[AccessLine(line_id=row["id"], **_without_id(row)) for row in rows[: query.limit]],
        more=len(rows) > query.limit,
    )


async def list_openings(query: ListOpenings, work: Work) -> Openings:
    """What repeats on a day is one row: at which minutes somebody was at work is nobody's to know."""
    day = sa.cast(sa.func.timezone(HELSINKI.key, access_log.c.at), sa.Date).label("day")
    each = (day, *(access_log.c[name] for name in ("person_id", "role", "act", "process_id")))
    named = sa.true() if query.about_person_id is None else _is_about(query.about_person_id)
    by_days = (
        sa.select(*each, sa.func.count().label("times"))
        .where(await _may_see(query.viewer, True, work), named)
        .group_by(*each)
        .order_by(day.desc(), sa.func.max(access_log.c.id).desc())
        .limit(query.limit + 1)
    )
    rows = (await execute(work.db, by_days)).mappings().all()
    return Openings(openings=[Opening(**row) for row in rows[: query.limit]], more=len(rows) > query.limit)


async def _may_see(viewer: Viewer, by_others: bool, work: Work) -> sa.ColumnElement[bool]:
    """One's own acts always; what others did by the policy: everything, what concerns oneself, or nothing."""
    how_much = scope(viewer.role, "access_log")
    own = access_log.c.person_id == viewer.person_id
    if how_much == "yes":
        return ~own if by_others else sa.true()
    if how_much == "no":
        return sa.false() if by_others else own
    told_of = among(access_log.c.role, [role.value for role in ACCESS_LOG_TELLS_OF[viewer.role]])
    in_their_name = partial(work.ask, proof=proof_to_pass_on())
    in_reach = await all_parts(in_their_name, ListInquiries(viewer=viewer))
    own_processes = among(
        access_log.c.process_id, [one.process_id for part in in_reach for one in part.inquiries]
    )
    concerned = _is_about(viewer.person_id) | own_processes
    others = concerned & ~own & told_of & access_log.c.act.not_in(OF_THE_AUTHOR_ALONE)
    return others if by_others else others | own


def _is_about(person_id: UUID) -> sa.ColumnElement[bool]:
    return access_log.c.about_person_id == person_id


def _asked(query: ListAccess) -> list[sa.ColumnElement[bool]]:
    wanted = query.model_dump(include=set(_WANTED), exclude_none=True)
    conditions: list[sa.ColumnElement[bool]] = [access_log.c[name] == value for name, value in wanted.items()]
    if query.since:
        conditions.append(access_log.c.at >= query.since)
    if query.until:
        conditions.append(access_log.c.at < query.until)
    if query.before_id:
        conditions.append(access_log.c.id < query.before_id)
    return conditions


def _without_id(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}
