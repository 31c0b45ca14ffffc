"""Long proofs, each of one thing, for `./luotsi trial`: which files of tests they are. Standard library only.

Why they stand apart is decision 0116. Whoever adds one adds it to the README's table.
"""

ROUNDS = "LUOTSI_ROUNDS"
"""The environment's name for how often each race is run (tests/integration/races/rounds.py), and of how many years."""
RACES = tuple(
    f"tests/integration/races/test_{name}.py"
    for name in (
        "billing",
        "billing_changes",
        "choices",
        "deadlines",
        "registering",
        "reminders",
        "sessions",
        "trials",
        "whole_processes",
    )
)
TURNS = ("tests/integration/sessions/turns/test_turns_in_any_order.py",)
TRIALS: dict[str, tuple[str, ...]] = {
    # A message is parked by the first file; its page is one of all.
    "pages": (
        "tests/e2e/test_doors.py",
        "tests/browser/test_accessibility.py",
        "tests/browser/test_canary.py",
    ),
    "by-hand": (
        "tests/browser/first_day/test_first_day.py",
        "tests/browser/whole_year/test_year_by_hand.py",
        # Who leaves has no terminated process of the other file yet, which could not be paused for them.
        "tests/browser/whole_year/test_partings_by_hand.py",
        "tests/browser/whole_year/test_turns_by_hand.py",
        "tests/browser/whole_year/test_month_by_hand.py",
    ),
    "kills": ("tests/e2e/test_kills.py", "tests/e2e/test_two_of_each.py"),
    "faults": ("tests/e2e/faults/test_faults.py",),
    "starting": (
        "tests/e2e/test_starting.py",
        "tests/e2e/machines/test_own_machine.py",
        "tests/e2e/machines/test_containers.py",
    ),
    "stranger": ("tests/e2e/stranger/test_stranger.py",),
    "restore": (
        "tests/e2e/test_restore.py",
        "tests/e2e/test_restore_elsewhere.py",
        "tests/e2e/machines/test_other_servers.py",
        "tests/e2e/test_backup_canaries.py",
        "tests/e2e/test_temporal_lost.py",
    ),
    "releases": ("tests/workflows/supervision/test_releases.py",),
    "outages": ("tests/integration/runtime/test_away.py", "tests/integration/web/test_hanging.py"),
    "rubbish": ("tests/integration/web/test_rubbish.py",),
    "races": RACES,
    "turns": TURNS,
}
IN_A_LANE_TOO = ("tests/e2e/test_doors.py", *RACES, *TURNS)
"""What a trial needs before it, and a lane proves too; and what it proves oftener."""
BY_NAME = {"races": {ROUNDS: "100"}, "turns": {ROUNDS: "100"}}
"""What its tests are told where it is asked for by its name; among all it is as in a lane, for a hundred take long."""
