"""What an open change of the contract makes of the sessions, for those who look at it before they sign."""

from services.messages.contracts import (
    AmendmentPreview,
    ContractCard,
    DaysShown,
    HandingOverShown,
    ShowChangedDays,
    ShowHandingOver,
)
from services.messages.sessions import ChangePlan, PreviewChange
from services.messages.values import Viewer
from services.runtime.commands.proving import LINK
from services.runtime.commands.refusal import Refusal
from services.web.pages.patience import answer_or_none
from services.web.pages.visit import Visit

OF_THE_SERIES = {"duration_minutes", "base_interval_days", "sessions_agreed", "ends_on"}


async def changed_days(
    visit: Visit, card: ContractCard, shown: AmendmentPreview | None, viewer: Viewer
) -> ChangePlan | DaysShown | None:
    """None of a change that leaves the days alone or waits no more, for who is out of reach of them, and when who
    plans is away: the change can be read all the same. Who comes by a link is known to contracts alone.
    """
    if shown is None or not shown.series_changes or card.status != "signing":
        return None
    is_by_link = visit.proof.startswith(LINK)
    try:
        if is_by_link:
            return await answer_or_none(visit, _by_link(visit, card, viewer))
        return await answer_or_none(visit, _query(visit, card, shown, viewer))
    except Refusal:
        return None


def _query(visit: Visit, card: ContractCard, shown: AmendmentPreview, viewer: Viewer) -> PreviewChange:
    said = card.terms.model_dump(include=OF_THE_SERIES & set(shown.changes))
    about = {"process_id": card.process_id, "effective_from": card.effective_from}
    return PreviewChange.model_validate(about | said | {"viewer": viewer, "as_of": visit.now})


def _by_link(visit: Visit, card: ContractCard, viewer: Viewer) -> ShowChangedDays:
    about = {"process_id": card.process_id, "version": card.version}
    return ShowChangedDays.model_validate(about | {"viewer": viewer, "as_of": visit.now})


async def handed_over(
    visit: Visit, card: ContractCard, shown: AmendmentPreview | None, viewer: Viewer
) -> HandingOverShown | None:
    """The same, of a change to another supervisor: which sessions would be theirs, at which times."""
    if shown is None or shown.supervisor is None or card.status != "signing":
        return None
    about = {"process_id": card.process_id, "version": card.version}
    query = ShowHandingOver.model_validate(about | {"viewer": viewer, "as_of": visit.now})
    try:
        return await answer_or_none(visit, query)
    except Refusal:
        return None
