"""Brings into step what a backup holds of different moments: Temporal's store is older than the databases.

What services said in between, its processes have not heard, though the worker's database says that they have. So the
worker is put back to where it stood before Temporal was copied, and tells it all again: a process that knows an event
ignores it. The streams are empty, and are told everything again by who speaks, as after their loss.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from services.runtime.storage.encrypted import connect


async def reconcile(urls: Mapping[str, str], worker: Path | None) -> list[str]:
    """What was done, in lines. urls: role -> its own database. worker: the file of the backup; none where Temporal's
    store is not in it: what the worker knows is of the same moment then.
    """
    done = []
    if worker:
        done.append(await _put_worker_back(urls["workflows"], json.loads(worker.read_text())))
    said = forgotten = held = 0
    for url in urls.values():
        connection = await connect(url)
        try:
            # By numbers of a stream that is no more.
            forgotten += int((await connection.execute("DELETE FROM failure")).split()[-1])
            said += await connection.fetchval("SELECT count(*) FROM outbox WHERE parked_at IS NULL")
            held += await connection.fetchval("SELECT count(*) FROM parked WHERE replayed_at IS NULL")
        finally:
            await connection.close()
    done.append(f"{said} events are said again into empty streams; who has applied one knows it")
    if forgotten:
        done.append(f"{forgotten} messages that had failed are tried as if for the first time")
    if held:
        done.append(f"{held} messages stay parked: ./luotsi parked list")
    return done


async def _put_worker_back(url: str, was: dict[str, list[list[str]]]) -> str:
    places = [(source, UUID(about), int(version)) for source, about, version in was["position"]]
    begun = [UUID(one) for (one,) in was["begun_process"]]
    connection = await connect(url)
    try:
        async with connection.transaction():
            later = await connection.fetchval("SELECT coalesce(sum(version), 0)::bigint FROM position")
            await connection.execute("DELETE FROM position")
            await connection.copy_records_to_table(
                "position", records=places, columns=["source", "aggregate_id", "version"]
            )
            lost = await connection.fetch(
                "DELETE FROM begun_process WHERE NOT process_id = ANY($1) RETURNING process_id", begun
            )
    finally:
        await connection.close()
    again = later - sum(version for _, _, version in places)
    return f"{again} facts are told again to the processes, and {len(lost)} processes begin anew"
