"""What the platform holds, counted from its databases, streams, histories and mails: nothing is expected here.

lost: events that were published and are not in their stream + stream events that a listener has acknowledged and
neither applied nor parked + sessions that cost something, were there for a month's run, and are on no line + mails
marked as sent that never arrived.
duplicates: effects that are there more than once by their natural key + mails that nobody wrote.

What is still under way is neither: whatever must be there is read before the place where it must be.
"""

import asyncio
import dataclasses
import json
from pathlib import Path

from asyncpg import PostgresError
from temporalio.service import RPCError

from deploy.operating.counted import Figures
from deploy.operating.event_counts import count_events, count_histories
from deploy.operating.mail_counts import count_mails
from deploy.operating.row_counts import Rows, count_rows
from deploy.operating.which import Where
from deploy.running.launch import CannotStart


def figures(where: Where, *, json_file: Path | None) -> int:
    """Prints the figures of a running platform; 1 if something was lost, doubled or left out. Refuses: CannotStart."""
    try:
        counted = asyncio.run(count(where))
    except (OSError, PostgresError, RPCError) as error:
        said = f"a server does not answer ({type(error).__name__}): ./luotsi doctor says which"
        raise CannotStart(said) from error
    for name, value in dataclasses.asdict(counted).items():
        print(f"  {name:<34}{value:>10,}")
    if json_file:
        json_file.write_text(json.dumps(dataclasses.asdict(counted), indent=2) + "\n")
    return int(bool(counted.lost or counted.duplicates or counted.gaps_in_numbers))


async def count(where: Where) -> Figures:
    """All figures at this moment."""
    found = Figures()
    async with Rows(where) as rows:
        held_in = await count_rows(rows, found)
        await count_histories(where, found, held_in)
        await count_events(where, rows, found)
        await count_mails(where, rows, found)
    return found
