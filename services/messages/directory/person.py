"""People: names, addresses, languages."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import EmailStr, Field

from services.messages.envelope import Command, Event, Reply
from services.messages.values import Language, ShortText, Utc

SearchText = Annotated[str, Field(max_length=320)]


class Person(Reply):
    person_id: UUID
    name: str
    email: str
    language: Language


class People(Reply):
    people: list[Person]


class RegisterPerson(Command[Person]):
    """Natural key: email; the one already registered is answered as it is."""

    person_id: UUID
    given_name: ShortText
    family_name: ShortText
    email: EmailStr
    language: Language
    as_of: Utc


class FoundPerson(Reply):
    person: Person | None


class FindPerson(Command[FoundPerson]):
    """By mail address, in any case of letters; none where nobody has it, or it is no address."""

    email: SearchText


class PersonCard(Reply):
    person_id: UUID
    given_name: str
    family_name: str
    email: str
    language: Language


class ShowPerson(Command[PersonCard]):
    """Refuses: unknown_person."""

    person_id: UUID


class ChangePerson(Command[PersonCard]):
    """What is left out stays as it is. Refuses: unknown_person."""

    person_id: UUID
    given_name: ShortText | None = None
    family_name: ShortText | None = None
    language: Language | None = None
    as_of: Utc


class PersonRegistered(Event):
    about: ClassVar[str] = "person_id"
    person_id: UUID
    language: Language
