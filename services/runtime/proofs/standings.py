"""In which roles somebody may ask: those that directory knows them in, and what is anybody's own.

A door lets them choose one of these; that they hold it, whoever answers asks directory, and believes no door.
"""

from collections.abc import Iterator

from services.messages.directory import Relation, RelationCard, Relations
from services.messages.values import Role, Viewer

AT_CUSTOMERS: dict[Relation, Role] = {
    "hr": Role.COMMISSIONER,
    "line_manager": Role.COMMISSIONER,
    "payer": Role.PAYER,
}
OF_THE_PROVIDER: dict[Relation, Role] = {
    "coordinator": Role.COORDINATOR,
    "finance": Role.FINANCE,
    "administrator": Role.ADMINISTRATOR,
}
AT_THE_CONSOLE = frozenset(role.value for role in (*OF_THE_PROVIDER.values(), Role.SUPERVISOR))


def held(known: Relations) -> frozenset[str]:
    """As `named`, of all that somebody is."""
    return frozenset(_each(known))


def named(viewer: Viewer) -> str | None:
    """Role, organisation and department; none where it reaches what is their own alone, as anybody may ask."""
    if viewer.role is Role.SUPERVISEE or (
        viewer.role is Role.COMMISSIONER and viewer.organisation_id is None
    ):
        return None
    return _written(viewer.role, viewer)


def _each(known: Relations) -> Iterator[str]:
    if known.is_supervisor:
        yield _written(Role.SUPERVISOR, None)
    for one in known.relations:
        role = AT_CUSTOMERS.get(one.relation) if one.organisation_id else OF_THE_PROVIDER.get(one.relation)
        if role:
            yield _written(role, one)


def _written(role: Role, where: Viewer | RelationCard | None) -> str:
    ids = (where.organisation_id, where.department_id) if where else (None, None)
    return ":".join((role.value, *(str(one or "") for one in ids)))
