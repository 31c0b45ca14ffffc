"""What every web service keeps besides its own: who is signed in, codes, buckets, who opened what, calendar feeds."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID

metadata = sa.MetaData()


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


# id_hash: SHA-256 of the 256-bit id that only the browser has. acting: the standing's key.
# said: what the next page tells once. proven_by: code, half (a code, and a passkey is still to be used),
# passkey, oidc. proof: directory's, sealed with that id; none in
# sessions from before there were any, which are over. proof_name: by which it is ended.
web_session = sa.Table(
    "web_session",
    metadata,
    sa.Column("id_hash", sa.LargeBinary, primary_key=True),
    sa.Column("session_id", UUID(as_uuid=True), nullable=False, unique=True),
    sa.Column("person_id", UUID(as_uuid=True), nullable=False, index=True),
    sa.Column("acting", sa.Text),
    sa.Column("proven_by", sa.Text, nullable=False),
    sa.Column("proof", sa.LargeBinary),
    sa.Column("proof_name", sa.Text),
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("said", JSONB),
    _at("began_at"),
    _at("seen_at"),
    _at("revoked_at", nullable=True),
)

# browser_hash: SHA-256 of the cookie of the browser that asked; the code works nowhere else. person_id: none for an
# address that nobody has here, so that it can be treated as every other. code_hash holds the cookie's secret too.
sign_in_code = sa.Table(
    "sign_in_code",
    metadata,
    sa.Column("browser_hash", sa.LargeBinary, primary_key=True),
    sa.Column("email", sa.Text, primary_key=True),
    sa.Column("code_hash", sa.LargeBinary, nullable=False),
    sa.Column("person_id", UUID(as_uuid=True)),
    sa.Column("next_path", sa.Text, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    _at("asked_at"),
    _at("expires_at"),
    _at("locked_until", nullable=True),
    _at("used_at", nullable=True),
)

# Browsers in which this address's code was once right. browser_hash: as above.
known_browser = sa.Table(
    "known_browser",
    metadata,
    sa.Column("browser_hash", sa.LargeBinary, primary_key=True),
    sa.Column("email", sa.Text, primary_key=True),
    _at("signed_in_at"),
)

# How many codes were refused that were typed for this person's address, by the machine's days; never which.
refused_code = sa.Table(
    "refused_code",
    metadata,
    sa.Column("person_id", UUID(as_uuid=True), primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("times", sa.Integer, nullable=False),
)

# What a browser was asked to prove, once: a passkey's challenge, or a single sign-on's state.
sign_in_challenge = sa.Table(
    "sign_in_challenge",
    metadata,
    sa.Column("browser_hash", sa.LargeBinary, primary_key=True),
    sa.Column("purpose", sa.Text, primary_key=True),
    sa.Column("asked", JSONB, nullable=False),
    _at("expires_at"),
)

rate_bucket = sa.Table(
    "rate_bucket",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("tokens", sa.Float, nullable=False),
    _at("at"),
)

# Never changed, never deleted by the service: who opened or did what, about whom.
access_log = sa.Table(
    "access_log",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    _at("at"),
    sa.Column("person_id", UUID(as_uuid=True), nullable=False, index=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("process_id", UUID(as_uuid=True), index=True),
    sa.Column("about_person_id", UUID(as_uuid=True), index=True),
)

# token_hash: SHA-256 of the secret in the feed's address. acting: the standing in which it was made, and is read.
calendar_feed = sa.Table(
    "calendar_feed",
    metadata,
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),
    sa.Column("feed_id", UUID(as_uuid=True), nullable=False, unique=True),
    sa.Column("person_id", UUID(as_uuid=True), nullable=False, index=True),
    sa.Column("acting", sa.Text, nullable=False),
    _at("made_at"),
    _at("read_at", nullable=True),
    _at("revoked_at", nullable=True),
)

# A form that came after its sign-in had ended, one for each. sealed: with a secret that only the browser has.
unsent_form = sa.Table(
    "unsent_form",
    metadata,
    sa.Column("session_id", UUID(as_uuid=True), primary_key=True),
    sa.Column("secret_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("person_id", UUID(as_uuid=True), nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    _at("kept_at"),
)

TABLES = (
    web_session, sign_in_code, refused_code, sign_in_challenge, rate_bucket, access_log, calendar_feed, unsent_form,
)  # fmt: skip
