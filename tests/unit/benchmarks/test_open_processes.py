"""What many open processes cost, reckoned from fewer: bytes by their line, memory by the one that fits best."""

from benchmarks.open_processes import MANY, at_many


def test_where_all_were_open_nothing_is_reckoned_and_the_most_memory_that_was_seen_counts() -> None:
    looks = [(MANY // 5 * step, 7_000.0 * MANY // 5 * step, megabytes) for step, megabytes in SEEN]
    assert at_many(looks) == (7_000.0, 182.1)


def test_memory_that_goes_up_and_down_by_itself_is_no_line_upwards() -> None:
    looks = [(600 * step, 7_000.0 * 600 * step, megabytes) for step, megabytes in SEEN]
    assert at_many(looks) == (7_000.0, 182.1)


def test_what_each_of_them_takes_is_taken_by_all() -> None:
    looks = [(600 * step, 5_000.0 * 600 * step, 100.0 + 6 * step) for step in range(1, 6)]
    bytes_each, megabytes = at_many(looks)
    assert bytes_each == 5_000.0
    assert round(megabytes) == 100 + MANY // 100


SEEN = ((1, 168.3), (2, 157.6), (3, 182.1), (4, 163.5), (5, 155.2))
"""Of a run up to MANY: the server keeps few of them in memory, and clears away now and then."""
