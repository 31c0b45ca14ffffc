"""The documents that a customer gets are made and looked at before their invoice has a number."""

from collections.abc import Sequence
from typing import get_args

from services.billing.documents.electronic import formats
from services.billing.documents.rulebooks.asking import RulebookReader
from services.billing.invoices.semantic.model import SemanticInvoice
from services.billing.invoices.semantic.why import Why
from services.messages.billing import DocumentFormat, DocumentObstacle
from services.messages.values import Channel
from services.runtime.commands.refusal import Refusal


async def unfit(books: RulebookReader, invoice: SemanticInvoice, channels: Sequence[Channel]) -> Why | None:
    """What stands in the way of the first that is not right. Raises NotLooked."""
    for wanted in (one for one in get_args(DocumentFormat) if one in channels):
        try:
            made = formats.document(invoice, wanted)
        except Refusal as cannot:
            return Why(_OBSTACLES[cannot.code])
        except formats.UnequalError:
            return Why("document_does_not_fit")
        if broken := await books.broken(wanted, made):
            return Why("published_rule_broken", broken[0])
    return None


_OBSTACLES: dict[str, DocumentObstacle] = {one: one for one in get_args(DocumentObstacle)}
