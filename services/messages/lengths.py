"""Lengths of a session, in minutes: which an inquiry asks for, and how much shorter one may turn out."""

ASKED_FOR = (45, 60, 90, 120)
"""[ours] What the inquiry's form offers as long as no length has a price; then, those that have one."""

MINUTES_FOR_NOTHING = 15
"""[ours] A session that is shorter by no more than so many minutes is charged at its agreed length."""
