"""How much shorter a session may turn out: read by the paper that says it and by the price that follows it."""

MINUTES_FOR_NOTHING = 15
"""[ours] A session that is shorter by no more than so many minutes is charged at its agreed length."""
