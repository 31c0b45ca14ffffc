"""What somebody is to the provider or to an organisation."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from services.messages.directory.department import DepartmentCard
from services.messages.directory.person import People
from services.messages.envelope import Asked, Command, Done, Event, Query, Reply
from services.messages.values import ShortText, Utc

Relation = Literal["coordinator", "finance", "administrator", "hr", "payer", "line_manager"]


class RoleOutcome(Done):
    """nothing_changed: they had the role already, or did not have it."""

    nothing_changed: bool = False


class RelatePerson(Command[RoleOutcome]):
    """organisation_id: none for the provider's own staff. department_id: none for the whole organisation.

    given_by: whoever is signed in; directory looks up whether they may, by the rows give_... of the policy. None is for
    the provider's first administrator only, whom nobody can have given the role.
    Refuses: unknown_person, unknown_organisation, unknown_department (also one of another organisation),
    role_elsewhere (staff of an organisation, a customer's role without one, anybody's but their own with a private
    person), not_yours_to_give, own_role (a customer's role to oneself), admission_waits (as AnswerAdmission),
    organisation_ended, department_ended.
    """

    person_id: UUID
    relation: Relation
    organisation_id: UUID | None = None
    department_id: UUID | None = None
    given_by: UUID | None = None
    as_of: Utc


class EndRelation(Command[RoleOutcome]):
    """Nothing if there is no such relation. ended_by: whoever is signed in; as with RelatePerson, by the rows end_....

    Refuses: not_yours_to_end, last_administrator (the provider keeps one).
    """

    person_id: UUID
    relation: Relation
    organisation_id: UUID | None = None
    department_id: UUID | None = None
    ended_by: UUID
    as_of: Utc


class RelationCard(Reply):
    """organisation_id and organisation_name: none for the provider's own staff.

    department_id and department_name: none for the whole organisation. may_end: whether the viewer of a list may.
    own: of a private person, who is the customer themselves.
    """

    relation: Relation
    organisation_id: UUID | None
    organisation_name: str | None
    department_id: UUID | None = None
    department_name: str | None = None
    may_end: bool = False
    own: bool = False


class Relations(Reply):
    """waits: whether they have asked for an organisation that has not said yet whether it knows them."""

    relations: list[RelationCard]
    is_supervisor: bool
    waits: bool = False


class ShowRelations(Asked[Relations]):
    """What a person is now, to whom; an unknown person is nothing to nobody."""

    own_at = frozenset(("portal", "console"))
    person_id: UUID


class GivableRoles(Reply):
    """departments: those in which these may be given. whole: whether for the whole organisation too."""

    relations: list[Relation]
    whole: bool
    departments: list[DepartmentCard]


class ListGivable(Query[GivableRoles]):
    """What this person may give today, to somebody else. organisation_id: none for the provider's own staff."""

    proved = "given_by"
    given_by: UUID
    organisation_id: UUID | None = None


class Permission(Reply):
    allowed: bool


class ShowPermission(Asked[Permission]):
    """Whether any role that the person has today lets them do it there, for services that act on a person's word.

    action: a row of the policy's WHO_DOES_WHAT. organisation_id: none for what is no customer's.
    department_id: none for what is the whole organisation's. supervisor_id: of what is a supervisor's own.
    at_portal: they said it there, where no role of the provider's counts. A door asks it of whoever asks it something.
    Refuses: unknown_action.
    """

    own_at = frozenset(("portal", "console"))
    person_id: UUID
    action: ShortText
    organisation_id: UUID | None = None
    department_id: UUID | None = None
    supervisor_id: UUID | None = None
    at_portal: bool = False


class ListCommissioners(Asked[People]):
    """Who may act for the organisation today, by mail address: HR and line managers of the whole and of the department.

    department_id: none for what is the whole organisation's.
    """

    organisation_id: UUID
    department_id: UUID | None = None


class ListPayers(Query[People]):
    """Who pays for the organisation today, by mail address: as ListCommissioners, of those who see to its invoices."""

    organisation_id: UUID
    department_id: UUID | None = None


class ShowContacts(Asked[People]):
    """Names and addresses of these people. language: in which they are written to, their own where it is served.

    Unknown ids are left out.

    called_by: whose word for a name counts until its owner has come in, see ListPeople.
    """

    person_ids: Annotated[list[UUID], Field(max_length=200)]
    called_by: Annotated[list[UUID], Field(max_length=200)] = []


class ShowStaff(Asked[People]):
    """The provider's own people in a role."""

    relation: Relation


class PersonRelated(Event):
    """told: who is to hear of it besides the person: HR of the whole organisation, or the provider's administrators.

    own: it is the private person's own, for themselves. others_in_hr: somebody else is HR of the whole organisation.
    """

    about: ClassVar[str] = "person_id"
    person_id: UUID
    relation: Relation
    organisation_id: UUID | None
    department_id: UUID | None = None
    by: UUID | None = None
    told: list[UUID] = []
    own: bool = False
    others_in_hr: bool = True


class PersonUnrelated(Event):
    """told, others_in_hr: as of PersonRelated."""

    about: ClassVar[str] = "person_id"
    person_id: UUID
    relation: Relation
    organisation_id: UUID | None
    department_id: UUID | None = None
    by: UUID | None = None
    told: list[UUID] = []
    others_in_hr: bool = True
