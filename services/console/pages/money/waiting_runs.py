"""Months that wait for the word of whoever may give it."""

from services.messages.billing import ListRuns, RunCard
from services.web.pages.patience import answer_or_none
from services.web.pages.visit import Visit


async def runs_that_wait(visit: Visit) -> list[RunCard]:
    """The earliest first; none where it is not known just now."""
    if not visit.may("run_billing"):
        return []
    told = await answer_or_none(visit, ListRuns(viewer=visit.viewer))
    return [one for one in reversed(told.runs) if one.waits_since] if told else []
