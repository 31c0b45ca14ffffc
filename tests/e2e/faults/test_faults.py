"""Servers away, a full disk, a power cut and random kills in one short year: the same comes out as without.

The disk is small and its own, where the machine allows that. Longer: `python -m tests.e2e.faults -h`.
"""

import asyncio
import contextlib
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from deploy import CHECKOUT
from tests.e2e.faults.besetting import OWN_MOUNTS, Borne
from tests.e2e.outcome import Outcome
from tests.e2e.walking import Walk

SMALL_DISK = ("--small-disk", "2500", "--full-s", "12")
"""What a platform needs to start, and some room; how long there is none then."""
SAID_AT_MOST = 60_000


def own_disk() -> tuple[str, ...]:
    may_mount = subprocess.run([*OWN_MOUNTS, "true"], capture_output=True, check=False).returncode == 0
    return SMALL_DISK if may_mount else ()


async def beset(kept: Path) -> tuple[Outcome, Borne]:
    """In a program of its own, which sees that disk."""
    words = ("-m", "tests.e2e.faults", *own_disk(), "--outcome", str(kept))
    program = await asyncio.create_subprocess_exec(
        sys.executable, *words, cwd=CHECKOUT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    try:
        said, _ = await program.communicate()
    finally:
        with contextlib.suppress(ProcessLookupError):
            program.kill()
    assert program.returncode == 0, said.decode()[-SAID_AT_MOST:]
    came_out: tuple[Outcome, Borne] = pickle.loads(kept.read_bytes())
    return came_out


async def test_a_year_beset_by_faults_comes_out_as_one_without(
    walk: Walk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = await walk.outcome()
    came_out, borne = await beset(tmp_path / "kept")
    with capsys.disabled():
        print("", *borne.in_words(), sep="\n  ")
    assert came_out.unlike(expected) == [] and not borne.left and borne.is_drained
    wrong = ("lost", "duplicates", "gaps_in_numbers", "parked")
    assert [came_out.figures[name] for name in wrong] == [0, 0, 0, 0]
