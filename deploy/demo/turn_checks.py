"""What must have come of the turns of an eventful year, and that each is told in its process's timeline."""

from deploy.demo.commission import Cast, Commission, Seen
from deploy.demo.driving.driver import Driver
from deploy.demo.script import Check
from deploy.machine.installation import Installation
from deploy.operating.row_counts import fetch


async def check_turns(driver: Driver, cast: Cast, installation: Installation) -> list[Check]:
    checks = []
    for commission in cast.commissions:
        if commission.trial:
            tried = await driver.look_at_trial(commission)
            checks += [
                one for turn in commission.turns for one in await turn.checks_of_trial(tried, driver.ask)
            ]
        if commission.comes_about:
            seen = await driver.look_at(commission)
            checks += [] if commission.follows else [nothing_is_open(seen)]
            checks += [check for turn in commission.turns for check in await turn.checks(seen, driver.ask)]
        checks += await of_timeline(commission, installation)
    return checks


def nothing_is_open(seen: Seen) -> Check:
    planned = [one.number for one in seen.sessions if one.status == "planned"]
    reviews = [one.kind for one in seen.reviews if one.status == "open"]
    what = f"{seen.commission.name}: no session and no review is left open"
    return Check(
        what, not planned and not reviews, f"sessions {planned}, reviews {reviews}" if planned else ""
    )


async def of_timeline(commission: Commission, installation: Installation) -> list[Check]:
    due = {name for turn in commission.turns for name in turn.told}
    if not due:
        return []
    query = "SELECT DISTINCT name FROM timeline_event WHERE process_id = $1"
    missing = due - set(await fetch(installation, "console", query, commission.process_id))
    what = f"{commission.name}: the timeline tells what happened"
    return [Check(what, not missing, ", ".join(sorted(missing or due)))]
