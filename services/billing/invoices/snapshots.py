"""An issued invoice as it is stored: plain JSON that reads back as the same value, and the hash chain over it."""

import hashlib
import json
from typing import Any

from pydantic import TypeAdapter

from services.billing.invoices.invoicing import Invoice

# What the first invoice of a series has as its previous hash.
CHAIN_START = "0" * 64

_INVOICE = TypeAdapter(Invoice)


def snapshot(invoice: Invoice) -> dict[str, Any]:
    """The invoice as JSON values: dates as ISO days, rates as strings, amounts as ints of cents."""
    stored: dict[str, Any] = _INVOICE.dump_python(invoice, mode="json")
    return stored


def from_snapshot(stored: dict[str, Any]) -> Invoice:
    """The same invoice again; a snapshot that does not fit raises pydantic's ValidationError (a fault, no refusal)."""
    return _INVOICE.validate_python(stored)


def chain_hash(stored: dict[str, Any], previous: str) -> str:
    """64 hex digits over the previous hash and the stored content, so that a changed or lost invoice shows.

    stored: the snapshot as it was stored, so that fields added to Invoice later leave old hashes as they are.
    previous: the hash of the invoice with the number before in its series, CHAIN_START for the first.
    """
    canonical = json.dumps(stored, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()
