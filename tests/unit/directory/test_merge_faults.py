"""Two entries that have to do with one process, and may or may not be one person's."""

from uuid import UUID, uuid4

import pytest

from services.directory.same_person.merge_faults import in_one_process
from services.messages.intake import PersonPart

ONE, OTHER = uuid4(), uuid4()
PROCESS = uuid4()


def part(person_id: UUID, what: str, *, signed: bool = True, ended: bool = False) -> PersonPart:
    facts = {"process_id": PROCESS, "number": "TO-1001", "person_id": person_id, "part": what}
    return PersonPart.model_validate(facts | {"signed": signed, "ended": ended})


@pytest.mark.parametrize(
    "parts, faults",
    [
        ([part(ONE, "contact"), part(OTHER, "member")], []),
        ([part(ONE, "member"), part(OTHER, "member")], []),
        ([part(ONE, "member", signed=False), part(OTHER, "member", signed=False)], ["members_not_signed"]),
        (
            [part(ONE, "member", signed=False, ended=True), part(OTHER, "member", signed=False, ended=True)],
            [],
        ),
        ([part(ONE, "contact", signed=False), part(OTHER, "member", signed=False)], []),
        ([part(ONE, "supervisor"), part(OTHER, "member")], ["opposite_parts"]),
        ([part(ONE, "supervisor"), part(OTHER, "contact")], ["opposite_parts"]),
        ([part(ONE, "supervisor"), part(ONE, "contact")], []),
        ([part(ONE, "supervisor")], []),
    ],
)
def test_nobody_is_supervisor_and_supervised_and_nobody_is_twice_in_a_paper_that_is_to_be_signed(
    parts: list[PersonPart], faults: list[str]
) -> None:
    assert in_one_process(parts) == faults
