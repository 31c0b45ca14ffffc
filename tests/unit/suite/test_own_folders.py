"""What a run of tests that was killed has left in memory is gone with the next run; a run that lives keeps its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import servers

KILLED = """
import os, sys
from pathlib import Path
from tests import servers
servers.quick_folder = lambda: Path(sys.argv[1])
with servers.own_folder() as folder:
    (folder / "data").mkdir()
    os._exit(1)
"""


def test_what_a_killed_run_has_left_goes_and_what_is_held_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "quick_folder", lambda: tmp_path)
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    [left] = tmp_path.iterdir()
    with servers.own_folder() as first:
        assert not left.exists()
        with servers.own_folder() as second:
            assert first.exists() and second.exists() and first != second
    assert list(tmp_path.iterdir()) == []
