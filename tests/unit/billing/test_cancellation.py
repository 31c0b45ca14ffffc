from datetime import UTC, datetime

import pytest

from services.billing.items.cancellation import (
    CancellationTerms,
    Canceller,
    Notice,
    Tier,
    percent_for,
)
from services.messages.billing import ItemKind
from services.runtime.commands.refusal import Refusal
from services.sessions.notice import notice_given
from tests.unit.billing.builders import GROUP, INDIVIDUAL


def test_a_held_session_is_billed_in_full() -> None:
    assert percent_for(ItemKind.HELD, None, INDIVIDUAL) == 100


def test_a_no_show_is_billed_as_the_contract_says() -> None:
    assert percent_for(ItemKind.NO_SHOW, None, INDIVIDUAL) == 100
    assert (
        percent_for(ItemKind.NO_SHOW, None, CancellationTerms("hours", INDIVIDUAL.tiers, no_show_percent=50))
        == 50
    )


@pytest.mark.parametrize(("hours", "percent"), [(0, 100), (47, 100), (48, 0), (500, 0)])
def test_an_individual_cancels_for_nothing_until_48_hours_before(hours: int, percent: int) -> None:
    assert percent_for(ItemKind.CANCELLED, Notice("supervisee", hours, 0), INDIVIDUAL) == percent


@pytest.mark.parametrize(("days", "percent"), [(0, 100), (4, 100), (5, 0), (20, 0)])
def test_a_group_cancels_for_nothing_until_five_working_days_before(days: int, percent: int) -> None:
    assert percent_for(ItemKind.CANCELLED, Notice("commissioner", 1000, days), GROUP) == percent


@pytest.mark.parametrize("who", ["supervisor", "end", "correction", "trial"])
def test_what_is_called_off_by_no_wish_of_the_customer_costs_nothing_however_late(who: Canceller) -> None:
    assert percent_for(ItemKind.CANCELLED, Notice(who, 0, 0), GROUP) == 0


@pytest.mark.parametrize(("hours", "percent"), [(10, 100), (24, 50), (71, 50), (72, 25), (168, 0)])
def test_a_contract_may_have_several_tiers_in_any_order(hours: int, percent: int) -> None:
    terms = CancellationTerms("hours", (Tier(72, 25), Tier(168, 0), Tier(24, 50)), 100)
    assert percent_for(ItemKind.CANCELLED, Notice("supervisee", hours, 0), terms) == percent


@pytest.mark.parametrize(
    ("terms", "starts", "told", "percent"),
    [
        (GROUP, datetime(2027, 3, 22, 7, tzinfo=UTC), datetime(2027, 3, 15, 13, tzinfo=UTC), 0),
        (GROUP, datetime(2027, 3, 22, 7, tzinfo=UTC), datetime(2027, 3, 16, 6, tzinfo=UTC), 100),
        (INDIVIDUAL, datetime(2027, 3, 10, 11, tzinfo=UTC), datetime(2027, 3, 8, 11, tzinfo=UTC), 0),
        (INDIVIDUAL, datetime(2027, 3, 10, 11, tzinfo=UTC), datetime(2027, 3, 8, 11, 1, tzinfo=UTC), 100),
    ],
)
def test_moving_inside_the_notice_costs_what_cancelling_costs(
    terms: CancellationTerms, starts: datetime, told: datetime, percent: int
) -> None:
    given = notice_given(told, starts)
    costs: dict[Canceller, int] = {"supervisee": percent, "commissioner": percent, "supervisor": 0}
    for who, expected in costs.items():
        notice = Notice(who, given.hours, given.working_days)
        assert percent_for(ItemKind.LATE_MOVED, notice, terms) == expected


def test_a_session_after_the_end_of_a_terminated_contract_costs_nothing_however_late_it_was_told() -> None:
    assert percent_for(ItemKind.CANCELLED, Notice("termination", 0, 0), INDIVIDUAL) == 0
    assert percent_for(ItemKind.CANCELLED, Notice("termination", 0, 0), GROUP) == 0


def test_an_agreed_fee_is_charged_of_what_the_customers_own_notice_calls_off() -> None:
    terms = CancellationTerms("hours", (Tier(48, 0),), 100, termination_fee_percent=30)
    assert percent_for(ItemKind.CANCELLED, Notice("termination", 5000, 200), terms) == 30
    assert percent_for(ItemKind.CANCELLED, Notice("end", 0, 0), terms) == 0


def test_a_supervisors_own_cancellation_costs_nothing() -> None:
    assert percent_for(ItemKind.CANCELLED, Notice("supervisor", 0, 0), INDIVIDUAL) == 0
    assert percent_for(ItemKind.CANCELLED, Notice("supervisor", 0, 0), GROUP) == 0


def test_a_contract_without_tiers_charges_any_cancellation_in_full() -> None:
    assert (
        percent_for(
            ItemKind.CANCELLED,
            Notice("supervisee", 5000, 200),
            CancellationTerms("hours", (), 100),
        )
        == 100
    )


@pytest.mark.parametrize(
    ("notice", "code"),
    [
        (None, "notice_missing"),
        (Notice("nobody", 1, 1), "canceller_unknown"),  # type: ignore[arg-type]
    ],
)
def test_what_is_not_understood_is_refused(notice: Notice | None, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        percent_for(ItemKind.CANCELLED, notice, INDIVIDUAL)
    assert refused.value.code == code


@pytest.mark.parametrize("canceller", ["supervisee", "commissioner"])
def test_it_does_not_matter_which_client_cancels(canceller: Canceller) -> None:
    assert percent_for(ItemKind.CANCELLED, Notice(canceller, 1, 0), INDIVIDUAL) == 100
