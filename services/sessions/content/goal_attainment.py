"""Goal Attainment Scaling: how far the supervisees' own goals were reached, as one T-score."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from services.runtime.commands.refusal import Refusal

SCORES = range(-2, 3)
# Kiresuk & Sherman 1968: the expected correlation between the goals' scores.
CORRELATION = Decimal("0.3")


@dataclass(frozen=True)
class GoalScore:
    """score: -2 (much less than hoped) to +2 (much more), 0 is the goal as set. weight: above 0."""

    score: int
    weight: Decimal = Decimal(1)


def t_score(goals: Sequence[GoalScore]) -> Decimal:
    """T = 50 + 10 Σwx / √(0.7 Σw² + 0.3 (Σw)²), to two decimals, half-up; 50.00 is "as hoped".

    Refuses: "no_goals", "score_out_of_range" (outside -2..2), "weight_not_positive".
    Source: Kiresuk & Sherman 1968.
    """
    _refuse_unscorable(goals)
    with localcontext() as exact:
        exact.prec = 60
        weights = [goal.weight for goal in goals]
        reached = sum((goal.weight * goal.score for goal in goals), Decimal(0))
        squares = sum((weight * weight for weight in weights), Decimal(0))
        total = sum(weights, Decimal(0))
        spread = ((1 - CORRELATION) * squares + CORRELATION * total * total).sqrt()
        return (50 + 10 * reached / spread).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _refuse_unscorable(goals: Sequence[GoalScore]) -> None:
    if not goals:
        raise Refusal("no_goals")
    if any(goal.score not in SCORES for goal in goals):
        raise Refusal("score_out_of_range")
    if any(not goal.weight.is_finite() or goal.weight <= 0 for goal in goals):
        raise Refusal("weight_not_positive")
