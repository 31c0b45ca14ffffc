"""What a trial session costs: as any other, or nothing. What is credited later costs all of it first."""

from services.billing.items.cancellation import CancellationTerms, Notice, percent_for
from services.messages.billing import ItemKind
from services.messages.intake import TrialPrice


def percent_of_trial(
    price: TrialPrice, kind: ItemKind, notice: Notice | None, terms: CancellationTerms
) -> int:
    """The percent of the session's price to charge; a free one costs nothing whatever became of it.

    Refuses: as `percent_for`.
    """
    percent = percent_for(kind, notice, terms)
    return 0 if price == "free" else percent
