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


def demo(
    installation: Installation, *, year: int | None, short: bool, once: bool, json_file: Path | None
) -> int:
    """0 only if every check on the year held. Refuses: CannotStart (the year cannot be arranged any more)."""
    try:
        calendar, short = kept(installation.data, year, short)
    except ValueError as late:
        installation.close()
        raise CannotStart(str(late)) from None
    return asyncio.run(
        run(installation, lambda platform: go_through(platform, calendar, short, once, json_file))
    )


def kept(data: Path, year: int | None, short: bool) -> tuple[Calendar, bool]:
    """A folder keeps its year, and whether it is a short one: started again, it goes on with it. Raises ValueError."""
    file = data / "demo.json"
    if file.exists():
        found = json.loads(file.read_text())
        if year not in (None, found["year"]):
            raise ValueError(f"this folder holds the demo of {found['year']}: give another one for {year}")
        days = (date.fromisoformat(found[name]) for name in ("start", "ends_on"))
        return Calendar(found["year"], *days), found["short"]
    calendar = calendar_for(year, datetime.now(UTC).date())
    file.write_text(json.dumps(dataclasses.asdict(calendar) | {"short": short}, default=date.isoformat))
    return calendar, short


async def go_through(
    platform: Platform, calendar: Calendar, short: bool, once: bool, json_file: Path | None
) -> int:
    # Only now: on a small machine what these import would slow down the platform's start.
    from deploy.demo.carrying import carry_through
    from deploy.demo.commissions import EVENTFUL, PLAIN

    return await carry_through(platform, calendar, PLAIN if short else EVENTFUL, once, json_file)
