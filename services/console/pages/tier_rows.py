"""Rows of a form in which the steps of what cancelling costs are typed; by name, so that a page may have two of them.

Days are whole days of 24 hours, and kept as hours.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from services.messages.cancelling import MOST_TIERS, in_days, notice_of, settled
from services.messages.values import CancellationTier
from services.web.pages.forms import Filled
from services.web.pages.languages import marked as _
from services.web.pages.visit import Visit

Unit = Literal["hours", "days", "working_days"]
ROWS = range(1, MOST_TIERS)
"""Beside the last step, which is without any notice."""
_HOURS_OF_A_DAY = 24
_LONGEST: dict[Unit, int] = {"hours": 720, "days": 30, "working_days": 30}
_Notice = Annotated[int, Field(ge=1, le=720)]
_Percent = Annotated[int, Field(ge=0, le=100)]


def fields(name: str) -> dict[str, Any]:
    """For a form's class."""
    rows: dict[str, Any] = {}
    for row in ROWS:
        rows |= {
            f"{name}_{row}_notice": (_Notice | None, None),
            f"{name}_{row}_percent": (_Percent | None, None),
        }
    return {f"{name}_unit": (Unit, "hours"), **rows, f"{name}_later": (_Percent | None, None)}


def values(name: str, tiers: Sequence[CancellationTier]) -> dict[str, Any]:
    """As they are typed. tiers: settled."""
    steps = [one for one in tiers if notice_of(one)]
    unit = _unit_of(steps)
    per = _HOURS_OF_A_DAY if unit == "days" else 1
    told: dict[str, Any] = {f"{name}_unit": unit}
    for row, one in zip(ROWS, steps, strict=False):
        told |= {f"{name}_{row}_notice": notice_of(one) // per, f"{name}_{row}_percent": one.percent}
    return told | {f"{name}_later": next((one.percent for one in tiers if not notice_of(one)), 100)}


def check(form: Filled[Any], name: str) -> None:
    """What no single field can see: half a row, and a notice that is too long in its unit."""
    if not form.is_valid:
        return
    typed = form.data.model_dump()
    for row in ROWS:
        notice, percent = typed[f"{name}_{row}_notice"], typed[f"{name}_{row}_percent"]
        if notice is None and percent is not None:
            form.refuse(f"{name}_{row}_notice", _("Say with how much notice, or leave both empty."))
        elif percent is None and notice is not None:
            form.refuse(f"{name}_{row}_percent", _("Say what it costs, or leave both empty."))
        elif notice is not None and notice > _LONGEST[typed[f"{name}_unit"]]:
            form.refuse(f"{name}_{row}_notice", _("This notice is too long."))


def tiers(name: str, typed: Mapping[str, Any]) -> list[CancellationTier]:
    """typed: the form's fields, checked. None: nothing was typed."""
    unit: Unit = typed[f"{name}_unit"]
    field = "notice_working_days" if unit == "working_days" else "notice_hours"
    per = _HOURS_OF_A_DAY if unit == "days" else 1
    rows = [(typed[f"{name}_{row}_notice"], typed[f"{name}_{row}_percent"]) for row in ROWS]
    steps = [
        (notice * per, percent) for notice, percent in rows if notice is not None and percent is not None
    ]
    if (later := typed[f"{name}_later"]) is not None:
        steps.append((0, later))
    return settled(
        [CancellationTier.model_validate({field: one, "percent": percent}) for one, percent in steps]
    )


def labels(visit: Visit, name: str) -> dict[str, str]:
    """Field -> what it is called, for a page's list of faults."""
    notice = visit.text(_("Cancelled with at least this notice (%(row)s)"))
    percent = visit.text(_("costs of the price (%(row)s)"))
    told = {
        f"{name}_unit": visit.text(_("Notice is counted in")),
        f"{name}_later": visit.text(_("Cancelled later than that")),
    }
    for row in ROWS:
        told |= {
            f"{name}_{row}_notice": notice % {"row": row},
            f"{name}_{row}_percent": percent % {"row": row},
        }
    return told


def _unit_of(steps: Sequence[CancellationTier]) -> Unit:
    if any(one.notice_working_days for one in steps):
        return "working_days"
    whole = all(notice_of(one) % _HOURS_OF_A_DAY == 0 for one in steps)
    return "days" if whole and any(in_days(one) for one in steps) else "hours"
