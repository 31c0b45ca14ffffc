"""How many may come to one session."""

import pytest

from services.intake.inquiries import check_headcount
from services.messages.promises import Promises
from services.messages.values import Audience
from services.runtime.refusal import Refusal


@pytest.mark.parametrize(
    ("audience", "largest"), [("individual", 1), ("manager", 1), ("pair", 2), ("group", 12)]
)
def test_an_audience_is_refused_above_its_largest_size(audience, largest):
    check_headcount(Audience(audience), largest, Promises())
    with pytest.raises(Refusal) as refused:
        check_headcount(Audience(audience), largest + 1, Promises())
    assert (refused.value.code, refused.value.field) == ("group_too_large", "headcount")


@pytest.mark.parametrize("audience", ["leadership", "work_community"])
def test_a_leadership_team_or_a_work_community_is_as_large_as_it_is(audience):
    check_headcount(Audience(audience), 40, Promises())


def test_a_group_is_as_large_as_was_promised():
    check_headcount(Audience.GROUP, 8, Promises(largest_group=8))
    with pytest.raises(Refusal, match="group_too_large"):
        check_headcount(Audience.GROUP, 9, Promises(largest_group=8))
