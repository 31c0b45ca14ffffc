"""Somebody who was a member by two entries has been one for the days of both."""

from datetime import date

import pytest

from services.sessions.members.same_member import Stretch, joined

BEGINNING = date.min


def day(number: int) -> date:
    return date(2027, 1, number)


@pytest.mark.parametrize(
    "apart, together",
    [
        ([Stretch(BEGINNING, None, 1), Stretch(BEGINNING, None, 3)], [Stretch(BEGINNING, None, 1)]),
        ([Stretch(day(1), day(5)), Stretch(day(6), day(9))], [Stretch(day(1), day(9))]),
        ([Stretch(day(1), day(9)), Stretch(day(3), day(5))], [Stretch(day(1), day(9))]),
        ([Stretch(day(7), None), Stretch(day(1), day(5))], [Stretch(day(1), day(5)), Stretch(day(7), None)]),
        ([Stretch(day(1), None), Stretch(day(3), day(5))], [Stretch(day(1), None)]),
        ([Stretch(BEGINNING, day(5), 2), Stretch(day(2), None, 0)], [Stretch(BEGINNING, None, 0)]),
    ],
)
def test_two_memberships_of_one_person_are_one_with_the_days_of_both(
    apart: list[Stretch], together: list[Stretch]
) -> None:
    assert joined(apart) == joined(apart[::-1]) == together
