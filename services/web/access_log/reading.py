"""The access log of one door, as each may read it: one rule for both doors, asked by `ListAccess`."""

from typing import Any

import sqlalchemy as sa

from services.messages.intake import ListInquiries
from services.messages.operations import AccessLine, AccessList, ListAccess
from services.messages.policy import scope
from services.runtime.asking import Work
from services.runtime.database import among, execute
from services.web.access_log.acts import OF_THE_AUTHOR_ALONE
from services.web.tables import access_log

_WANTED = ("about_person_id", "person_id", "process_id")


async def list_access(query: ListAccess, work: Work) -> AccessList:
    """The newest first, those that the viewer may know of."""
    lines = (
        sa.select(access_log)
        .where(await _may_see(query, work), *_asked(query))
        .order_by(access_log.c.id.desc())
        .limit(query.limit + 1)
    )
    rows = (await execute(work.db, lines)).mappings().all()
    return AccessList(
        lines=[AccessLine(line_id=row["id"], **_without_id(row)) for row in rows[: query.limit]],
        more=len(rows) > query.limit,
    )


async def _may_see(query: ListAccess, work: Work) -> sa.ColumnElement[bool]:
    """One's own acts always; what others did by the policy: everything, what concerns oneself, or nothing."""
    viewer, how_much = query.viewer, scope(query.viewer.role, "access_log")
    own = access_log.c.person_id == viewer.person_id
    if how_much == "yes":
        return ~own if query.by_others else sa.true()
    if how_much == "no":
        return sa.false() if query.by_others else own
    in_reach = (await work.ask(ListInquiries(viewer=viewer))).inquiries
    own_processes = among(access_log.c.process_id, [one.process_id for one in in_reach])
    concerned = (access_log.c.about_person_id == viewer.person_id) | own_processes
    by_others = concerned & ~own & access_log.c.act.not_in(OF_THE_AUTHOR_ALONE)
    return by_others if query.by_others else by_others | own


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
