"""A person's mail address: changed by who reads its mail, and the earlier ones kept with their ends."""

from typing import ClassVar
from uuid import UUID

from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.values import Email, Utc


class ChangeAddress(Command[Done]):
    """Said by a door after a code that went to the new address came back. The one that they have changes nothing.

    changed_by: whoever is signed in: the person, or a coordinator; of staff and supervisors an administrator.
    Refuses: unknown_person, not_yours_to_change, at_the_console (who comes in there changes it there), address_taken
    (by somebody else).
    """

    person_id: UUID
    email: Email
    changed_by: UUID
    as_of: Utc


class EarlierAddress(Reply):
    change_id: UUID
    person_id: UUID
    email: str
    until: Utc
    changed_by: UUID


class EarlierAddresses(Reply):
    """The latest first, as many as one message holds."""

    addresses: list[EarlierAddress]


class ListEarlierAddresses(Query[EarlierAddresses]):
    """A person's own, for who may change it. asked_by: whoever is signed in.

    Refuses: unknown_person (also one whose address is not theirs to change).
    """

    proved = "asked_by"
    person_id: UUID
    asked_by: UUID


class ShowEarlierAddress(Query[EarlierAddress]):
    """For the letter about the change. Refuses: unknown_change."""

    change_id: UUID


class PersonAddressChanged(Event):
    """change_id: by which the earlier address is asked for."""

    about: ClassVar[str] = "person_id"
    person_id: UUID
    change_id: UUID
    changed_by: UUID
    changed_at: Utc
