"""When a step is done, and nobody need be reminded."""

import pytest

from services.intake.steps import is_done
from services.messages.intake import InquiryStatus


@pytest.mark.parametrize(
    ("step", "waiting"),
    [
        ("screening", {"received"}),
        ("matching", {"received", "in_matching"}),
        ("proposal", {"received", "in_matching", "matched"}),
        ("proposal_answer", {"proposed", "reproposed"}),
    ],
)
def test_a_step_waits_in_these_statuses_and_is_done_in_all_others(step, waiting):
    assert {status for status in InquiryStatus if not is_done(step, status)} == waiting
