"""What the database itself refuses to change: issued invoices, their lines, and items on one or billed by hand.

It also keeps of each item whether it waits for an invoice, which nobody else says.
"""

from collections.abc import Callable

import sqlalchemy as sa

_REFUSE_CHANGE = """
CREATE FUNCTION refuse_change_of_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'issued invoices are never changed' USING ERRCODE = 'restrict_violation';
END $$
"""
_REFUSE_CHANGE_BUT_CREDITING = """
CREATE FUNCTION refuse_change_of_issued_but_crediting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.credited_by IS NULL
        AND to_jsonb(NEW) - 'credited_by' = to_jsonb(OLD) - 'credited_by'
        AND EXISTS (SELECT FROM invoice WHERE invoice_id = NEW.credited_by AND kind = 'credit_note')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'issued invoices are never changed' USING ERRCODE = 'restrict_violation';
END $$
"""
_REFUSE_CHANGE_OF_INVOICED_ITEM = """
CREATE FUNCTION refuse_change_of_invoiced_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'waits' = to_jsonb(OLD) - 'waits' THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM invoice_line WHERE item_id = OLD.item_id AND credited_by IS NULL) THEN
        RAISE EXCEPTION 'an invoiced item is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.hand_bill_id IS NOT NULL
        AND (TG_OP = 'DELETE' OR to_jsonb(NEW) - 'hand_bill_id' <> to_jsonb(OLD) - 'hand_bill_id')
    THEN
        RAISE EXCEPTION 'an item that was billed by hand is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.settled_by IS NOT NULL THEN
        RAISE EXCEPTION 'an item that a credit has settled is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$
"""
_TELL_WHETHER_IT_WAITS = """
CREATE FUNCTION tell_whether_it_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.waits := NEW.percent > 0 AND NEW.hand_bill_id IS NULL AND NEW.settled_by IS NULL
        AND NEW.let_go IS NULL AND NEW.kind <> 'trial_credit'
        AND NOT EXISTS (SELECT FROM invoice_line WHERE item_id = NEW.item_id AND credited_by IS NULL);
    RETURN NEW;
END $$
"""
_LOOK_AT_ITS_ITEM = """
CREATE FUNCTION look_at_its_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE billable_item SET waits = waits WHERE item_id = NEW.item_id;
    RETURN NULL;
END $$
"""
_ROWS = {
    "invoice": "refuse_change_of_issued",
    "invoice_process": "refuse_change_of_issued",
    "credit_line": "refuse_change_of_issued",
    "invoice_line": "refuse_change_of_issued_but_crediting",
    "billable_item": "refuse_change_of_invoiced_item",
}
"""Which function stands before an UPDATE or DELETE of a table's rows."""

_TOLD = {
    "billable_item": "BEFORE INSERT OR UPDATE ON billable_item FOR EACH ROW EXECUTE FUNCTION tell_whether_it_waits()",
    "invoice_line": "AFTER INSERT OR UPDATE ON invoice_line FOR EACH ROW EXECUTE FUNCTION look_at_its_item()",
}
_FUNCTIONS = (
    _REFUSE_CHANGE,
    _REFUSE_CHANGE_BUT_CREDITING,
    _REFUSE_CHANGE_OF_INVOICED_ITEM,
    _TELL_WHETHER_IT_WAITS,
    _LOOK_AT_ITS_ITEM,
)
_NOT_EMPTIED = ("invoice", "invoice_process", "invoice_line", "credit_line")


def keep_unchanged(metadata: sa.MetaData) -> None:
    """Declares the triggers; they are made with their tables."""
    for function in _FUNCTIONS:
        sa.event.listen(metadata, "before_create", _carrying_out(function))
    for name, function in _ROWS.items():
        trigger = f"CREATE TRIGGER {name}_unchanged BEFORE UPDATE OR DELETE ON {name} FOR EACH ROW"
        _after(metadata.tables[name], f"{trigger} EXECUTE FUNCTION {function}()")
    for name, when in _TOLD.items():
        _after(metadata.tables[name], f"CREATE TRIGGER {name}_waits {when}")
    for name in _NOT_EMPTIED:
        trigger = f"CREATE TRIGGER {name}_not_emptied BEFORE TRUNCATE ON {name} FOR EACH STATEMENT"
        _after(metadata.tables[name], f"{trigger} EXECUTE FUNCTION refuse_change_of_issued()")


def _after(table: sa.Table, statement: str) -> None:
    sa.event.listen(table, "after_create", _carrying_out(statement))


def _carrying_out(statement: str) -> Callable[..., None]:
    def carry_out(_: object, connection: sa.Connection, **__: object) -> None:
        connection.execute(sa.text(statement))

    return carry_out
