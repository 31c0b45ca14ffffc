"""Calendar feeds, the same for both doors: a person's sessions under a secret address that their calendar reads.

| module | what for |
|---|---|
| addresses | rows of feeds: made, listed, revoked, found again by their secret |
| entries | sessions as a calendar's entries, with neutral words |
| pages | the person's own page, and the address itself, which asks nobody to sign in |
"""

from services.web.feed import pages

FEED_PAGES = (pages.router,)
