"""The policy table at work: `can()` for one object, and the same rule as a filter for the rows of a query.

The owner of the data applies it; pages never filter. A test asks both for every role, action and relation.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.messages.policy import OF_REPRESENTATIVE_ALONE, REACH, WHO_DOES_WHAT, Right, Scope, scope
from services.messages.values import Role, Viewer


@dataclass(frozen=True)
class Belongs:
    """To whom an object belongs. contact_id: who asked, until it is settled whether they act for the organisation.

    supervisee_ids: the members on the day; representative_id: who of them signs for all.
    What is not known yet is none, and reaches nobody.
    department_id: none for what is the whole organisation's; a role for one department does not reach that.
    other_supervisor_id: who stands in, or had it before.
    """

    organisation_id: UUID | None = None
    contact_id: UUID | None = None
    supervisee_ids: frozenset[UUID] = frozenset()
    supervisor_id: UUID | None = None
    department_id: UUID | None = None
    representative_id: UUID | None = None
    other_supervisor_id: UUID | None = None


@dataclass(frozen=True)
class Owners:
    """The columns that say it of a row. supervisee_ids: an array of ids. A column that is left out reaches nobody.

    is_member: instead of supervisee_ids where members are rows of their own: the condition that a person is one.
    """

    organisation_id: Any = None
    contact_id: Any = None
    supervisee_ids: Any = None
    supervisor_id: Any = None
    department_id: Any = None
    representative_id: Any = None
    other_supervisor_id: Any = None
    is_member: Callable[[UUID], sa.ColumnElement[bool]] | None = None


def can(viewer: Viewer, action: Right, belongs: Belongs) -> bool:
    """Whether this viewer may do it to this object; who only asked may look alone."""
    if viewer.role not in WHO_DOES_WHAT[action]:
        return False
    if _is_for_representative(viewer.role, action) and viewer.person_id != belongs.representative_id:
        return False
    return reaches(viewer, _without_contact(belongs))


def may(role: Role, action: Right) -> bool:
    """Whether the role does such things at all: for showing a way there."""
    return role in WHO_DOES_WHAT[action]


def _is_for_representative(role: Role, action: Right) -> bool:
    return role is Role.SUPERVISEE and action in OF_REPRESENTATIVE_ALONE


def sees(viewer: Viewer, what: str, belongs: Belongs) -> Scope:
    """How much of it this viewer sees; "no" for everyone whom the object is out of reach of."""
    return scope(viewer.role, what) if reaches(viewer, belongs) else "no"


def reaches(viewer: Viewer, belongs: Belongs) -> bool:
    """Whether the object is one of those that this viewer's role has to do with."""
    if REACH[viewer.role] == "everything":
        return viewer.organisation_id is None or _in_organisation(viewer, belongs)
    return _REACHES[REACH[viewer.role]](viewer, belongs)


def _in_organisation(viewer: Viewer, belongs: Belongs) -> bool:
    """In the whole of it, or in the one department that the role is for."""
    own = viewer.organisation_id is not None and viewer.organisation_id == belongs.organisation_id
    return own and viewer.department_id in (None, belongs.department_id)


def _own_organisation(viewer: Viewer, belongs: Belongs) -> bool:
    asked = viewer.role is Role.COMMISSIONER and viewer.person_id == belongs.contact_id
    return asked or _in_organisation(viewer, belongs)


def _without_contact(belongs: Belongs) -> Belongs:
    return replace(belongs, contact_id=None)


_REACHES: dict[str, Callable[[Viewer, Belongs], bool]] = {
    "organisation": _own_organisation,
    "membership": lambda viewer, belongs: viewer.person_id in belongs.supervisee_ids,
    "supervision": lambda viewer, belongs: (
        viewer.person_id in (belongs.supervisor_id, belongs.other_supervisor_id)
    ),
}


def reached_rows(viewer: Viewer, owners: Owners) -> sa.ColumnElement[bool]:
    """`reaches` as a condition on rows."""
    match REACH[viewer.role]:
        case "everything":
            return sa.true() if viewer.organisation_id is None else _organisations_rows(viewer, owners)
        case "organisation":
            own = _organisations_rows(viewer, owners)
            asked = viewer.person_id if viewer.role is Role.COMMISSIONER else None
            return sa.or_(own, _is(owners.contact_id, asked))
        case "membership" if owners.is_member is not None:
            return owners.is_member(viewer.person_id)
        case "membership" if owners.supervisee_ids is not None:
            return _known(
                owners.supervisee_ids,
                sa.literal(viewer.person_id, sa.Uuid()) == sa.any_(owners.supervisee_ids),
            )
        case "supervision":
            own = _is(owners.supervisor_id, viewer.person_id)
            return sa.or_(own, _is(owners.other_supervisor_id, viewer.person_id))
    return sa.false()


def seen_rows(viewer: Viewer, what: str, owners: Owners) -> sa.ColumnElement[bool]:
    """The rows of which this viewer sees anything of `what`; how much of each, `sees` says."""
    return sa.false() if scope(viewer.role, what) == "no" else reached_rows(viewer, owners)


def rows_for(viewer: Viewer, action: Right, owners: Owners) -> sa.ColumnElement[bool]:
    """`can` as a condition on rows."""
    if not may(viewer.role, action):
        return sa.false()
    reached = reached_rows(viewer, replace(owners, contact_id=None))
    if _is_for_representative(viewer.role, action):
        return sa.and_(reached, _is(owners.representative_id, viewer.person_id))
    return reached


def _organisations_rows(viewer: Viewer, owners: Owners) -> sa.ColumnElement[bool]:
    own = _is(owners.organisation_id, viewer.organisation_id)
    if viewer.department_id is None:
        return own
    return sa.and_(own, _is(owners.department_id, viewer.department_id))


def _is(column: Any, value: UUID | None) -> sa.ColumnElement[bool]:
    """False, not unknown, where either side is not there."""
    return sa.false() if column is None or value is None else _known(column, column == value)


def _known(column: Any, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """False for a row without it. Two conditions, as an index serves them, which it does not serve coalesce()."""
    return sa.and_(column.is_not(None), condition)
