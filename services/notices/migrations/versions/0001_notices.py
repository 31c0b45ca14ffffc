"""notices, codes for signing in, and what is known of processes, sessions and parties"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, UUID

from services.runtime.storage.first_tables import create_runtime_tables

revision = "0001"
down_revision = None

_ID = UUID(as_uuid=True)
_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_runtime_tables(op)
    _create_notice()
    _create_sign_in_mail()
    _create_mail_choice()
    op.create_table(
        "known_process",
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("promises", JSONB, nullable=False),
        sa.Column("organisation_id", _ID),
        sa.Column("department_id", _ID),
        sa.Column("proposal_until", sa.Date),
        sa.Column("renewed_as", _ID),
    )
    op.create_table(
        "known_session",
        sa.Column("session_id", _ID, primary_key=True),
        sa.Column("process_id", _ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("starts_at", _AT, nullable=False),
        sa.Column("ends_at", _AT, nullable=False),
        sa.Column("calendar_uid", _ID, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("cancelled", sa.Boolean, nullable=False),
        sa.Column("trial", sa.Boolean, nullable=False),
    )
    op.create_table(
        "known_party",
        sa.Column("process_id", _ID, primary_key=True),
        sa.Column("role", sa.Text, primary_key=True),
        sa.Column("person_id", _ID, primary_key=True),
        sa.Column("from_day", sa.Date, primary_key=True),
        sa.Column("until_day", sa.Date),
        sa.Column("has_left", sa.Boolean, nullable=False),
    )


def _create_notice() -> None:
    op.create_table(
        "notice",
        sa.Column("notice_id", _ID, primary_key=True),
        sa.Column("place", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("natural_key", sa.Text, nullable=False, unique=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("process_id", _ID),
        sa.Column("person_id", _ID),
        sa.Column("organisation_id", _ID),
        sa.Column("role", sa.Text),
        sa.Column("gathered_in", _ID),
        sa.Column("facts", JSONB, nullable=False),
        sa.Column("written_at", _AT, nullable=False),
        sa.Column("not_before", _AT, nullable=False),
        sa.Column("put_off_since", _AT),
        sa.Column("stale_after", _AT),
        sa.Column("status", sa.Text, nullable=False, server_default="waiting"),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("refusal", sa.Text),
        sa.Column("reply", sa.Text),
        sa.Column("failed_at", _AT),
        sa.Column("sent_at", _AT),
        sa.Column("answered_at", _AT),
        sa.CheckConstraint("num_nonnulls(person_id, organisation_id, role) = 1", name="one_reader"),
    )
    waiting = sa.text("status = 'waiting'")
    op.create_index("notice_waiting", "notice", ["not_before", "place"], postgresql_where=waiting)
    put_off = sa.text("status = 'waiting' AND put_off_since IS NOT NULL")
    op.create_index("notice_put_off", "notice", ["put_off_since"], postgresql_where=put_off)
    failed = sa.text("failed_at IS NOT NULL")
    op.create_index("notice_failed", "notice", ["failed_at"], postgresql_where=failed)
    op.create_index("notice_process", "notice", ["process_id"])
    op.create_index("notice_person", "notice", ["person_id", "kind"])
    gathered = sa.text("gathered_in IS NOT NULL")
    op.create_index("notice_gathered", "notice", ["gathered_in"], postgresql_where=gathered)


def _create_mail_choice() -> None:
    op.create_table(
        "mail_choice",
        sa.Column("person_id", _ID, primary_key=True),
        sa.Column("invitations", sa.Text, nullable=False),
        sa.Column("tasks", sa.Text, nullable=False),
        sa.Column("chosen_at", _AT, nullable=False),
    )


def _create_sign_in_mail() -> None:
    op.create_table(
        "sign_in_mail",
        sa.Column("mail_id", _ID, primary_key=True),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("proves", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("email", sa.Text),
        sa.Column("code", sa.Text),
        sa.Column("link", sa.Text),
        sa.Column("asker", JSONB),
        sa.Column("written_at", _AT, nullable=False),
        sa.Column("not_before", _AT, nullable=False),
        sa.Column("status", sa.Text, nullable=False, server_default="waiting"),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("ended_at", _AT),
    )
    waiting = sa.text("status = 'waiting'")
    op.create_index("sign_in_mail_waiting", "sign_in_mail", ["not_before"], postgresql_where=waiting)
    op.create_index("sign_in_mail_person", "sign_in_mail", ["person_id", "written_at"])
