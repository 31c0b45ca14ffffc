"""What a program does goes on where its log has no room."""

import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")
SAYS_AND_GOES_ON = """
import sys
from services.runtime.logs import configure, log
configure("it", "INFO")
for number in range(1000):
    log.info("something_happened", number=number)
sys.stderr.write("went on")
"""


@pytest.mark.skipif(not FULL.exists(), reason="no device of this system is always full")
def test_a_line_without_room_is_lost_and_what_it_tells_of_goes_on() -> None:
    with FULL.open("w") as full:
        told = subprocess.run(
            [sys.executable, "-u", "-c", SAYS_AND_GOES_ON],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert told.stderr.startswith("went on")
