"""The organisation, or the department of it, that the visitor's role is for; and what they may give there."""

from uuid import UUID

from services.messages.directory import AdmissionList, GivableRoles, ListAdmissions, ListGivable
from services.messages.policy import Right
from services.runtime.policy import Belongs
from services.web.http.errors import NotFound
from services.web.pages.visit import Visit


def own_organisation(visit: Visit, to_do: Right = "manage_organisation") -> UUID:
    """Raises NotFound for whom the policy does not let do it to what their role is for."""
    viewer = visit.viewer
    where = Belongs(organisation_id=viewer.organisation_id, department_id=viewer.department_id)
    visit.must(to_do, where)
    if viewer.organisation_id is None:
        raise NotFound
    return viewer.organisation_id


async def waits_to_be_let_in(visit: Visit, may_give: GivableRoles) -> AdmissionList:
    """Contacts whom nobody has known yet, for HR of the whole organisation; for others nobody."""
    organisation_id = visit.viewer.organisation_id
    if organisation_id is None or not may_give.whole:
        return AdmissionList(admissions=[])
    return await visit.ask(ListAdmissions(viewer=visit.viewer, organisation_id=organisation_id))


async def givable(visit: Visit, organisation_id: UUID) -> GivableRoles:
    """What directory lets this visitor give, within what the role is for in which they act."""
    found = await visit.ask(ListGivable(given_by=visit.person_id, organisation_id=organisation_id))
    department_id = visit.viewer.department_id
    if department_id is None:
        return found
    own = [one for one in found.departments if one.department_id == department_id]
    return GivableRoles(relations=found.relations if own else [], whole=False, departments=own)
