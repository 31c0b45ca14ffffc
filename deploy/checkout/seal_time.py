"""Run in the environment: prints the time that an authority for seals says; exit 1 where it says none."""

import sys

from services.paper_seals.authorities import time_said_by
from services.paper_seals.away import AuthorityAway

if __name__ == "__main__":
    try:
        print(time_said_by(sys.argv[1]).isoformat())
    except AuthorityAway:
        sys.exit(1)
