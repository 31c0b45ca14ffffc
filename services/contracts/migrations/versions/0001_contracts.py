"""contracts, consents, signatures, declines, reminders, continuations, reviews heard of"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from services.runtime.storage.first_tables import create_runtime_tables

revision = "0001"
down_revision = None

_ID = UUID(as_uuid=True)
_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_runtime_tables(op)
    _create_contract()
    _create_what_belongs_to_a_version()
    _create_continuation()
    _create_joining()
    _create_trial()


def _create_contract() -> None:
    op.create_table(
        "contract",
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("renews", _ID),
        sa.Column("supersedes", sa.Integer),
        sa.Column("effective_from", sa.Date),
        sa.Column("changed", ARRAY(sa.Text), nullable=False),
        sa.Column("asked_parties", ARRAY(sa.Text), nullable=False),
        sa.Column("asks_members", sa.Boolean, nullable=False),
        sa.Column("lapses_at", _AT),
        sa.Column("until_day", sa.Date),
        sa.Column("change_reason", sa.Text),
        sa.Column("commissioner_id", _ID, nullable=False),
        sa.Column("representative_id", _ID, nullable=False),
        sa.Column("supervisee_ids", ARRAY(_ID), nullable=False),
        sa.Column("supervisor_id", _ID, nullable=False),
        sa.Column("largest_group", sa.Integer, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("department_id", _ID),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("duration_minutes", sa.Integer, nullable=False),
        sa.Column("base_interval_days", sa.Integer, nullable=False),
        sa.Column("sessions_agreed", sa.Integer),
        sa.Column("proposal_revision", sa.Integer),
        sa.Column("preferred_weekdays", ARRAY(sa.Integer), nullable=False),
        sa.Column("preferred_times", ARRAY(sa.Text), nullable=False),
        sa.Column("unit_minutes", sa.Integer, nullable=False),
        sa.Column("price_cents", sa.Integer, nullable=False),
        sa.Column("consumer_price_cents", sa.Integer),
        sa.Column("length_prices", JSONB, nullable=False),
        sa.Column("vat_category", sa.Text, nullable=False),
        sa.Column("payment_days", sa.Integer, nullable=False),
        sa.Column("cancellation_tiers", JSONB, nullable=False),
        sa.Column("no_show_percent", sa.Integer, nullable=False),
        sa.Column("notice", JSONB, nullable=False),
        sa.Column("termination_fee_percent", sa.Integer, nullable=False),
        sa.Column("promises", JSONB, nullable=False),
        sa.Column("clauses", JSONB, nullable=False),
        sa.Column("interest", JSONB),
        sa.Column("disputes_to", sa.Text),
        sa.Column("paper", sa.Text),
        sa.Column("clause_texts", JSONB),
        sa.Column("drafted_at", _AT, nullable=False),
        sa.Column("signing_since", _AT),
        sa.Column("signed_at", _AT),
    )
    op.create_index("contract_organisation", "contract", ["organisation_id"])
    op.create_index("contract_supervisor", "contract", ["supervisor_id"])
    op.create_index("contract_supervisees", "contract", ["supervisee_ids"], postgresql_using="gin")
    op.create_index("contract_drafted", "contract", ["drafted_at"])
    op.create_index(
        "contract_to_lapse",
        "contract",
        ["lapses_at"],
        postgresql_where=sa.text("status = 'signing' AND supersedes IS NOT NULL"),
    )


def _create_what_belongs_to_a_version() -> None:
    op.create_table(
        "consent",
        *_version_key(),
        sa.Column("person_id", _ID, primary_key=True),
        sa.Column("consented_at", _AT, nullable=False),
        _of_this_version(),
    )
    op.create_table(
        "signature",
        *_version_key(),
        sa.Column("party", sa.Text, primary_key=True),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("signed_at", _AT, nullable=False),
        sa.Column("paper_sha256", sa.Text, nullable=False),
        _of_this_version(),
    )
    op.create_table(
        "decline",
        *_version_key(),
        sa.Column("party", sa.Text, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("declined_at", _AT, nullable=False),
        _of_this_version(),
    )
    op.create_table(
        "withdrawal",
        *_version_key(),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("withdrawn_at", _AT, nullable=False),
        _of_this_version(),
    )
    op.create_table(
        "consent_refusal",
        *_version_key(),
        sa.Column("person_id", _ID, primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("refused_at", _AT, nullable=False),
        _of_this_version(),
    )
    op.create_table(
        "signature_reminder",
        *_version_key(),
        sa.Column("party", sa.Text, primary_key=True),
        sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("reminded_at", _AT, nullable=False),
        _of_this_version(),
    )
    op.create_table(
        "draft_reminder",
        *_version_key(),
        sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("reminded_at", _AT, nullable=False),
        _of_this_version(),
    )


def _create_meeting() -> None:
    op.create_table(
        "meeting",
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("starts_at", _AT),
        sa.Column("held_on", sa.Date),
        sa.Column("waived_reason", sa.Text),
        sa.Column("recorded_by", _ID),
        sa.Column("recorded_at", _AT),
    )
    op.create_table(
        "meeting_word",
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("recorded_at", _AT, nullable=False),
        sa.Column("recorded_by", _ID, nullable=False),
        sa.Column("held_on", sa.Date),
        sa.Column("waived_reason", sa.Text),
    )


def _create_earlier_end() -> None:
    op.create_table(
        "earlier_end",
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("proposed_at", _AT, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("answer_by", sa.Date, nullable=False),
        sa.Column("closed_at", _AT),
        sa.Column("successor_stands", sa.Boolean, nullable=False),
    )
    op.create_table(
        "earlier_end_answer",
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("party", sa.Text, primary_key=True),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("agrees", sa.Boolean, nullable=False),
        sa.Column("answered_at", _AT, nullable=False),
        sa.ForeignKeyConstraint(["process_id", "number"], ["earlier_end.process_id", "earlier_end.number"]),
    )


def _create_continuation() -> None:
    op.create_table(
        "continuation",
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("asked_at", _AT),
        sa.Column("choice", sa.Text),
        sa.Column("successor_id", _ID),
        sa.Column("successor_promises", JSONB),
        sa.Column("chosen_by", _ID),
        sa.Column("chosen_at", _AT),
        sa.Column("taken_back", sa.Integer, nullable=False),
        sa.Column("ended_at", _AT),
    )
    op.create_table(
        "continuation_word",
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("party", sa.Text, primary_key=True),
        sa.Column("choice", sa.Text, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("said_at", _AT, nullable=False),
    )
    op.create_table(
        "termination",
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("terminated_at", _AT, nullable=False),
        sa.Column("how", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("reason_code", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("waives_review", sa.Boolean, nullable=False),
        sa.Column("agreed_until", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("charges", sa.Boolean),
        sa.Column("ground", sa.Text, nullable=False),
        sa.Column("confirmed_by", _ID),
        sa.Column("confirmed_at", _AT),
        sa.Column("successor_stands", sa.Boolean),
    )
    _create_earlier_end()
    _create_meeting()
    op.create_table(
        "pause",
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("paused_at", _AT, primary_key=True),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("reason_code", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("from_day", sa.Date, nullable=False),
        sa.Column("until_day", sa.Date),
        sa.Column("agreed_until", sa.Date, nullable=False),
        sa.Column("goes_on", sa.Date),
        sa.Column("resumed_at", _AT),
        sa.Column("resumed_by", _ID),
        sa.Column("reminded_at", _AT),
    )
    op.create_table(
        "leaver",
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("person_id", _ID, primary_key=True),
    )
    op.create_table(
        "representative",
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("from_day", sa.Date, primary_key=True),
        sa.Column("person_id", _ID, nullable=False),
    )
    op.create_table(
        "heard_review",
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("waived", sa.Boolean, nullable=False),
    )


def _create_joining() -> None:
    op.create_table(
        "joining",
        sa.Column("joining_id", _ID, primary_key=True),
        sa.Column("process_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("from_day", sa.Date, nullable=False),
        sa.Column("proposed_by", _ID, nullable=False),
        sa.Column("proposed_at", _AT, nullable=False),
        sa.Column("agreed_at", _AT),
        sa.Column("consented_at", _AT),
    )
    op.create_index(
        "joining_that_waits",
        "joining",
        ["process_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("consented_at IS NULL"),
    )
    op.create_index("joining_process", "joining", ["process_id"])
    op.create_table(
        "joining_consent",
        sa.Column("joining_id", _ID, sa.ForeignKey("joining.joining_id"), primary_key=True),
        sa.Column("member_id", _ID, primary_key=True),
        sa.Column("given_at", _AT, nullable=False),
    )


def _create_trial() -> None:
    op.create_table(
        "trial",
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("department_id", _ID),
        sa.Column("commissioner_id", _ID, nullable=False),
        sa.Column("representative_id", _ID, nullable=False),
        sa.Column("supervisee_ids", ARRAY(_ID), nullable=False),
        sa.Column("supervisor_id", _ID, nullable=False),
        sa.Column("largest_group", sa.Integer, nullable=False),
        sa.Column("terms", JSONB, nullable=False),
        sa.Column("price", sa.Text, nullable=False),
        sa.Column("sessions", sa.Integer, nullable=False),
        sa.Column("decision_days", sa.Integer, nullable=False),
        sa.Column("ends_by", sa.Date, nullable=False),
        sa.Column("three_way_meeting", sa.Boolean, nullable=False),
        sa.Column("prepared_by", _ID),
        sa.Column("prepared_at", _AT),
        sa.Column("starts_at", ARRAY(_AT), nullable=False),
        sa.Column("free_until", _AT),
        sa.Column("put_off_at", _AT),
        sa.Column("agreed_at", _AT),
        sa.Column("reminded_at", _AT),
        sa.Column("overdue_at", _AT),
        sa.Column("outcome", sa.Text),
        sa.Column("decided_at", _AT),
        sa.Column("given_up_by", _ID),
        sa.Column("given_up_reason", sa.Text, nullable=False),
    )
    op.create_index("trial_organisation", "trial", ["organisation_id"])
    op.create_index("trial_supervisor", "trial", ["supervisor_id"])
    op.create_index("trial_supervisees", "trial", ["supervisee_ids"], postgresql_using="gin")
    _create_what_is_said_of_a_trial()


def _create_what_is_said_of_a_trial() -> None:
    op.create_table(
        "trial_consent",
        sa.Column("process_id", _ID, sa.ForeignKey("trial.process_id"), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("party", sa.Text, primary_key=True),
        sa.Column("person_id", _ID, primary_key=True),
        sa.Column("agreed_at", _AT, nullable=False),
    )
    op.create_table(
        "trial_word",
        sa.Column("process_id", _ID, sa.ForeignKey("trial.process_id"), primary_key=True),
        sa.Column("side", sa.Text, primary_key=True),
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("said_at", _AT, nullable=False),
    )


def _version_key() -> tuple[sa.Column[object], sa.Column[object]]:
    return (
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    )


def _of_this_version() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["process_id", "version"], ["contract.process_id", "contract.version"])
