"""For how long what grows is kept, and why: every such number is here, and what is not named here stays for good.

docs/growth.md says of every store what stays in it, why, and how large it becomes.
"""

from datetime import timedelta

YEAR = timedelta(days=366)

HISTORIES = 10 * YEAR
"""What an ended process did, step by step. As long as a year's books are kept (Bookkeeping Act 1336/1997, 2:10 §):
whoever asks about an invoice finds how it came about. What is said of a process later changes nothing in it."""
LETTERS = 3 * YEAR
"""Letters that were sent or dropped, and codes for signing in. As long as a claim may be made that somebody was not
told (Act on the Limitation of Debts 728/2003, 4 §)."""
HANDLED_IN_THE_END = 1 * YEAR
"""Messages that were parked and replayed: who looks for the cause of a later fault finds the earlier one."""
FAILURES = timedelta(days=90)
"""How often a message failed before it was handled or parked; it is held for an hour at most."""
SIGNED_IN = 1 * YEAR
"""Who was signed in on which device: the last time is told to who looks after people."""
REFUSED_CODES = timedelta(days=90)
"""How many codes were refused on a day: told for as long."""
SENT_FILES = timedelta(days=1)
"""Files that were sent in and that nothing came to refer to: a page that was left before it was saved."""
KNOWN_BROWSERS = timedelta(days=180)
"""In which browsers somebody has signed in by a code: there they can ask for one whoever else asks for their address.
Longer than a pause between two sessions, shorter than a telephone's life."""
LIMITS = timedelta(days=1)
"""What is left of a limit: every one of them is full again after some hours. They hold addresses."""
