"""What the page on growth says of keep-times is what the services do."""

from datetime import timedelta

import pytest

from deploy import CHECKOUT
from services.messages import keep_times

PAGE = (CHECKOUT / "docs" / "growth.md").read_text()
UNITS = {
    "year": keep_times.YEAR,
    "years": keep_times.YEAR,
    "day": timedelta(days=1),
    "days": timedelta(days=1),
}


@pytest.mark.parametrize(
    ("what", "kept"),
    [
        ("letters that were sent", keep_times.LETTERS),
        ("histories of ended workflows", keep_times.HISTORIES),
        ("who was signed in", keep_times.SIGNED_IN),
        ("parked messages that were replayed", keep_times.HANDLED_IN_THE_END),
        ("how often a message failed", keep_times.FAILURES),
        ("how often a message failed", keep_times.REFUSED_CODES),
        ("what is left of a limit", keep_times.LIMITS),
        ("files that were sent in", keep_times.SENT_FILES),
    ],
)
def test_the_page_says_for_how_long_it_is_kept(what: str, kept: timedelta) -> None:
    [row] = [line for line in PAGE.splitlines() if line.startswith(f"| {what}")]
    number, unit = row.split("|")[2].split()
    assert int(number) * UNITS[unit] == kept
