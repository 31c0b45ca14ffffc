"""The doors' shared tables as their first migration step makes them.

They stay as they are here once there is data, as `runtime/first_tables.py` does."""

from types import ModuleType

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID

_ID = UUID(as_uuid=True)


def create_web_tables(op: ModuleType) -> None:
    """After the runtime's tables. op: alembic's."""
    _create_sessions(op)
    _create_sign_in(op)
    _create_refused_codes(op)
    _create_access_log(op)
    _create_feeds(op)
    _create_unsent_forms(op)


def _at(name: str, *, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _create_sessions(op: ModuleType) -> None:
    op.create_table(
        "web_session",
        sa.Column("id_hash", sa.LargeBinary, primary_key=True),
        sa.Column("session_id", _ID, nullable=False, unique=True),
        sa.Column("person_id", _ID, nullable=False, index=True),
        sa.Column("acting", sa.Text),
        sa.Column("proven_by", sa.Text, nullable=False),
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("said", JSONB),
        _at("began_at"),
        _at("seen_at"),
        _at("revoked_at", nullable=True),
    )


def _create_sign_in(op: ModuleType) -> None:
    op.create_table(
        "sign_in_code",
        sa.Column("browser_hash", sa.LargeBinary, primary_key=True),
        sa.Column("email", sa.Text, primary_key=True),
        sa.Column("code_hash", sa.LargeBinary, nullable=False),
        sa.Column("person_id", _ID),
        sa.Column("next_path", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        _at("asked_at"),
        _at("expires_at"),
        _at("locked_until", nullable=True),
        _at("used_at", nullable=True),
    )
    op.create_table(
        "sign_in_challenge",
        sa.Column("browser_hash", sa.LargeBinary, primary_key=True),
        sa.Column("purpose", sa.Text, primary_key=True),
        sa.Column("asked", JSONB, nullable=False),
        _at("expires_at"),
    )
    op.create_table(
        "rate_bucket",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("tokens", sa.Float, nullable=False),
        _at("at"),
    )


def _create_refused_codes(op: ModuleType) -> None:
    op.create_table(
        "refused_code",
        sa.Column("person_id", _ID, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("times", sa.Integer, nullable=False),
    )


def _create_access_log(op: ModuleType) -> None:
    op.create_table(
        "access_log",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        _at("at"),
        sa.Column("person_id", _ID, nullable=False, index=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("process_id", _ID, index=True),
        sa.Column("about_person_id", _ID, index=True),
    )


def _create_feeds(op: ModuleType) -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("token_hash", sa.LargeBinary, primary_key=True),
        sa.Column("feed_id", _ID, nullable=False, unique=True),
        sa.Column("person_id", _ID, nullable=False, index=True),
        sa.Column("acting", sa.Text, nullable=False),
        _at("made_at"),
        _at("read_at", nullable=True),
        _at("revoked_at", nullable=True),
    )


def _create_unsent_forms(op: ModuleType) -> None:
    op.create_table(
        "unsent_form",
        sa.Column("session_id", _ID, primary_key=True),
        sa.Column("secret_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        _at("kept_at"),
    )
