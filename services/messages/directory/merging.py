"""One person's two entries become one: which of them stays, and what becomes of the other."""

from typing import ClassVar, Literal
from uuid import UUID

from services.messages.directory.person import PersonCard
from services.messages.directory.relation import RelationCard
from services.messages.envelope import Command, Event, Query, Reply
from services.messages.values import Day, Email, Utc

MergeFault = Literal[
    "own_entry",
    "not_yours_to_merge",
    "two_cards",
    "card_stays",
    "two_customers",
    "not_yours_to_give",
    "opposite_parts",
    "members_not_signed",
]
"""Why two entries cannot become one by this hand; see MergePeople."""


class MergePeople(Command[PersonCard]):
    """The absorbed entry's roles, processes and history are the kept one's from then on; its sign-ins and passkeys end.

    Whoever names the absorbed id afterwards means the kept one. What is one already stays so, and is answered with the
    entry that stays, to who names the one that went by its address. absorbed_email: as typed by who merges, so that
    nobody does it by a slip. merged_by: whoever is signed in.
    Refuses: unknown_person, address_not_theirs, merged_already (the other of the two stayed);
    own_entry (somebody else is to do it), not_yours_to_merge (of staff and
    supervisors an administrator), two_cards, card_stays (the entry with the supervisor's card is the one to keep),
    two_customers (both are private customers), not_yours_to_give (a role that the kept entry would get),
    opposite_parts (one supervises the other), members_not_signed (both are members in a paper that is not signed yet).
    """

    kept_id: UUID
    absorbed_id: UUID
    absorbed_email: Email
    merged_by: UUID
    as_of: Utc


class Entry(PersonCard):
    """credentials: the supervisor's, by kind; none without a card. is_customer: a private customer themselves."""

    registered_at: Utc
    relations: list[RelationCard]
    credentials: dict[str, Day] | None
    is_customer: bool
    passkeys: int


class MergePreview(Reply):
    """faults: why it is refused; none where nothing is in the way."""

    kept: Entry
    absorbed: Entry
    faults: list[MergeFault]


class PreviewMerge(Query[MergePreview]):
    """Changes nothing. Refuses: unknown_person, not_yours_to_merge (by nobody who may not merge at all)."""

    proved = "asked_by"
    kept_id: UUID
    absorbed_id: UUID
    asked_by: UUID
    as_of: Utc


class MergedEntry(Reply):
    """An entry that is gone, as it was."""

    merge_id: UUID
    given_name: str
    family_name: str
    email: str
    merged_by: UUID
    merged_at: Utc


class MergedEntries(Reply):
    """The latest first."""

    entries: list[MergedEntry]


class ListMergedEntries(Query[MergedEntries]):
    """What a person's entry has taken in. Refuses: unknown_person (also for who may not merge at all)."""

    proved = "asked_by"
    person_id: UUID
    asked_by: UUID


class PersonsMerged(Event):
    """Each service that keeps a person's id takes its rows over. merge_id: by which the ended address is asked for."""

    about: ClassVar[str] = "merge_id"
    merge_id: UUID
    kept_id: UUID
    absorbed_id: UUID
    merged_by: UUID
    merged_at: Utc
