"""Which tests are in which lane of `./luotsi test`, and how many lanes run at once. Standard library only."""

from deploy.checkout.trials import IN_A_LANE_TOO, TRIALS

LANES_AT_ONCE = 5
"""On two processors: each waits for its servers, or for a time, more than half of the time."""
APART = tuple(f"--ignore={file}" for files in TRIALS.values() for file in files if file not in IN_A_LANE_TOO)
LETTERS = ("tests/integration/notices", "tests/integration/sessions")
DESK = ("tests/integration/console", "tests/integration/races")
PORTAL = ("tests/integration/portal", "tests/integration/runtime", "tests/integration/deploy")
WITH_THE_WHOLE = ("tests/integration/directory", "tests/integration/intake")
WHOLE = ("tests/workflows", "tests/e2e", "tests/browser", *WITH_THE_WHOLE)
WITH_SERVERS = (
    LETTERS,
    ("tests/integration", *(f"--ignore={part}" for part in (*LETTERS, *DESK, *PORTAL, *WITH_THE_WHOLE))),
    DESK,
    PORTAL,
    WHOLE,
)
"""All at once. What is moved between them makes them end at about the same time."""
MACHINE = ("tests/unit/deploy", "tests/unit/docs")
COUNTED = ("tests/unit/billing", "tests/unit/runtime", "tests/unit/sessions")
WITHOUT = (
    MACHINE,
    COUNTED,
    ("tests/unit", "tests/messages", *(f"--ignore={part}" for part in (*MACHINE, *COUNTED))),
)
"""They need no servers, and so begin at once: whichever of the others ends first makes room for them."""
LANES = tuple((*lane, *APART) for lane in (*WITH_SERVERS, *WITHOUT))
