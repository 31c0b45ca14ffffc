"""What is issued stays: the database itself refuses to change it."""

import asyncpg
import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import col

from services.billing.invoices.waiting import waits_for
from services.billing.tables import BillableItem
from tests.integration.billing.builders import FEBRUARY, a_credit_note, a_held_session, the_run

TRIGGERS = """
    select c.relname || '.' || t.tgname as name, t.tgenabled = 'O' as enabled, pg_get_triggerdef(t.oid) as what
    from pg_trigger t join pg_class c on c.oid = t.tgrelid where not t.tgisinternal order by name
"""
CONSTRAINTS = """
    select c.relname as on_table, pg_get_constraintdef(k.oid) as what
    from pg_constraint k join pg_class c on c.oid = k.conrelid where k.contype in ('p', 'u', 'f', 'c')
"""
PARTIAL_INDEXES = """
    select indexdef from pg_indexes where indexdef like 'CREATE % WHERE %'
    and tablename in ('billable_item', 'invoice_line') order by indexname
"""
MANY_THAT_COST_NOTHING = """
    insert into billable_item
        (item_id, kind, process_id, performed_on, price_cents, terms_version, percent, vat_category, longer_agreed)
    select gen_random_uuid(), 'late_moved', process_id, '2027-02-01', 14800, 1, 0, 'S', false
    from billing_terms, generate_series(1, 4000)
"""
ISSUED = ("invoice", "invoice_process", "invoice_line", "credit_line")

CHANGES = (
    "update invoice set gross_cents = gross_cents",
    "update invoice set snapshot = snapshot || '{\"number\": 1}'",
    "delete from invoice",
    "truncate invoice cascade",
    "update invoice_line set net_cents = 0",
    "delete from invoice_line",
    "truncate invoice_line",
    "truncate billable_item cascade",
)
MOVES = (
    "update billable_item set item_id = gen_random_uuid()",
    "delete from billable_item",
    "insert into invoice_line select * from invoice_line",
    "insert into invoice_line select (jsonb_populate_record(line, jsonb_build_object("
    "'line_id', gen_random_uuid()))).* from invoice_line as line",
    "insert into invoice_line select (jsonb_populate_record(line, jsonb_build_object("
    "'line_id', gen_random_uuid(), 'item_id', gen_random_uuid()))).* from invoice_line as line",
)


async def test_an_issued_invoice_cannot_be_changed_or_removed_and_its_item_stays_on_its_line(billing):
    await a_held_session(billing)
    await billing.quiet()
    await billing.ask(the_run())
    for statement in CHANGES:
        with pytest.raises(asyncpg.RestrictViolationError, match="never changed"):
            await billing.rows("billing", statement)
    for statement in MOVES:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await billing.rows("billing", statement)
    assert len(await billing.rows("billing", "select 1 from invoice_line")) == 1


async def test_the_catalogue_has_the_triggers_and_keys(house):
    await house.open("billing")
    triggers = {row["name"]: row for row in await house.rows("billing", TRIGGERS)}
    assert set(triggers) == {
        "billable_item.billable_item_unchanged",
        "billable_item.billable_item_waits",
        "invoice_line.invoice_line_waits",
        *(f"{table}.{table}_{name}" for table in ISSUED for name in ("unchanged", "not_emptied")),
    }
    assert all(row["enabled"] for row in triggers.values())
    for table in (*ISSUED, "billable_item"):
        changed = triggers[f"{table}.{table}_unchanged"]["what"]
        assert "BEFORE DELETE OR UPDATE" in changed and "FOR EACH ROW" in changed
    for table in ISSUED:
        assert "BEFORE TRUNCATE" in triggers[f"{table}.{table}_not_emptied"]["what"]

    found = {(row["on_table"], row["what"]) for row in await house.rows("billing", CONSTRAINTS)}
    assert found >= {
        ("invoice", "UNIQUE (series, number)"),
        ("invoice", "UNIQUE (reference)"),
        ("invoice", "UNIQUE (hash)"),
        ("invoice", "UNIQUE (series, previous_hash)"),
        ("invoice", "FOREIGN KEY (series) REFERENCES invoice_counter(series)"),
        ("invoice", "CHECK ((gross_cents = (net_cents + vat_cents)))"),
        ("invoice", "CHECK (((kind <> 'invoice'::text) OR (reference IS NOT NULL)))"),
        ("billable_item", "PRIMARY KEY (item_id)"),
        ("billable_item", "CHECK (((percent >= (0)::numeric) AND (percent <= (100)::numeric)))"),
        ("invoice_line", "PRIMARY KEY (line_id)"),
        ("invoice_line", "FOREIGN KEY (item_id) REFERENCES billable_item(item_id)"),
        ("invoice_line", "FOREIGN KEY (credited_by) REFERENCES invoice(invoice_id)"),
        ("invoice_line", "CHECK (((percent > (0)::numeric) AND (percent <= (100)::numeric)))"),
    }
    partial = [row["indexdef"] for row in await house.rows("billing", PARTIAL_INDEXES)]
    assert [one.partition(" USING btree ")[2] for one in partial] == [
        "(performed_on, process_id) WHERE waits",
        "(item_id) WHERE (credited_by IS NULL)",
        "(session_id) WHERE (kind = ANY (ARRAY['held'::text, 'cancelled'::text, 'no_show'::text]))",
    ]


async def test_what_waits_for_an_invoice_the_database_itself_says(billing):
    """Whatever is written into the column."""
    await a_held_session(billing)
    await billing.quiet()
    for change, waits in (
        ("select", True),
        ("update billable_item set waits = false", True),
        ("update billable_item set percent = 0", False),
        ("update billable_item set percent = 100", True),
    ):
        await billing.rows("billing", change)
        assert await _waits(billing) == [waits], change
    await billing.ask(the_run())
    await billing.rows("billing", "update billable_item set waits = true")
    assert await _waits(billing) == [False]
    await billing.rows("billing", "update invoice_line set credited_by = $1", await a_credit_note(billing))
    assert await _waits(billing) == [True]


async def test_a_run_reads_what_waits_and_not_what_ever_was(billing):
    await a_held_session(billing)
    await billing.quiet()
    await billing.rows("billing", MANY_THAT_COST_NOTHING)
    await billing.rows("billing", "analyze billable_item")
    counting = sa.select(sa.func.count(col(BillableItem.item_id))).where(waits_for(FEBRUARY))
    asked = counting.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})
    plan = "\n".join(row[0] for row in await billing.rows("billing", f"explain {asked}"))
    assert "billable_item_waiting" in plan and "Seq Scan on billable_item" not in plan


async def _waits(billing):
    return [row["waits"] for row in await billing.rows("billing", "select waits from billable_item")]
