import json
from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from services.billing.invoices.snapshots import CHAIN_START, chain_hash, from_snapshot, snapshot
from tests.unit.billing.builders import an_invoice, an_item

INVOICE = an_invoice(an_item(1, date(2024, 8, 31)), an_item(2))


def test_a_stored_invoice_reads_back_as_the_same_value() -> None:
    assert from_snapshot(json.loads(json.dumps(snapshot(INVOICE)))) == INVOICE


def test_the_hash_does_not_depend_on_how_the_database_orders_keys() -> None:
    stored = snapshot(INVOICE)
    reordered = dict(reversed(json.loads(json.dumps(stored)).items()))
    assert chain_hash(reordered, CHAIN_START) == chain_hash(stored, CHAIN_START)


def test_a_changed_cent_and_a_missing_predecessor_both_show() -> None:
    first = chain_hash(snapshot(INVOICE), CHAIN_START)
    changed = replace(INVOICE, lines=(replace(INVOICE.lines[0], net_cents=9501), *INVOICE.lines[1:]))
    assert len(first) == 64
    assert chain_hash(snapshot(changed), CHAIN_START) != first
    assert chain_hash(snapshot(INVOICE), first) != first


def test_a_snapshot_that_was_damaged_does_not_read_back() -> None:
    stored = snapshot(INVOICE)
    del stored["reference"]
    with pytest.raises(ValidationError):
        from_snapshot(stored)
