"""A pause takes sessions out and plans the rest again: the worked cases of the Mondays of 2027, and the edges."""

import itertools
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.messages.promises import Promises
from services.runtime.finland import local_date, start_of, to_local, to_utc
from services.sessions.hours.availability import Availability, Diary, Interval
from services.sessions.notice import NoticeOwed
from services.sessions.planning.pauses import (
    Again,
    Asked,
    Left,
    Stretch,
    Taken,
    held_over,
    plan_again,
    taken_out,
    usual_wish,
)
from services.sessions.planning.series import plan
from tests.unit.sessions.builders import terms as agreed

ENDS_ON = date(2027, 12, 15)
MONDAYS_2027 = agreed(date(2027, 1, 13), ENDS_ON, 90)
GROUP, INDIVIDUAL = NoticeOwed(working_days=5), NoticeOwed(hours=48)
NOTICE_DAYS = Promises().resuming_working_days
MONDAYS = (Availability(0, time(13), time(16), date(2020, 1, 1), date(2042, 1, 1)),)
SERIES = plan(MONDAYS_2027, Diary(MONDAYS)).sessions


def on(month: int, day: int, hour: int = 9, year: int = 2027) -> datetime:
    return to_utc(date(year, month, day), time(hour))


def asked(told: datetime, first: date, last: date | None, **facts: bool) -> Asked:
    return Asked(told, first, last, **facts)


def out(case: Asked, owed: NoticeOwed = GROUP) -> Taken:
    return taken_out({one.starts_at: owed for one in SERIES}, case)


def again(case: Asked, goes_on: date | None = None, diary: Diary | None = None, **facts: object) -> Again:
    """Of the year as it was planned; what is before the pause was held."""
    taken, goes_on = out(case), goes_on or case.goes_on
    assert goes_on
    rest = [one for one in SERIES if one.starts_at >= start_of(case.from_day)]
    left = [one for one in rest if one.starts_at not in taken.charged]
    used = [one for one in SERIES if one not in left]
    facts = {
        "numbers": tuple(one.number for one in left),
        "wish": usual_wish([one.starts_at for one in SERIES]),
        "last_used": local_date(used[-1].starts_at) if used else None,
        "ends_on": ENDS_ON,
    } | facts
    pause = (case.from_day, goes_on)
    return plan_again(
        Left(**facts),  # type: ignore[arg-type]
        pause,
        case.asked_at,
        NOTICE_DAYS,
        [Stretch(date.min, MONDAYS_2027, diary or Diary(MONDAYS))],
    )


def days(found: Again) -> str:
    return " ".join(
        f"{day.day}.{day.month}." for day in (local_date(one.starts_at) for one in found.sessions)
    )


def numbers(found: Again) -> list[int]:
    return [one.number for one in found.sessions]


def shown(instants: tuple[datetime, ...]) -> str:
    return " ".join(f"{at.day}.{at.month}." for at in map(to_local, instants))


SPRING = asked(on(4, 1), date(2027, 4, 12), date(2027, 6, 6))
AUTUMN = asked(on(5, 3), date(2027, 6, 1), date(2027, 8, 31))


def test_two_sessions_of_a_spring_leave_the_diary_for_nothing_and_all_eleven_are_planned_again() -> None:
    assert (shown(out(SPRING).paused), out(SPRING).charged) == ("26.4. 17.5.", ())
    found = again(SPRING)
    assert days(found) == "7.6. 28.6. 2.8. 23.8. 13.9. 4.10. 25.10. 15.11. 13.12. 3.1. 24.1."
    assert numbers(found) == list(range(6, 17))
    assert (found.ends_on, found.lost) == (date(2028, 2, 9), 0)


def test_the_last_session_moves_the_end_where_it_lies_behind_the_pauses_days() -> None:
    case = asked(on(4, 19), date(2027, 4, 26), date(2027, 5, 10))
    assert (shown(out(case).paused), out(case).charged) == ("26.4.", ())
    found = again(case)
    assert len(found.sessions) == 11
    assert local_date(found.sessions[-1].starts_at) == found.ends_on == date(2028, 1, 3)


def test_a_pause_that_is_asked_late_pays_for_the_late_session_and_the_days_of_the_others_stay() -> None:
    case = asked(on(4, 20), date(2027, 4, 26), date(2027, 5, 10))
    assert (out(case).paused, shown(out(case).charged)) == ((), "26.4.")
    found = again(case)
    assert [one.starts_at for one in found.sessions] == [one.starts_at for one in SERIES[6:]]
    assert numbers(found) == list(range(7, 17))
    assert found.ends_on == date(2027, 12, 30)


def test_a_summer_is_gone_on_from_in_the_first_week_of_september() -> None:
    found = again(AUTUMN)
    assert days(found) == "6.9. 27.9. 18.10. 8.11. 29.11. 20.12. 10.1. 31.1. 21.2."
    assert numbers(found) == list(range(8, 17))
    assert found.ends_on == date(2028, 3, 16)


def test_an_open_pause_comes_to_the_same_once_it_is_known_when_it_ends() -> None:
    open_one = asked(AUTUMN.asked_at, AUTUMN.from_day, None)
    assert shown(out(open_one).paused) == "7.6. 28.6. 2.8. 23.8. 13.9. 4.10. 25.10. 15.11. 13.12."
    assert again(open_one, date(2027, 9, 1)) == again(AUTUMN)


