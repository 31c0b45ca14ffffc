"""A short year by two of every process of ours, one of which is killed: the same comes out as by one of each.

With the commissions whose year turns: `python -m tests.e2e.kill_year --eventful --two`.
"""

from pathlib import Path

from deploy.machine.installation import Installation
from tests.e2e.killing import VICTIMS, year_with_kills
from tests.e2e.walking import Walk

SEED = 11


async def test_a_year_by_two_of_every_process_comes_out_as_by_one(walk: Walk, tmp_path: Path) -> None:
    expected = await walk.outcome()
    installation = Installation.open(tmp_path / "data", None)
    told: list[str] = []
    try:
        came_out, killed = await year_with_kills(installation, walk.calendar, SEED, told.append, two=True)
    finally:
        installation.close()
    assert len(killed) == len(VICTIMS)
    assert came_out.figures == expected.figures, "\n".join(told)
    assert came_out.rows == expected.rows
    assert came_out.letters == expected.letters
