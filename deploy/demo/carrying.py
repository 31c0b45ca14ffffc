"""Carries the year through a platform that is up, and tells what came out, for people and as JSON."""

import dataclasses
import json
import time
from pathlib import Path

from deploy.demo.commission import Cast
from deploy.demo.driving.done import Done
from deploy.demo.driving.driver import Driver
from deploy.demo.letters.checks import check_letters
from deploy.demo.script import Calendar, Check
from deploy.demo.turn_checks import check_turns
from deploy.demo.year_checks import check_year
from deploy.operating.counted import Figures
from deploy.operating.figures import count
from deploy.platform import Platform
from deploy.up import stay, tell


async def carry_through(
    platform: Platform, calendar: Calendar, cast: Cast, once: bool, json_file: Path | None
) -> int:
    began = time.monotonic()
    installation = platform.installation
    tell(f"\nThe year {calendar.year}, Helsinki time")
    driver = Driver(installation.broker, calendar, tell, cast, Done(installation.data))
    try:
        await driver.run()
        wall_s = time.monotonic() - began + platform.cold_start_seconds
        figures = await count(installation)
        checks = await check_year(driver, calendar, cast, figures)
        checks += await check_turns(driver, cast, installation)
        checks += await check_letters(driver, calendar, cast, installation)
    finally:
        await driver.close()
    summarise(figures, checks, wall_s, platform.cold_start_seconds)
    if json_file:
        write_json(json_file, figures, checks, wall_s, platform.cold_start_seconds)
    if not once:
        await stay(platform)
    return 0 if all(check.held for check in checks) else 1


def summarise(figures: Figures, checks: list[Check], wall_s: float, cold_start_s: float) -> None:
    tell("\nWhat came out, counted from databases, streams, histories and mails")
    for name, value in dataclasses.asdict(figures).items():
        tell(f"  {name.replace('_', ' '):<34}{value:>12,}")
    tell(f"  {'cold start, s':<34}{cold_start_s:>12.1f}")
    tell(f"  {'whole run, s':<34}{wall_s:>12.1f}")
    tell("\nChecks")
    for check in checks:
        tell(
            f"  {'ok    ' if check.held else 'FAILED'}  {check.what}"
            + (f" ({check.seen})" if check.seen else "")
        )
    failed = sum(not check.held for check in checks)
    tell(f"\n{len(checks) - failed} of {len(checks)} checks held")


def write_json(file: Path, figures: Figures, checks: list[Check], wall_s: float, cold_start_s: float) -> None:
    content = dataclasses.asdict(figures) | {
        "wall_s": round(wall_s, 1),
        "cold_start_s": round(cold_start_s, 1),
        "checks_failed": [check.what for check in checks if not check.held],
    }
    file.write_text(json.dumps(content, indent=2) + "\n")
