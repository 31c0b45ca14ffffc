"""What was reported of a session as its page shows it, and the form for more."""

from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from pydantic import Field

from services.console.pages.money.prices import Euros
from services.console.pages.sessions.opened_session import Opened
from services.messages.billing import EnteredItems, ListSessionCosts, ReportedKind
from services.messages.values import LongText
from services.runtime.finland import local_date
from services.runtime.policy import can
from services.web.pages.forms import Filled, Form
from services.web.pages.visit import Visit

REPORT: Final = "report_cost"


class CostForm(Form):
    named_otherwise = {"price_cents": "price"}
    item_id: UUID
    kind: ReportedKind
    quantity: Annotated[int, Field(ge=1, le=10_000)]
    price: Euros | None = None
    note: Annotated[LongText, Field(max_length=500)] = ""


async def costs_of(visit: Visit, opened: Opened) -> EnteredItems | None:
    """What was reported; none for who neither reports it nor sees everybody's prices."""
    if not (may_report(visit, opened) or visit.may("enter_item")):
        return None
    return await visit.ask(ListSessionCosts(session_id=opened.card.session_id, viewer=visit.viewer))


def blank(visit: Visit, opened: Opened) -> Filled[Any] | None:
    """None for who cannot report any now."""
    if not may_report(visit, opened) or local_date(opened.card.starts_at) > local_date(visit.now):
        return None
    return Filled[CostForm]({"item_id": uuid4(), "kind": "travel"})


def may_report(visit: Visit, opened: Opened) -> bool:
    own = opened.shown.supervisor_id == visit.person_id
    return own and can(visit.viewer, REPORT, opened.belongs)
