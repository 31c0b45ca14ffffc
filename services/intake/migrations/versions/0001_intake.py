"""inquiries, their numbers, the price list, proposals, reminders"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from services.runtime.storage.first_tables import create_runtime_tables

revision = "0001"
down_revision = None

# The first process is TO-1001.
_LAST_BEFORE_THE_FIRST = 1000


def upgrade() -> None:
    create_runtime_tables(op)
    _create_inquiry()
    numbers = op.create_table(
        "process_number",
        sa.Column(
            "id",
            sa.Integer,
            sa.CheckConstraint("id = 1", name="one_row"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("last", sa.Integer, nullable=False),
    )
    op.bulk_insert(numbers, [{"id": 1, "last": _LAST_BEFORE_THE_FIRST}])
    op.create_table(
        "price",
        sa.Column("format", sa.Text, primary_key=True),
        sa.Column("duration_minutes", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("valid_from", sa.Date, primary_key=True),
        sa.Column("price_cents", sa.Integer, nullable=False),
    )
    _create_proposal()
    _create_interests()
    op.create_table(
        "step_reminder",
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("inquiry.process_id"), primary_key=True),
        sa.Column("step", sa.Text, primary_key=True),
        sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
    )


def _create_inquiry() -> None:
    op.create_table(
        "inquiry",
        sa.Column("process_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("number", sa.Text, nullable=False, unique=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("renews", UUID(as_uuid=True)),
        sa.Column("ended", sa.Boolean, nullable=False),
        sa.Column("trial_open", sa.Boolean, nullable=False),
        sa.Column("ended_in_trial", sa.Boolean, nullable=False),
        sa.Column("organisation_name", sa.Text, nullable=False),
        sa.Column("business_id", sa.Text),
        sa.Column("foreign_id", sa.Text),
        sa.Column("organisation_kind", sa.Text, nullable=False),
        sa.Column("country", sa.Text, nullable=False),
        sa.Column("street", sa.Text, nullable=False),
        sa.Column("postal_code", sa.Text, nullable=False),
        sa.Column("town", sa.Text, nullable=False),
        sa.Column("invoice_email", sa.Text, nullable=False),
        sa.Column("contact_given_name", sa.Text, nullable=False),
        sa.Column("contact_family_name", sa.Text, nullable=False),
        sa.Column("contact_email", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("headcount", sa.Integer, nullable=False),
        sa.Column("wishes", ARRAY(sa.Text), nullable=False),
        sa.Column("themes", ARRAY(sa.Text), nullable=False),
        sa.Column("region", sa.Text),
        sa.Column("remote_ok", sa.Boolean, nullable=False),
        sa.Column("duration_minutes", sa.Integer, nullable=False),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("preferred_weekdays", ARRAY(sa.Integer), nullable=False),
        sa.Column("preferred_times", ARRAY(sa.Text), nullable=False),
        sa.Column("preferred_from", sa.Date),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promises", JSONB, nullable=False),
        sa.Column("contact_id", UUID(as_uuid=True), nullable=False),
        sa.Column("asker_id", UUID(as_uuid=True)),
        sa.Column("organisation_id", UUID(as_uuid=True)),
        sa.Column("department_id", UUID(as_uuid=True)),
        sa.Column("customer_name", sa.Text),
        sa.Column("outcome", sa.Text),
        sa.Column("outcome_reason", sa.Text),
        sa.Column("decision", JSONB),
        sa.Column("decided_by", UUID(as_uuid=True)),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("supervisor_id", UUID(as_uuid=True), index=True),
        sa.Column("chosen_by", UUID(as_uuid=True)),
        sa.Column("matched_at", sa.DateTime(timezone=True)),
        sa.Column("other_supervisor_id", UUID(as_uuid=True)),
        sa.Column("other_until", sa.Date),
        sa.Column("proposed_supervisor_id", UUID(as_uuid=True)),
        sa.Column("supervisee_ids", ARRAY(UUID(as_uuid=True)), nullable=False),
        sa.Column("contract_signed_at", sa.DateTime(timezone=True)),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("entered_by", UUID(as_uuid=True)),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn_by", UUID(as_uuid=True)),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn_because", sa.Text),
        sa.Column("withdrawn_by_staff", sa.Boolean),
    )
    op.create_table(
        "inquiry_change",
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("inquiry.process_id"), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("changed_by", UUID(as_uuid=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", JSONB, nullable=False),
    )
    op.create_index("inquiry_newest", "inquiry", ["received_at", "process_id"])


def _create_proposal() -> None:
    op.create_table(
        "proposal",
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("inquiry.process_id"), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("duration_minutes", sa.Integer, nullable=False),
        sa.Column("base_interval_days", sa.Integer, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("price_cents", sa.Integer, nullable=False),
        sa.Column("consumer_price_cents", sa.Integer),
        sa.Column("length_prices", JSONB, nullable=False),
        sa.Column("valid_until", sa.Date, nullable=False),
        sa.Column("sessions_agreed", sa.Integer),
        sa.Column("three_way_meeting", sa.Boolean, nullable=False),
        sa.Column("trial_sessions", sa.Integer, nullable=False),
        sa.Column("trial_price", sa.Text, nullable=False),
        sa.Column("trial_decision_days", sa.Integer, nullable=False),
        sa.Column("trial_ends_by", sa.Date),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("answer_reason", sa.Text),
        sa.Column("answered_by", UUID(as_uuid=True)),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
    )


def _create_interests() -> None:
    op.create_table(
        "interest_declaration",
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("inquiry.process_id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("supervisor_id", UUID(as_uuid=True), nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("since", sa.Integer),
        sa.Column("until", sa.Integer),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("at_signing", sa.Boolean, nullable=False),
        sa.Column("declared_by", UUID(as_uuid=True), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "interest_question",
        sa.Column("process_id", UUID(as_uuid=True), sa.ForeignKey("inquiry.process_id"), primary_key=True),
        sa.Column("supervisor_id", UUID(as_uuid=True), primary_key=True),
        sa.Column("asked_by", UUID(as_uuid=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered", sa.Boolean, nullable=False),
    )
    op.create_index("interest_question_waits", "interest_question", ["supervisor_id"])
