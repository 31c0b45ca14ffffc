"""An entry of the register - a customer, a department, a supervisor's card, a person: its history, and its end."""

from typing import Literal
from uuid import UUID

from services.messages.envelope import Command, Done, Query, Reply
from services.messages.values import LongText, Utc

EntryKind = Literal["organisation", "department", "supervisor", "person"]
EndedKind = Literal["organisation", "department", "supervisor"]
EntryField = Literal[
    "name",
    "kind",
    "business_id",
    "foreign_id",
    "address",
    "invoice_email",
    "language",
    "electronic_address",
    "operator",
    "channels",
    "buyer_reference",
    "order_number",
    "agreement",
    "required_references",
    "payment_days",
    "grouping",
    "timing",
    "given_name",
    "family_name",
    "phone",
    "languages",
    "regions",
    "remote",
    "audiences",
    "capacity",
    "ended_on",
    "leaves_on",
]


class EntryChange(Reply):
    """before, after: as codes, lists with commas; empty where there was nothing. by: none where nobody was named.

    reason: of an end, or of taking one back; to staff only.
    """

    field: EntryField
    before: str
    after: str
    by: UUID | None
    at: Utc
    reason: str = ""


class EntryHistory(Reply):
    """The latest first, as many as one message holds and 500 at most. count: of all of them."""

    changes: list[EntryChange]
    count: int = 0


class ListEntryHistory(Query[EntryHistory]):
    """Who changed what, from what to what. asked_by: whoever is signed in; who may change the entry may read it.

    Refuses: unknown_entry (also for who may not).
    """

    proved = "asked_by"
    kind: EntryKind
    entry_id: UUID
    asked_by: UUID


class EndEntry(Command[Done]):
    """A customer that is dissolved, a department that is closed, a supervisor who leaves: named for nothing new.

    Its roles end; papers, invoices and history keep it. Ended twice for the same reason: once.
    Refuses: unknown_entry, not_yours_to_end_entry, already_ended (for another reason), processes_open, items_open
    (sessions that no invoice has yet).
    """

    kind: EndedKind
    entry_id: UUID
    reason: LongText = ""
    ended_by: UUID
    as_of: Utc


class ReopenEntry(Command[Done]):
    """Takes the end back; roles are given anew. Refuses: unknown_entry, not_yours_to_end_entry, organisation_ended."""

    kind: EndedKind
    entry_id: UUID
    reason: LongText = ""
    reopened_by: UUID
    as_of: Utc
