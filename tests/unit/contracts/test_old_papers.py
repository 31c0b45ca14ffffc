"""What the link of an earlier paper is told about it."""

from dataclasses import dataclass, field
from typing import cast
from uuid import UUID, uuid4

import pytest

from services.contracts.showing.old_papers import became
from services.contracts.tables import Contract
from services.messages.contracts import ShowWhatBecame
from services.messages.values import Party

MEMBER, OTHER, SUPERVISOR = uuid4(), uuid4(), uuid4()


@dataclass
class Paper:
    version: int
    status: str
    supersedes: int | None = None
    supervisee_ids: list[UUID] = field(default_factory=lambda: [MEMBER])
    supervisor_id: UUID = SUPERVISOR


def told(asked: Paper, newest: Paper, person_id: UUID = MEMBER, party: Party = Party.SUPERVISEE) -> str:
    query = ShowWhatBecame(process_id=uuid4(), version=asked.version, party=party, person_id=person_id)
    return became(cast(Contract, asked), cast(Contract, newest), query)


@pytest.mark.parametrize(
    ("asked", "newest", "said"),
    [
        (Paper(1, "withdrawn"), Paper(2, "draft"), "being_corrected"),
        (Paper(1, "declined"), Paper(2, "signing"), "replaced"),
        (Paper(1, "withdrawn"), Paper(2, "signing", supervisee_ids=[OTHER]), "left_out"),
        (Paper(1, "withdrawn"), Paper(3, "given_up"), "given_up"),
        (Paper(2, "expired"), Paper(2, "expired"), "expired"),
        (Paper(2, "signing"), Paper(2, "signing"), "open"),
        (Paper(1, "signed"), Paper(1, "signed"), "signed"),
        (Paper(2, "withdrawn", supersedes=1), Paper(1, "signed"), "change_off"),
        (Paper(2, "lapsed", supersedes=1), Paper(1, "signed"), "change_lapsed"),
        (Paper(2, "terminated", supersedes=1), Paper(1, "signed"), "terminated"),
        (Paper(2, "signed", supersedes=1), Paper(1, "signed"), "signed"),
    ],
)
def test_a_link_is_told_which_of_it_is_true(asked: Paper, newest: Paper, said: str) -> None:
    assert told(asked, newest) == said


def test_the_customers_signer_is_no_matter_of_the_paper_and_another_supervisor_is() -> None:
    asked, newest = Paper(1, "withdrawn"), Paper(2, "signing", supervisor_id=OTHER)
    assert told(asked, newest, OTHER, Party.COMMISSIONER) == "replaced"
    assert told(asked, newest, SUPERVISOR, Party.SUPERVISOR) == "left_out"
