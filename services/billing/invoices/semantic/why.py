"""Why an invoice is not made, and who looks at its documents before it has a number."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from services.billing.invoices.semantic.model import SemanticInvoice
from services.messages.billing import HoldReason
from services.messages.values import Channel


@dataclass(frozen=True)
class Why:
    """rule: of those that others publish, by its name there."""

    reason: HoldReason
    rule: str = ""


Look = Callable[[SemanticInvoice, Sequence[Channel]], Awaitable[Why | None]]
"""At the documents that a customer with these channels gets; none: they are right."""
