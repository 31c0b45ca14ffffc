"""Which version of a contract holds on a day, of those that are signed."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.papers.versions import holding
from services.contracts.tables import Contract

FORMER, OTHER, THIRD = (UUID(f"0190a0a0-0000-7000-8000-00000000e00{number}") for number in range(3))
FIRST_DAY = date(2027, 1, 18)


def paper(version: int, supervisor_id: UUID, **facts: Any) -> Contract:
    return Contract(version=version, supervisor_id=supervisor_id, starts_on=FIRST_DAY, **facts)


def test_before_the_first_day_a_change_that_is_to_come_holds_no_more_than_on_it() -> None:
    changed = paper(2, OTHER, supersedes=1, effective_from=date(2027, 6, 1))
    signed = [paper(1, FORMER), changed]
    for day in (date(2026, 12, 1), FIRST_DAY, date(2027, 5, 31)):
        found = holding(signed, day)
        assert found and found.supervisor_id == FORMER, day
    assert holding(signed, date(2027, 6, 1)) is changed


def test_a_change_from_the_first_day_on_holds_before_it_as_well() -> None:
    from_the_start = paper(2, OTHER, supersedes=1, effective_from=FIRST_DAY)
    later = paper(3, THIRD, supersedes=2, effective_from=date(2027, 6, 1))
    assert holding([paper(1, FORMER), from_the_start, later], date(2026, 12, 1)) is from_the_start


def test_of_a_paper_that_nobody_has_signed_none_holds() -> None:
    assert holding([], FIRST_DAY) is None
