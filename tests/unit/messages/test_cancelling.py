"""Which steps of what cancelling costs may stand together, and in which order a paper says them."""

import pytest

from services.messages.cancelling import in_days, settled, tiers_fault
from services.messages.promises import Promises
from services.messages.values import CancellationTier


def hours(*steps: tuple[int, int]) -> list[CancellationTier]:
    return [CancellationTier(notice_hours=notice, percent=percent) for notice, percent in steps]


def working_days(*steps: tuple[int, int]) -> list[CancellationTier]:
    return [CancellationTier(notice_working_days=notice, percent=percent) for notice, percent in steps]


FREE_THEN_HALF = hours((168, 0), (48, 50), (0, 100))


@pytest.mark.parametrize(
    ("tiers", "fault"),
    [
        (FREE_THEN_HALF, None),
        (FREE_THEN_HALF[::-1], None),
        (working_days((5, 0), (2, 50)), None),
        (hours((24, 100)), None),
        ([], None),
        ([*hours((48, 0)), *working_days((0, 100))], "tiers_in_two_units"),
        ([CancellationTier(percent=10)], "tiers_in_two_units"),
        ([CancellationTier(notice_hours=1, notice_working_days=1, percent=10)], "tiers_in_two_units"),
        (hours((48, 0), (48, 50)), "notice_twice"),
        (hours((168, 50), (48, 0), (0, 100)), "later_costs_less"),
        (hours((48, 20), (0, 10)), "later_costs_less"),
    ],
)
def test_steps_that_stand_together(tiers: list[CancellationTier], fault: str | None) -> None:
    assert tiers_fault(tiers) == fault


def test_a_paper_says_of_every_cancellation_what_it_costs() -> None:
    assert settled(FREE_THEN_HALF[:2][::-1]) == FREE_THEN_HALF
    assert settled(working_days((5, 0))) == working_days((5, 0), (0, 100))
    assert settled(FREE_THEN_HALF) == FREE_THEN_HALF and settled([]) == []


def test_whole_days_from_three_on_are_said_as_days() -> None:
    said = [in_days(one) for one in hours((168, 0), (72, 0), (48, 0), (73, 0), (0, 100))]
    assert said == [7, 3, None, None, None]
    assert in_days(working_days((5, 0))[0]) is None


def test_the_provider_promises_steps_or_what_follows_from_its_numbers() -> None:
    usual = Promises()
    assert usual.tiers_for("individual") == hours((48, 0), (0, 100))
    assert usual.tiers_for("group") == working_days((5, 0), (0, 100))
    stepped = Promises(individual_tiers=FREE_THEN_HALF)
    assert stepped.tiers_for("individual") == FREE_THEN_HALF
    assert stepped.tiers_for("group") == usual.tiers_for("group")
    assert Promises.model_validate(stepped.model_dump(mode="json")) == stepped
