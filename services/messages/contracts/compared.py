"""What a paper says beside what another one said: clause by clause, and who takes part."""

from uuid import UUID

from services.messages.contracts.terms import Clause
from services.messages.envelope import Reply
from services.messages.values import Party


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
    because: what the coordinator wrote of it, for everybody who reads the paper; empty where they wrote nothing.
    """

    clauses: list[ClauseCompared] = []
    people: list[PersonCompared] = []
    headcount: int | None = None
    named: int | None = None
    because: str = ""
