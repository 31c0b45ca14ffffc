"""Parts of a printed paper that a page shows as it has them, and what one paper says beside another."""

from uuid import UUID

from services.messages.contracts.terms import Clause
from services.messages.envelope import Reply
from services.messages.values import Party


class PaperRow(Reply):
    what: str
    value: str


class PaperSection(Reply):
    heading: str
    rows: list[PaperRow]


class PaperTable(Reply):
    """columns: the heads of both."""

    columns: list[str]
    rows: list[PaperRow]


class ClauseCompared(Reply):
    """A clause that is to be another. old, new: in the contract's language; none where it has or had none."""

    clause: Clause
    title: str
    old: str | None
    new: str | None


class PersonCompared(Reply):
    """Who is somebody else than was offered."""

    party: Party
    before_id: UUID
    person_id: UUID


class AcceptedCompared(Reply):
    """What a paper that is not signed yet says otherwise than the proposal that was accepted; empty: nothing.

    headcount, named: how many were to take part and how many do, where that differs; no members are named yet: none.
    exact_place: where they meet, where a region was offered and the paper says it exactly: no difference.
    because: what the coordinator wrote of it, for everybody who reads the paper; empty where they wrote nothing.
    """

    clauses: list[ClauseCompared] = []
    people: list[PersonCompared] = []
    headcount: int | None = None
    named: int | None = None
    exact_place: str = ""
    because: str = ""
