"""People: names, addresses, languages."""

from typing import ClassVar
from uuid import UUID

from services.messages.envelope import Asked, Command, Done, Event, Query, Reply
from services.messages.names import PersonName
from services.messages.values import Email, Language, Phone, SearchText, Utc


class Person(Reply):
    """accepted: the name is theirs, and not what somebody typed who had proven nothing. phone: as of ChangePerson.

    name: whole, as it is said; family_name: what lists of people go by.
    """

    person_id: UUID
    name: str
    family_name: str
    email: str
    language: Language
    accepted: bool = True
    phone: str = ""


class People(Reply):
    people: list[Person]


class PersonKnown(Reply):
    """Who it is, and no more: nobody learns a name by typing an address."""

    person_id: UUID


class RegisterPerson(Command[PersonKnown]):
    """Natural key: email; the one already registered is answered, and stays as they are.

    registered_by: whoever is signed in; none for a stranger's own inquiry. The name of who may look after people is
    accepted. Any other is nobody's until it is accepted: a stranger's gives way to the next that is typed for the
    address, a customer's to its own giver's next and to ours.
    as_named: others are to say yes to the name, so that whoever stays under another one is refused.
    Refuses: already_registered (the same person_id by another address), known_by_another_name.
    """

    person_id: UUID
    given_name: PersonName
    family_name: PersonName
    email: Email
    language: Language
    registered_by: UUID | None = None
    as_named: bool = False
    as_of: Utc


class AcceptPerson(Command[Done]):
    """The name stands from now on: its owner came in by the address, or a coordinator took it as theirs.

    Refuses: unknown_person.
    """

    proved = "person_id"
    person_id: UUID
    as_of: Utc


class FoundPerson(Reply):
    person: Person | None


class Addressee(Reply):
    """person_id: none where nobody has the address."""

    person_id: UUID | None


class FindAddressee(Query[Addressee]):
    """Who signs in with this address; for the door, which counts wrong codes for them, and knows nobody yet."""

    email: SearchText


class FindPerson(Asked[FoundPerson]):
    """By mail address, in any case of letters; none where nobody has it, or it is no address. At the portal without a
    name: there somebody asks whether an address is free.
    """

    email: SearchText


class PersonCard(Reply):
    person_id: UUID
    given_name: str
    family_name: str
    email: str
    language: Language
    accepted: bool = True
    phone: str = ""


class ShowPerson(Asked[PersonCard]):
    """Refuses: unknown_person."""

    person_id: UUID


class ChangePerson(Command[PersonCard]):
    """What is left out stays as it is. changed_by: whoever is signed in.

    Another person's name is put right by a coordinator, that of staff and supervisors by an administrator; the language
    is each person's own. phone: of the provider's own people alone, put right as the name; letters about what a
    coordinator looks after say it. Refuses: unknown_person, not_yours_to_change.
    """

    person_id: UUID
    given_name: PersonName | None = None
    family_name: PersonName | None = None
    language: Language | None = None
    phone: Phone | None = None
    changed_by: UUID
    as_of: Utc


class PersonRegistered(Event):
    about: ClassVar[str] = "person_id"
    person_id: UUID
    language: Language


class PersonNameChanged(Event):
    """Whoever it was; the name is asked for when it is told."""

    about: ClassVar[str] = "person_id"
    person_id: UUID
    change_id: UUID
    changed_by: UUID
    changed_at: Utc
