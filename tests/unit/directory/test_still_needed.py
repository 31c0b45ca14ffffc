"""What still hangs on an entry keeps it from being ended: open processes, and sessions that are on no invoice yet."""

from typing import Any
from uuid import UUID

import pytest

from services.directory import ending
from services.directory.tables import Department, Organisation, Supervisor
from services.messages.billing import DraftItems, ListDraftItems
from services.messages.intake import InquiryList
from services.runtime.commands.refusal import Refusal

CUSTOMER, PART = UUID(int=1), UUID(int=2)
WHOLE: dict[str, Any] = {"organisation_id": CUSTOMER}
A_PART: dict[str, Any] = {**WHOLE, "department_id": PART}
A_SUPERVISOR: dict[str, Any] = {"supervisor_id": PART}


def others(not_invoiced: int) -> Any:
    """Intake has no open process; billing so many items on no invoice."""

    async def ask(query: Any) -> Any:
        if isinstance(query, ListDraftItems):
            return DraftItems(items=[], count=not_invoiced, total_cents=0)
        return InquiryList(inquiries=[])

    return ask


@pytest.mark.parametrize("entry", [Organisation(**WHOLE), Department(**A_PART)])
async def test_a_customer_with_sessions_on_no_invoice_is_not_ended(entry: Organisation | Department) -> None:
    with pytest.raises(Refusal) as refused:
        await ending.refuse_if_needed(others(1), entry)
    assert (refused.value.code, refused.value.field) == ("items_open", "entry_id")
    await ending.refuse_if_needed(others(0), entry)


async def test_what_a_supervisors_sessions_cost_is_the_customers() -> None:
    await ending.refuse_if_needed(others(1), Supervisor(**A_SUPERVISOR))
