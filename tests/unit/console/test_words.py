"""Everything that the timeline can tell has words."""

from services.console.pages.labels import STEP_NAMES
from workflows.activities import Activities

OF_A_RUN = {"plan_billing", "run_billing"}
"""They belong to a month, not to a process."""


def test_every_step_of_a_process_has_its_words() -> None:
    steps = {
        name for name, what in vars(Activities).items() if hasattr(what, "__temporal_activity_definition")
    }
    assert len(steps) > 8 and steps - OF_A_RUN <= STEP_NAMES.keys()
