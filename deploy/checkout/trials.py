"""Long proofs, each of one thing, for `./luotsi trial`: which files of tests they are. Standard library only.

Why they stand apart is decision 0116. Whoever adds one adds it to the README's table.
"""

TRIALS: dict[str, tuple[str, ...]] = {
    # A message is parked by the first file; its page is one of all.
    "pages": (
        "tests/e2e/test_doors.py",
        "tests/browser/test_accessibility.py",
        "tests/browser/test_canary.py",
    ),
    "by-hand": (
        "tests/browser/whole_year/test_year_by_hand.py",
        "tests/browser/whole_year/test_turns_by_hand.py",
    ),
    "kills": ("tests/e2e/test_kills.py",),
    "starting": ("tests/e2e/test_starting.py",),
    "releases": ("tests/workflows/supervision/test_releases.py",),
}
IN_A_LANE_TOO = ("tests/e2e/test_doors.py",)
"""What a trial needs before it, and a lane proves too."""
