"""The people of a register, listed with what they are to whom."""

from uuid import UUID

from services.messages.directory.person import PersonCard
from services.messages.directory.relation import RelationCard
from services.messages.envelope import Query, Reply
from services.messages.values import Language, SearchText, Viewer


class ListedPerson(PersonCard):
    """relations: those that the viewer may know of."""

    relations: list[RelationCard]


class PeopleList(Reply):
    """count: of all of them."""

    people: list[ListedPerson]
    count: int = 0


class ListPeople(Query[PeopleList]):
    """By family name in the language's order, `MOST_ROWS` at most. organisation_id: none for the provider's own staff.

    search: a part of a name or of the mail address. For the provider's staff, and for a commissioner's own
    organisation. To those, who was added there by an address that was known has the name that was typed, until they
    come in. Refuses: unknown_organisation (also one out of the viewer's reach).
    """

    viewer: Viewer
    organisation_id: UUID | None = None
    search: SearchText = ""
    language: Language = "fi"
