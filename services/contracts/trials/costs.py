"""What a trial comes to in all, by which of the three prices was proposed."""

from services.messages.contracts import Terms, TrialCost


def in_all(price: str, terms: Terms, sessions: int) -> TrialCost:
    """free: nothing. normal: each session as the terms have it. credited: the same now, and after a go it is taken off
    the contract's first invoices (`services/billing` does so).
    """
    if price == "free":
        return TrialCost(sessions=sessions)
    consumer = terms.consumer_price_cents
    return TrialCost(
        sessions=sessions,
        due_cents=terms.price_cents * sessions,
        consumer_due_cents=consumer * sessions if consumer else None,
        credited=price == "credited",
    )
