"""Numbers that nobody can keep are refused, with the field that is to blame."""

import pytest
from pydantic import ValidationError

from services.directory.promises import check
from services.messages.promises import Promises
from services.runtime.commands.refusal import Refusal


def test_the_usual_ones_can_be_kept() -> None:
    check(Promises())


@pytest.mark.parametrize(
    ("numbers", "field"),
    [
        ({"screening_working_days": 4}, "screening_escalates_working_days"),
        ({"matching_escalates_working_days": 2}, "matching_escalates_working_days"),
        ({"proposal_working_days": 9}, "proposal_escalates_working_days"),
        ({"contract_working_days": 7}, "contract_escalates_working_days"),
        ({"proposal_reminder_days": 14}, "proposal_valid_days"),
        ({"begins_after_days": 14}, "begins_after_days"),
        ({"signing_reminder_days": 8}, "signing_second_reminder_days"),
        ({"signing_second_reminder_days": 14}, "signing_escalates_days"),
        ({"signing_ends_days": 10}, "signing_ends_days"),
        ({"continuation_again_days": 30}, "continuation_days"),
    ],
)
def test_what_comes_later_cannot_fall_due_earlier(numbers: dict[str, int], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        check(Promises(**numbers))
    assert (refused.value.code, refused.value.field) == ("falls_due_too_early", f"promises.{field}")


@pytest.mark.parametrize(
    "numbers",
    [
        {"screening_working_days": 0},
        {"review_days": 366},
        {"no_show_percent": 101},
        {"unit_minutes": 50},
        {"largest_group": 13},
        {"payment_days": 31},
    ],
)
def test_a_number_out_of_all_reason_is_no_promise(numbers: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        Promises(**numbers)
