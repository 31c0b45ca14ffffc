"""What nobody keeps from being invoiced, one by one: of the hold of a whole process its own module says."""

import sqlalchemy as sa

from services.billing.aside import rows as aside
from services.billing.disputes import rows as disputes
from services.billing.invoices import corrections
from services.billing.items import endings, recording


def is_free() -> sa.ColumnElement[bool]:
    """Of an item: billable, on no invoice, and neither being recorded otherwise, disputed, set aside by finance, nor of
    an end that no coordinator has confirmed.
    """
    return (
        recording.waiting()
        & ~corrections.is_held()
        & ~endings.is_unconfirmed()
        & ~disputes.is_held()
        & ~aside.is_held()
    )
