"""How many sessions come of terms: for who offers them, and who draws up the next contract."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from services.messages.intake import InquiryCard
from services.messages.sessions import CountSessions
from services.web.pages.patience import answer_or_none
from services.web.pages.visit import Visit

_TERMS = ("duration_minutes", "base_interval_days", "starts_on", "ends_on")


async def how_many_fit(
    visit: Visit, process: InquiryCard, supervisor_id: UUID | None, terms: Mapping[str, Any]
) -> int | None:
    """terms: as they are agreed, or as they were typed. None: it is not known."""
    if supervisor_id is None or not terms.get("duration_minutes"):
        return None
    asked = {name: terms[name] for name in _TERMS}
    wished = process.model_dump(include={"preferred_weekdays", "preferred_times", "promises"})
    whose = {"supervisor_id": supervisor_id, "as_of": visit.now}
    try:
        query = CountSessions.model_validate(asked | wished | whose)
    except ValidationError:  # what was typed is told at its own field
        return None
    told = await answer_or_none(visit, query)
    return told.count or None if told else None
