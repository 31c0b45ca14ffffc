"""kill -9 of each process once, in the middle of a short year: the same comes out as without, once each.

The whole year: `python -m tests.e2e.kill_year`. To see it turn red, plant one of these bugs:
- services/runtime/announcing.py, publish_batch: call `_mark` and commit before `_publish` (mark before publish);
- services/runtime/listening.py, take_turn: `return Turn.APPLY` at its top (no position guard);
- services/notices/writing.py: `uuid4()` for a notice's id (a repeated mail gets another Message-ID).
"""

from pathlib import Path

from deploy.place import Place
from tests.e2e.killing import VICTIMS, Outcome, year_with_kills
from tests.e2e.walking import Walk

SEED = 20270113


async def test_a_year_in_which_every_process_is_killed_comes_out_as_one_without(
    walk: Walk, tmp_path: Path
) -> None:
    expected = await Outcome.of(walk.place, await walk.to_the_end())
    place = Place.open(tmp_path / "data", None)
    told: list[str] = []
    try:
        came_out, killed = await year_with_kills(place, walk.calendar, SEED, told.append)
    finally:
        place.close()
    assert sorted(killed) == sorted(VICTIMS)
    assert came_out.figures == expected.figures, "\n".join(told)
    assert came_out.rows == expected.rows
    assert came_out.letters == expected.letters
    assert (came_out.figures["lost"], came_out.figures["duplicates"]) == (0, 0)
    assert came_out.figures["gaps_in_numbers"] == 0
