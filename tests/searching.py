"""How many examples a property is tried with: a few before each commit, more where the whole proof runs.

What is tried differs at every run, so that many small searches are as good as a large one.
"""

import os

from hypothesis import strategies

EXAMPLES = "LUOTSI_EXAMPLES"
"""The environment's name for how many a property has that says nothing of its own; the lanes say it."""
_BEFORE_A_COMMIT = 10
ANY_LETTER = strategies.characters(exclude_categories=["Cs"])
"""All that a text may hold. Which those of an encoding are, a search finds out anew in each checkout, for seconds."""


def examples(times: float = 1) -> int:
    """times: of what a property has otherwise; more where the paths are many, less where an example is dear."""
    return max(1, round(int(os.environ.get(EXAMPLES, _BEFORE_A_COMMIT)) * times))
