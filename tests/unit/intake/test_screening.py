"""Screening's suggestion from the form's answers."""

import pytest

from services.intake.screening import POINTS_TO, suggest
from services.messages.intake import ScreeningOutcome, Wish


@pytest.mark.parametrize(
    ("wish", "outcome"),
    [
        ("study_own_work", "supervision"),
        ("clarify_roles", "supervision"),
        ("wellbeing_at_work", "supervision"),
        ("develop_cooperation", "supervision"),
        ("learn_a_subject", "training"),
        ("instruct_tasks", "work_instruction"),
        ("orient_new_employees", "orientation"),
        ("treat_illness", "therapy_or_occupational_health"),
        ("settle_conflict", "workplace_mediation"),
        ("reach_personal_target", "coaching_or_consultation"),
        ("decide_for_management", "management_matter"),
        ("not_sure", "unclear"),
    ],
)
def test_one_wish_points_to_one_outcome(wish, outcome):
    suggestion = suggest([Wish(wish)])
    assert (suggestion.outcome, suggestion.because) == (outcome, [wish])


def test_every_choice_of_the_form_points_somewhere():
    assert set(POINTS_TO) == set(Wish)
    assert set(POINTS_TO.values()) == set(ScreeningOutcome)


def test_supervision_among_other_wishes_is_supervision_because_of_its_own_wishes():
    suggestion = suggest([Wish.LEARN_A_SUBJECT, Wish.WELLBEING_AT_WORK, Wish.CLARIFY_ROLES])
    assert suggestion.outcome is ScreeningOutcome.SUPERVISION
    assert suggestion.because == [Wish.CLARIFY_ROLES, Wish.WELLBEING_AT_WORK]


def test_illness_goes_before_everything_and_conflict_before_the_rest():
    everything = suggest(list(Wish))
    assert everything.outcome is ScreeningOutcome.THERAPY_OR_OCCUPATIONAL_HEALTH
    conflict = suggest([Wish.DEVELOP_COOPERATION, Wish.SETTLE_CONFLICT])
    assert (conflict.outcome, conflict.because) == (
        ScreeningOutcome.WORKPLACE_MEDIATION,
        [Wish.SETTLE_CONFLICT],
    )


def test_several_things_without_supervision_are_unclear_because_of_all_of_them():
    suggestion = suggest([Wish.ORIENT_NEW_EMPLOYEES, Wish.LEARN_A_SUBJECT])
    assert suggestion.outcome is ScreeningOutcome.UNCLEAR
    assert suggestion.because == [Wish.LEARN_A_SUBJECT, Wish.ORIENT_NEW_EMPLOYEES]


def test_not_being_sure_says_nothing_beside_another_answer():
    suggestion = suggest([Wish.NOT_SURE, Wish.ORIENT_NEW_EMPLOYEES])
    assert (suggestion.outcome, suggestion.because) == (
        ScreeningOutcome.ORIENTATION,
        [Wish.ORIENT_NEW_EMPLOYEES],
    )


def test_order_and_repetition_of_answers_mean_nothing():
    once = suggest([Wish.CLARIFY_ROLES, Wish.STUDY_OWN_WORK])
    assert suggest([Wish.STUDY_OWN_WORK, Wish.CLARIFY_ROLES, Wish.STUDY_OWN_WORK]) == once
