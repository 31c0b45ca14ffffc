"""What a run of a month takes."""

import sqlalchemy as sa
from sqlmodel import col

from services.billing.aside import rows as aside
from services.billing.disputes import rows
from services.billing.invoices import corrections, holding, months
from services.billing.invoices.whose import timing
from services.billing.items import endings, recording
from services.billing.tables import BillableItem


def waits_for(period: str) -> sa.ColumnElement[bool]:
    """Billable items of the period and before that are on no invoice, of processes whose invoice can be made.

    What is being recorded otherwise at this moment is left to the next run, what is disputed to one after that,
    what finance has set aside to the one after it is taken back, and what is invoiced at the end to the month of that.
    """
    until = months.last_day(period)
    return (
        recording.waiting()
        & ~holding.is_held()
        & ~corrections.is_held()
        & ~endings.is_unconfirmed()
        & ~rows.is_held()
        & ~aside.is_held()
        & ~timing.is_deferred(until)
        & (col(BillableItem.performed_on) <= until)
    )
