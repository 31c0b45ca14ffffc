"""`./luotsi demo`: starts the platform, carries the year through it, tells what came out, then stays up."""

import asyncio
import dataclasses
import json
from datetime import UTC, date, datetime
from pathlib import Path

from deploy.demo.script import Calendar, calendar_for
from deploy.machine.installation import Installation
from deploy.platform import Platform
from deploy.running.launch import CannotStart
from deploy.up import run


def demo(installation: Installation, *, year: int | None, once: bool, json_file: Path | None) -> int:
    """0 only if every check on the year held. Refuses: CannotStart (the year cannot be arranged any more)."""
    try:
        calendar = calendar_of(installation.data, year)
    except ValueError as late:
        installation.close()
        raise CannotStart(str(late)) from None
    return asyncio.run(run(installation, lambda platform: go_through(platform, calendar, once, json_file)))


def calendar_of(data: Path, year: int | None) -> Calendar:
    """A folder keeps its year: started again, it goes on with it. Raises ValueError."""
    file = data / "demo.json"
    if file.exists():
        kept = json.loads(file.read_text())
        if year not in (None, kept["year"]):
            raise ValueError(f"this folder holds the demo of {kept['year']}: give another one for {year}")
        return Calendar(kept["year"], *(date.fromisoformat(kept[name]) for name in ("start", "ends_on")))
    calendar = calendar_for(year, datetime.now(UTC).date())
    file.write_text(json.dumps(dataclasses.asdict(calendar), default=date.isoformat))
    return calendar


async def go_through(platform: Platform, calendar: Calendar, once: bool, json_file: Path | None) -> int:
    # Only now: on a small machine what this imports would slow down the platform's start.
    from deploy.demo.carrying import carry_through

    return await carry_through(platform, calendar, once, json_file)