def test_what_is_called_off_before_it_begins_leaves_every_day_and_the_end_as_they_were() -> None:
    found = again(asked(on(4, 5), date(2027, 4, 12), date(2027, 4, 11)))
    assert [one.starts_at for one in found.sessions] == [one.starts_at for one in SERIES[5:]]
    assert (found.ends_on, found.lost) == (ENDS_ON, 0)


def test_a_spring_that_is_over_in_may_moves_the_end_by_as_many_days_as_it_has_lasted() -> None:
    found = again(asked(on(5, 3), date(2027, 4, 12), date(2027, 5, 9)))
    assert days(found) == "17.5. 7.6. 28.6. 2.8. 23.8. 13.9. 4.10. 25.10. 15.11. 13.12. 3.1."
    assert numbers(found) == list(range(6, 17))
    assert found.ends_on == date(2028, 1, 12)


def test_the_supervisors_own_pause_costs_nothing_however_late_it_is() -> None:
    case = asked(on(4, 26, 8), date(2027, 4, 26), None, at_no_cost=True)
    assert out(case).charged == ()
    assert shown(out(case).paused).startswith("26.4. 17.5.")


def test_an_individuals_notice_is_counted_in_hours() -> None:
    for told, charged in ((on(4, 24, 13), ""), (on(4, 24, 13) + timedelta(minutes=1), "26.4.")):
        assert shown(out(asked(told, date(2027, 4, 25), None), INDIVIDUAL).charged) == charged


def test_a_session_that_has_begun_is_not_taken_out() -> None:
    case = asked(on(4, 26, 14), date(2027, 4, 26), None)
    assert shown((*out(case).charged, *out(case).paused)).startswith("17.5.")


def test_no_session_comes_sooner_than_five_working_days_after_the_order() -> None:
    case = asked(on(6, 3), date(2027, 6, 4), date(2027, 6, 6))
    # Thursday's order: 7.6. has two working days and is no pause's day, but it is planned again.
    assert days(again(case)).startswith("14.6. 2.8.")


@pytest.mark.parametrize(
    ("due_at", "held"),
    [
        (on(6, 15), on(7, 16)),
        (start_of(date(2027, 6, 5)), start_of(date(2027, 7, 6))),
        (on(6, 4, 23), on(6, 4, 23)),
    ],
)
def test_a_deadline_has_as_much_time_left_after_the_pause_as_before(due_at: datetime, held: datetime) -> None:
    """An interim review that was opened on 1 June at nine, and a pause from 5 June to 5 July."""
    assert held_over(due_at, date(2027, 6, 5), date(2027, 7, 6)) == held


def test_a_deadline_keeps_its_local_time_over_the_change_of_the_clocks() -> None:
    assert to_local(held_over(on(10, 20), date(2027, 10, 15), date(2027, 11, 15))).time() == time(9)


def test_where_a_pause_moves_no_end_what_does_not_fit_is_told_as_lost() -> None:
    found = again(AUTUMN, extends=False)
    assert days(found) == "6.9. 27.9. 18.10. 8.11. 29.11."
    assert (found.ends_on, found.lost) == (ENDS_ON, 4)


def test_the_end_does_not_pass_the_day_on_which_a_credential_runs_out() -> None:
    found = again(AUTUMN, latest=date(2028, 1, 15))
    assert days(found).endswith("20.12. 10.1.")
    assert (found.ends_on, found.lost) == (date(2028, 1, 15), 2)
    # What was agreed before is not taken away by it.
    assert again(AUTUMN, latest=date(2027, 3, 1)).ends_on == ENDS_ON


def test_a_day_on_which_the_supervisor_is_busy_is_shown_among_the_conflicts_by_its_sessions_number() -> None:
    busy = Interval(on(9, 6, 8), on(9, 6, 20))
    found = again(AUTUMN, diary=Diary(MONDAYS, (busy,)))
    [conflict] = [one for one in found.conflicts if one.day == date(2027, 9, 6)]
    assert (conflict.number, conflict.reason) == (8, "supervisor_busy")


def test_a_weekday_that_one_session_was_moved_to_is_not_the_series_own() -> None:
    starts = [one.starts_at for one in SERIES[5:]]
    starts[0] += timedelta(days=1, hours=2)
    wish = usual_wish(starts)
    assert wish
    assert (wish.weekday, wish.start) == (0, time(13))
    assert usual_wish([]) is None


@given(
    st.dates(date(2027, 1, 14), date(2027, 12, 14)),
    st.integers(0, 120),
    st.integers(0, 30),
)
def test_whatever_is_paused_no_session_is_lost_and_none_lies_in_the_pause(
    first: date, length: int, before: int
) -> None:
    told = start_of(first - timedelta(days=before)) + timedelta(hours=9)
    case = asked(told, first, first + timedelta(days=length))
    taken, found = out(case), again(case)
    planned = [local_date(one.starts_at) for one in found.sessions]
    earlier = sum(one.starts_at < start_of(first) for one in SERIES)
    assert earlier + len(taken.charged) + len(planned) == len(SERIES)
    assert all(day > (case.until_day or day) for day in planned)
    assert all(later - day >= timedelta(days=21) for day, later in itertools.pairwise(planned))
    assert found.ends_on >= max([ENDS_ON + timedelta(days=length + 1), *planned[-1:]])
