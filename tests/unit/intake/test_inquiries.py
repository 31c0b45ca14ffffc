"""How many may be asked for: the refusal says the limit and its field."""

from typing import Any

import pytest

from services.intake.inquiries import check_headcount, check_region
from services.messages.intake import SubmitInquiry
from services.messages.promises import Promises
from services.messages.values import Audience
from services.runtime.commands.refusal import Refusal


@pytest.mark.parametrize(
    ("audience", "people", "code", "limit"),
    [
        ("group", 13, "group_too_large", "at most 12"),
        ("group", 1, "group_too_small", "at least 2"),
        ("pair", 1, "group_too_small", "at least 2"),
        ("leadership", 25, "group_too_large", "at most 12"),
        ("work_community", 2, "group_too_small", "at least 3"),
    ],
)
def test_a_size_that_no_contract_takes_is_refused_when_it_is_asked_for(audience, people, code, limit):
    with pytest.raises(Refusal, match=limit) as refused:
        check_headcount(Audience(audience), people, Promises())
    assert (refused.value.code, refused.value.field) == (code, "headcount")


def test_a_work_community_of_25_may_be_asked_for():
    check_headcount(Audience.WORK_COMMUNITY, 25, Promises())


def test_a_group_is_as_large_as_was_promised():
    check_headcount(Audience.GROUP, 8, Promises(largest_group=8))
    with pytest.raises(Refusal, match="group_too_large"):
        check_headcount(Audience.GROUP, 9, Promises(largest_group=8))


def meeting(region, remote_ok):
    facts: dict[str, Any] = {"region": region, "remote_ok": remote_ok}
    return SubmitInquiry.model_construct(**facts)


@pytest.mark.parametrize(("region", "remote_ok"), [("Uusimaa", False), (None, True), ("Uusimaa", True)])
def test_a_region_or_meeting_at_a_distance_is_enough(region, remote_ok):
    check_region(meeting(region, remote_ok))


def test_somebody_has_to_be_able_to_come():
    with pytest.raises(Refusal, match="region_missing") as refused:
        check_region(meeting(None, False))
    assert refused.value.field == "region"
