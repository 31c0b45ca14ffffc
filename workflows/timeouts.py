"""Waiting in workflow code: always for an absolute instant, never for a length of time.

An instant survives continue-as-new, a late worker and a moved clock; a length of time starts anew each time.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from temporalio import workflow


async def until(deadline: datetime, *conditions: Callable[[], bool]) -> bool:
    """Waits until one of the conditions is true or the deadline has come; True if a condition is.

    deadline: an aware instant on the workflow's own clock; one that has passed is no wait and no timer.
    conditions: pure looks at the workflow's state; none: waits for the deadline alone and returns False.
    """

    def met() -> bool:
        return any(condition() for condition in conditions)

    remaining = deadline - workflow.now()
    if met() or remaining <= timedelta(0):
        return met()
    try:
        await workflow.wait_condition(met, timeout=remaining)
    except TimeoutError:
        return met()  # a signal may have come in the same task as the timer
    return True
