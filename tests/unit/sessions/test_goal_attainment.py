"""The T-score against published and hand-computed vectors."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.runtime.commands.refusal import Refusal
from services.sessions.content.goal_attainment import GoalScore, t_score

goals = st.lists(
    st.builds(GoalScore, st.integers(-2, 2), st.decimals("0.1", "10", places=1)), min_size=1, max_size=8
)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([1], "60.00"),
        ([1, 1], "62.40"),
        ([-2, -2], "25.19"),
        ([-1, 0, 1], "50.00"),
        ([2], "70.00"),
        ([-2], "30.00"),
    ],
)
def test_goals_of_equal_weight_give_the_known_scores(scores: list[int], expected: str) -> None:
    assert str(t_score([GoalScore(score) for score in scores])) == expected


def test_a_heavier_goal_counts_for_more() -> None:
    # 50 + 10 * (3*1 - 1*1) / sqrt(0.7 * 10 + 0.3 * 16) = 50 + 20 / sqrt(11.8)
    assert t_score([GoalScore(1, Decimal(3)), GoalScore(-1, Decimal(1))]) == Decimal("55.82")


@pytest.mark.parametrize(
    ("scored", "code"),
    [
        ([], "no_goals"),
        ([GoalScore(3)], "score_out_of_range"),
        ([GoalScore(0), GoalScore(-3)], "score_out_of_range"),
        ([GoalScore(1, Decimal(0))], "weight_not_positive"),
        ([GoalScore(1, Decimal(-1))], "weight_not_positive"),
        ([GoalScore(1, Decimal("NaN"))], "weight_not_positive"),
        ([GoalScore(1, Decimal("Infinity"))], "weight_not_positive"),
    ],
)
def test_what_cannot_be_scored_is_refused(scored: list[GoalScore], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        t_score(scored)
    assert refused.value.code == code


@given(goals)
def test_the_score_is_the_nearest_hundredth_of_the_formula(scored: list[GoalScore]) -> None:
    """Squared and in fractions, so that no square root is taken: |T - 50| lies within half a hundredth."""
    weights = [Fraction(goal.weight) for goal in scored]
    reached = sum((Fraction(goal.weight) * goal.score for goal in scored), Fraction(0))
    spread = Fraction(7, 10) * sum(weight**2 for weight in weights) + Fraction(3, 10) * sum(weights) ** 2
    distance, half = abs(Fraction(t_score(scored)) - 50), Fraction(1, 200)
    assert max(distance - half, Fraction(0)) ** 2 <= 100 * reached**2 / spread <= (distance + half) ** 2


@given(goals)
def test_the_opposite_scores_mirror_the_result_about_fifty(scored: list[GoalScore]) -> None:
    mirrored = [GoalScore(-goal.score, goal.weight) for goal in scored]
    # Half-up rounds ties above and below 50 in one direction: the two are at most a hundredth apart.
    assert abs(t_score(scored) + t_score(mirrored) - 100) <= Decimal("0.01")
