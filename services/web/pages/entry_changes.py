"""An entry's history as a table's rows: what was changed, from what to what, when and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.messages.countries import HOME
from services.messages.directory import OPERATORS, EntryChange, EntryKind, ListEntryHistory, ShowContacts
from services.web.pages.visit import Visit

_AT_ONCE = 200
LABELS = {
    "kind": "organisation_kind",
    "language": "language",
    "languages": "language",
    "regions": "region",
    "audiences": "audience",
    "channels": "channel",
    "grouping": "grouping",
    "timing": "timing",
    "required_references": "entry_field",
}
"""By which table of words the codes of a field are said."""


@dataclass(frozen=True)
class Change:
    """by: a name, empty where it is not known. before, after: lists of codes, or one text. words: of LABELS.

    Of an address the place, and after it the code of its country where it is another.
    """

    field: str
    before: Sequence[str]
    after: Sequence[str]
    words: str
    by: str
    at: datetime
    reason: str


async def history_of(visit: Visit, kind: EntryKind, entry_id: UUID) -> tuple[list[Change], int]:
    """The latest first, and how many there are of all. Refuses: unknown_entry."""
    query = ListEntryHistory(kind=kind, entry_id=entry_id, asked_by=visit.person_id)
    told = await visit.ask(query)
    changes = told.changes
    wanted = sorted({one.by for one in changes if one.by})
    names: dict[UUID, str] = {}
    for first in range(0, len(wanted), _AT_ONCE):
        people = (await visit.ask(ShowContacts(person_ids=wanted[first : first + _AT_ONCE]))).people
        names |= {one.person_id: one.name for one in people}
    return [as_change(one, names.get(one.by, "") if one.by else "") for one in changes], told.count


def as_change(one: EntryChange, by: str) -> Change:
    before, after = (_told(one.field, text) for text in (one.before, one.after))
    return Change(one.field, before, after, LABELS.get(one.field, ""), by, one.at, one.reason)


def _told(field: str, text: str) -> list[str]:
    if not text:
        return []
    if field in LABELS:
        return text.split(", ")
    if field == "operator":
        return [OPERATORS.get(text, text)]
    if field != "address":
        return [text]
    place, _comma, country = text.rpartition(", ")
    return [place] if country == HOME else [place, country]
