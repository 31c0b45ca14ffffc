"""How many people each kind of supervision is for, whoever asks."""

import pytest

from services.messages.headcounts import MOST_MEMBERS, size_of
from services.messages.values import Audience

FEWEST_AND_MOST = {
    "individual": (1, 1),
    "manager": (1, 1),
    "pair": (2, 2),
    "group": (2, 12),
    "leadership": (2, 12),
    "work_community": (3, 60),
}


@pytest.mark.parametrize("audience", Audience)
def test_so_many_are_taken_and_no_fewer_or_more(audience):
    fewest, most = FEWEST_AND_MOST[audience]
    size = size_of(audience, 12)
    assert size.fault(fewest) is size.fault(most) is None
    assert size.fault(fewest - 1) == "group_too_small"
    assert size.fault(most + 1) == "group_too_large"


@pytest.mark.parametrize(
    ("audience", "most"), [("group", 6), ("leadership", 6), ("work_community", 60), ("pair", 2)]
)
def test_a_group_or_a_leadership_team_is_as_large_as_was_promised(audience, most):
    assert size_of(Audience(audience), 6).most == most


def test_more_than_eight_in_a_group_are_taken_and_warned_of():
    assert [size_of(Audience.GROUP, 12).is_large(people) for people in (8, 9)] == [False, True]
    assert not size_of(Audience.WORK_COMMUNITY, 12).is_large(60)


def test_a_record_has_room_for_the_largest_of_them():
    assert max(most for _, most in FEWEST_AND_MOST.values()) == MOST_MEMBERS
