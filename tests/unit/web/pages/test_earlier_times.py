"""What a pause or another session took out stands below the schedule, together for each session."""

from dataclasses import dataclass
from datetime import UTC, datetime

from services.web.pages.process_forms.earlier_times import as_it_is


@dataclass(frozen=True)
class Row:
    number: int
    day: int
    status: str = "planned"
    waits: bool = False
    trial: bool = False
    fell: bool = False

    @property
    def starts_at(self) -> datetime:
        return datetime(2027, 8, self.day, 10, tzinfo=UTC)


def test_one_row_stands_for_each_session_and_what_it_was_beside_it() -> None:
    rows = [
        Row(1, 2, "held"),
        Row(2, 12, "paused"),
        Row(2, 3, "replaced"),
        Row(2, 20),
        Row(3, 21, "cancelled"),
    ]
    found = as_it_is(rows)
    assert found.rows == [rows[0], rows[3], rows[4]]
    assert found.earlier == [[rows[2], rows[1]]] and found.left_out == 2


def test_in_an_open_pause_the_last_time_of_each_stands_and_what_waits_always() -> None:
    rows = [Row(1, 2, "paused"), Row(1, 9, "paused"), Row(2, 16, "paused"), Row(3, 3, "paused", waits=True)]
    found = as_it_is([*rows, Row(1, 1, "held", trial=True)])
    assert found.rows == [rows[1], rows[2], rows[3], Row(1, 1, "held", trial=True)]
    assert found.earlier == [[rows[0]]]


def test_two_rows_that_are_alike_but_for_their_id_are_two() -> None:
    rows = [Row(1, 2, "paused"), Row(1, 2, "paused"), Row(1, 3)]
    assert as_it_is(rows).left_out == 2


def test_a_time_that_a_called_off_pause_has_given_back_is_no_earlier_one() -> None:
    rows = [Row(1, 2, "paused"), Row(1, 9, "paused"), Row(1, 2)]
    found = as_it_is(rows)
    assert (found.rows, found.earlier) == ([rows[2]], [[rows[1]]])


def test_what_fell_with_the_contract_stands_apart_unless_it_was_recorded_as_held_after_all() -> None:
    rows = [Row(1, 2, "held"), Row(2, 12, "cancelled"), Row(3, 20, "cancelled", fell=True)]
    found = as_it_is([*rows, Row(4, 25, "held", fell=True)])
    assert found.rows == [rows[0], rows[1], Row(4, 25, "held", fell=True)]
    assert (found.fallen, found.earlier) == ([rows[2]], [])


def test_what_a_pause_had_taken_out_is_not_held_where_the_process_is_over() -> None:
    rows = [Row(1, 2, "held"), Row(2, 9, "paused")]
    for ended in (False, True):
        found = as_it_is(rows, ended=ended)
        assert [found.was_not_held(one) for one in found.rows] == [False, ended]
