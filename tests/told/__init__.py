"""Stories as the services tell them: events about some processes, for each service in its own order. No server.

| where | what |
|---|---|
| known | who and what they are about |
| directory, intake, contracts, sessions, billing | a service's events one by one, and its part of the whole story |
| acting, correcting, joining, pausing | what belongs together within such a part |
| year | the whole story, in any order between the services |

What the console hears of a process is in the story: `tests/messages/test_story.py`.
"""

from tests.told.billing import invoice
from tests.told.contracts import asked_to_sign, declined, signature, signed
from tests.told.directory import organisation
from tests.told.intake import answered, inquiry, matched, proposed, screened
from tests.told.known import (
    A_DAY,
    ANNA,
    BEGIN,
    BO,
    CONTACT,
    COORDINATOR,
    FIRM,
    NEXT_YEAR,
    SUPERVISOR,
    TERMS,
    TOWN,
    YEAR,
    known,
)
from tests.told.sessions import meeting, of_session, planned, replanned, review_due
from tests.told.year import Teller, a_year

__all__ = [
    "ANNA",
    "A_DAY",
    "BEGIN",
    "BO",
    "CONTACT",
    "COORDINATOR",
    "FIRM",
    "NEXT_YEAR",
    "SUPERVISOR",
    "TERMS",
    "TOWN",
    "YEAR",
    "Teller",
    "a_year",
    "answered",
    "asked_to_sign",
    "declined",
    "inquiry",
    "invoice",
    "known",
    "matched",
    "meeting",
    "of_session",
    "organisation",
    "planned",
    "proposed",
    "replanned",
    "review_due",
    "screened",
    "signature",
    "signed",
]
