"""kill -9 of each process once, in the middle of a short year: the same comes out as without, once each.

The whole year: `python -m tests.e2e.kill_year`. A kill finds the gap of a planted bug only by luck; those bugs are
planted for certain elsewhere: mark-before-publish and the missing position guard in tests/integration/runtime, a
sequence for numbers in tests/integration/billing.
"""

from pathlib import Path

from deploy.machine.installation import Installation
from tests.e2e.killing import VICTIMS, year_with_kills
from tests.e2e.walking import Walk

SEED = 7


async def test_a_year_in_which_every_process_is_killed_comes_out_as_one_without(
    walk: Walk, tmp_path: Path
) -> None:
    expected = await walk.outcome()
    installation = Installation.open(tmp_path / "data", None)
    told: list[str] = []
    try:
        came_out, killed = await year_with_kills(installation, walk.calendar, SEED, told.append)
    finally:
        installation.close()
    assert sorted(killed) == sorted(VICTIMS)
    assert came_out.figures == expected.figures, "\n".join(told)
    assert came_out.rows == expected.rows
    assert came_out.letters == expected.letters
    assert (came_out.figures["lost"], came_out.figures["duplicates"]) == (0, 0)
    assert came_out.figures["gaps_in_numbers"] == 0
