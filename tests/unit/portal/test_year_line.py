"""The line of a year on the front page."""

from itertools import pairwise

from services.portal.pages.public.year_line import HEIGHT, WIDTH, fairway, marks


def test_the_marks_go_from_left_to_right_inside_the_picture():
    across = [mark.x for mark in marks()]
    assert across == sorted(set(across))
    assert all(12 <= mark.x <= WIDTH - 12 and 12 <= mark.y <= HEIGHT - 12 for mark in marks())


def test_a_year_has_its_two_reviews_and_an_end():
    kinds = [mark.kind for mark in marks()]
    assert (kinds.count("interim"), kinds.count("final"), kinds[-1]) == (1, 1, "end")


def test_the_first_sessions_are_closer_together_and_july_is_the_longest_gap():
    met = [mark.x for mark in marks() if mark.kind not in ("agree", "end")]
    gaps = [after - before for before, after in pairwise(met)]
    assert max(gaps[:2]) < min(gaps[2:])
    assert gaps.index(max(gaps)) == 7


def test_the_fairway_is_one_path_through_every_place():
    assert fairway().startswith("M") and fairway().count("L") == 80
