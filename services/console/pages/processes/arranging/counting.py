"""How many sessions come of terms: for who offers them, and who draws up the next contract."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from services.messages.intake import InquiryCard
from services.messages.sessions import CountSessions
from services.runtime.commands.refusal import Refusal
from services.web.pages.patience import answer_or_none
from services.web.pages.visit import Visit

_TERMS = ("duration_minutes", "base_interval_days", "starts_on", "ends_on")


async def how_many_fit(
    visit: Visit, process: InquiryCard, supervisor_id: UUID | None, terms: Mapping[str, Any]
) -> int | None:
    """terms: as they are agreed, or as they were typed. None: it is not known, as where no hours are offered yet."""
    if supervisor_id is None or not terms.get("duration_minutes"):
        return None
    asked = {name: terms[name] for name in _TERMS} | {"renews": process.renews}
    wished = process.model_dump(include={"preferred_weekdays", "preferred_times", "promises"})
    whose = {"supervisor_id": supervisor_id, "as_of": visit.now}
    try:
        told = await answer_or_none(visit, CountSessions.model_validate(asked | wished | whose))
    except (ValidationError, Refusal):  # what was typed is told at its own field
        return None
    return told.count if told and (told.count or told.known) else None
