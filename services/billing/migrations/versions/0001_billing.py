"""terms, sellers, invoices, billable items, lines, the counter, runs; issued invoices cannot be changed"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from services.runtime.storage.first_tables import create_runtime_tables

revision = "0001"
down_revision = None

_ID = UUID(as_uuid=True)
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


def upgrade() -> None:
    create_runtime_tables(op)
    _create_terms_and_seller()
    _create_counter_and_run()
    _create_invoice()
    _create_hand_bill()
    _create_billable_item()
    _create_invoice_line()
    _create_credits()
    _create_deliveries()
    _create_disputes()
    _make_issued_invoices_unchangeable()


def _create_terms_and_seller() -> None:
    op.create_table(
        "billing_terms",
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("department_id", _ID),
        sa.Column("duration_minutes", sa.Integer, nullable=False),
        sa.Column("price_cents", sa.Integer, nullable=False),
        sa.Column("length_prices", JSONB, nullable=False),
        sa.Column("vat_category", sa.Text, nullable=False),
        sa.Column("consumer", sa.Boolean, nullable=False),
        sa.Column("payment_days", sa.Integer, nullable=False),
        sa.Column("cancellation_tiers", JSONB, nullable=False),
        sa.Column("no_show_percent", sa.Integer, nullable=False),
        sa.Column("termination_fee_percent", sa.Integer, nullable=False),
        sa.Column("supervisor_id", _ID, nullable=False),
        sa.Column("supervisee_ids", ARRAY(_ID), nullable=False),
        sa.Column("trial_price", sa.Text),
        sa.Column("promises", JSONB, nullable=False),
    )
    op.create_table(
        "seller",
        sa.Column("valid_from", sa.Date, primary_key=True),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("name", "business_id", "street", "postal_code", "town", "iban", "bic")
        ),
        sa.Column("phone", sa.Text, nullable=False, server_default=""),
    )


def _create_counter_and_run() -> None:
    op.create_table(
        "invoice_hold",
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("department_id", _ID),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
    )
    counter = op.create_table(
        "invoice_counter",
        sa.Column("series", sa.Text, primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    op.bulk_insert(counter, [{"series": series, "value": 1000} for series in ("invoices", "credit_notes")])
    op.create_table(
        "item_hold",
        sa.Column("session_id", _ID, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "confirmed_end",
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("charges", sa.Boolean, nullable=False),
    )
    op.create_table(
        "billing_run",
        sa.Column("period", sa.Text, primary_key=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=False),
    )


def _create_invoice() -> None:
    op.create_table(
        "invoice",
        sa.Column("invoice_id", _ID, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("series", sa.Text, sa.ForeignKey("invoice_counter.series"), nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("process_id", _ID, nullable=False, index=True),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("department_id", _ID),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("issued_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("reference", sa.Text, unique=True),
        sa.Column("net_cents", sa.BigInteger, nullable=False),
        sa.Column("vat_cents", sa.BigInteger, nullable=False),
        sa.Column("gross_cents", sa.BigInteger, nullable=False),
        sa.Column("snapshot", JSONB, nullable=False),
        sa.Column("hash", sa.Text, nullable=False, unique=True),
        sa.Column("previous_hash", sa.Text, nullable=False),
        sa.UniqueConstraint("series", "number", name="one_invoice_a_number"),
        sa.UniqueConstraint("series", "previous_hash", name="one_chain_a_series"),
        sa.CheckConstraint("gross_cents = net_cents + vat_cents", name="gross_is_net_and_vat"),
        sa.CheckConstraint(
            "kind <> 'invoice' OR reference IS NOT NULL", name="what_is_to_be_paid_has_a_reference"
        ),
    )


def _create_hand_bill() -> None:
    op.create_table(
        "hand_bill",
        sa.Column("bill_id", _ID, primary_key=True),
        sa.Column("process_id", _ID, nullable=False, index=True),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("department_id", _ID),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("held_because", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("net_cents", sa.BigInteger, nullable=False),
        sa.Column("items", sa.Integer, nullable=False),
        sa.Column("billed_by", _ID, nullable=False),
        sa.Column("billed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_by", _ID),
        sa.Column("taken_back_at", sa.DateTime(timezone=True)),
    )


def _create_billable_item() -> None:
    op.create_table(
        "billable_item",
        sa.Column("item_id", _ID, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("process_id", _ID, nullable=False, index=True),
        sa.Column("session_id", _ID),
        sa.Column("session_number", sa.Integer),
        sa.Column("performed_on", sa.Date, nullable=False),
        sa.Column("minutes", sa.Integer),
        sa.Column("held_minutes", sa.Integer),
        sa.Column("longer_agreed", sa.Boolean, nullable=False),
        sa.Column("charged_minutes", sa.Integer),
        sa.Column("cancelled_by", sa.Text),
        sa.Column("notice_hours", sa.Integer),
        sa.Column("notice_working_days", sa.Integer),
        sa.Column("terms_version", sa.Integer, nullable=False),
        sa.Column("percent", sa.Numeric, nullable=False),
        sa.Column("not_owed_percent", sa.Numeric, nullable=False, server_default="0"),
        sa.Column("price_cents", sa.Integer, nullable=False),
        sa.Column("vat_category", sa.Text, nullable=False),
        sa.Column("waits", sa.Boolean, nullable=False),
        sa.Column("hand_bill_id", _ID, sa.ForeignKey("hand_bill.bill_id"), index=True),
        sa.Column("settled_by", _ID, sa.ForeignKey("billable_item.item_id"), index=True),
        sa.Column("let_go", sa.Text),
        sa.ForeignKeyConstraint(
            ["process_id", "terms_version"], ["billing_terms.process_id", "billing_terms.version"]
        ),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name="percent_in_range"),
    )
    op.create_index(
        "one_outcome_a_session",
        "billable_item",
        ["session_id"],
        unique=True,
        postgresql_where=sa.text("kind IN ('held', 'cancelled', 'no_show')"),
    )
    waiting = sa.text("waits")
    op.create_index(
        "billable_item_waiting", "billable_item", ["performed_on", "process_id"], postgresql_where=waiting
    )


def _create_invoice_line() -> None:
    op.create_table(
        "invoice_line",
        sa.Column("line_id", _ID, primary_key=True),
        sa.Column("invoice_id", _ID, sa.ForeignKey("invoice.invoice_id"), nullable=False, index=True),
        sa.Column("item_id", _ID, sa.ForeignKey("billable_item.item_id"), nullable=False, index=True),
        sa.Column("session_number", sa.Integer),
        sa.Column("performed_on", sa.Date, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("minutes", sa.Integer),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("unit_price_cents", sa.Integer, nullable=False),
        sa.Column("percent", sa.Numeric, nullable=False),
        sa.Column("net_cents", sa.Integer, nullable=False),
        sa.Column("vat_category", sa.Text, nullable=False),
        sa.Column("vat_rate", sa.Numeric(5, 2), nullable=False),
        sa.Column("trial", sa.Boolean, nullable=False),
        sa.Column("credited_by", _ID, sa.ForeignKey("invoice.invoice_id")),
        sa.CheckConstraint("percent > 0 AND percent <= 100", name="only_billable_is_invoiced"),
    )
    op.create_index(
        "one_live_line_an_item",
        "invoice_line",
        ["item_id"],
        unique=True,
        postgresql_where=sa.text("credited_by IS NULL"),
    )


def _create_credits() -> None:
    op.create_table(
        "credit_note",
        sa.Column("credit_id", _ID, sa.ForeignKey("invoice.invoice_id"), primary_key=True),
        sa.Column("invoice_id", _ID, sa.ForeignKey("invoice.invoice_id"), nullable=False, index=True),
        sa.Column("then", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("ordered_by", _ID, nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "credit_line",
        sa.Column("credit_id", _ID, sa.ForeignKey("credit_note.credit_id"), primary_key=True),
        sa.Column("item_id", _ID, sa.ForeignKey("billable_item.item_id"), primary_key=True),
        sa.Column("net_cents", sa.Integer, nullable=False),
    )


def _create_deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("invoice_id", _ID, sa.ForeignKey("invoice.invoice_id"), primary_key=True),
        sa.Column("channels", JSONB, nullable=False),
        sa.Column("operator", sa.Text, nullable=False),
        sa.Column("message_id", _ID, nullable=False),
        sa.Column("message_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("delivery_due", "delivery", ["due_at"], postgresql_where=sa.text("due_at IS NOT NULL"))
    undelivered = sa.text("status = 'undelivered'")
    op.create_index("delivery_undelivered", "delivery", ["changed_at"], postgresql_where=undelivered)
    op.create_table(
        "delivery_attempt",
        sa.Column("attempt_id", _ID, primary_key=True),
        sa.Column("invoice_id", _ID, sa.ForeignKey("delivery.invoice_id"), nullable=False, index=True),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("message_id", _ID, nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.Text),
        sa.Column("reason", sa.Text),
    )
    in_hand = sa.text("outcome IS NULL")
    op.create_index(
        "one_attempt_in_hand", "delivery_attempt", ["invoice_id"], unique=True, postgresql_where=in_hand
    )


def _create_disputes() -> None:
    op.create_table(
        "dispute",
        sa.Column("dispute_id", _ID, primary_key=True),
        sa.Column("process_id", _ID, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("department_id", _ID),
        sa.Column("claim", sa.Text, nullable=False),
        sa.Column("by_itself", sa.Boolean, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("opened_by", _ID, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text),
        sa.Column("percent", sa.Integer),
        sa.Column("ground", sa.Text, nullable=False),
        sa.Column("resolved_by", _ID),
        sa.Column("resolved_at", sa.DateTime(timezone=True)),
    )
    op.create_index("dispute_process", "dispute", ["process_id"])
    op.create_table(
        "disputed_item",
        sa.Column("dispute_id", _ID, sa.ForeignKey("dispute.dispute_id"), primary_key=True),
        sa.Column("item_id", _ID, sa.ForeignKey("billable_item.item_id"), primary_key=True),
        sa.Column("is_open", sa.Boolean, nullable=False),
    )
    op.create_index(
        "one_open_dispute_an_item",
        "disputed_item",
        ["item_id"],
        unique=True,
        postgresql_where=sa.text("is_open"),
    )
    op.create_table(
        "denial",
        sa.Column("session_id", _ID, primary_key=True),
        sa.Column("denied_by", _ID, primary_key=True),
        sa.Column("process_id", _ID, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("denied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disputed", sa.Boolean, nullable=False),
    )


def _make_issued_invoices_unchangeable() -> None:
    for function in (
        _REFUSE_CHANGE,
        _REFUSE_CHANGE_BUT_CREDITING,
        _REFUSE_CHANGE_OF_INVOICED_ITEM,
        _TELL_WHETHER_IT_WAITS,
        _LOOK_AT_ITS_ITEM,
    ):
        op.execute(function)
    for table, refuse in (
        ("invoice", "refuse_change_of_issued"),
        ("credit_line", "refuse_change_of_issued"),
        ("invoice_line", "refuse_change_of_issued_but_crediting"),
        ("billable_item", "refuse_change_of_invoiced_item"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {refuse}()"
        )
    op.execute(
        "CREATE TRIGGER billable_item_waits BEFORE INSERT OR UPDATE ON billable_item "
        "FOR EACH ROW EXECUTE FUNCTION tell_whether_it_waits()"
    )
    op.execute(
        "CREATE TRIGGER invoice_line_waits AFTER INSERT OR UPDATE ON invoice_line "
        "FOR EACH ROW EXECUTE FUNCTION look_at_its_item()"
    )
    for table in ("invoice", "invoice_line", "credit_line"):
        op.execute(
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_issued()"
        )
