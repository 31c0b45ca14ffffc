"""What each child would do once and the same: done before they are born, it is there for all and not copied by each."""

import re
import ssl
from datetime import UTC, datetime

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import configure_mappers

from services.messages import operations
from services.runtime.finland import is_banking_day
from services.runtime.settings import Settings
from services.runtime.storage.connections import engine_for

_SAID_AT_SIGN_IN = (rb"r=([^,]+),", rb",s=([^,]+),", rb",i=(\d+),?", rb"v=([^,]+)")
"""In what PostgreSQL answers (SCRAM-SHA-256), as the driver looks for them: spelled otherwise, each finds them anew."""
_NOWHERE = "postgresql://nobody@localhost/nothing"


def warm() -> None:
    """Nothing of it is kept but what the libraries keep by themselves: no connection, no thread, no secret."""
    configure_mappers()
    Settings.read(database_url="", nats_url="")
    _use_ciphers()
    _spell_statements()
    for pattern in _SAID_AT_SIGN_IN:
        re.compile(pattern)
    is_banking_day(datetime.now(UTC).date())
    for asked in (operations.ReportState, operations.Report):  # of each of them, before anything else is
        asked.model_rebuild()


def _use_ciphers() -> None:
    """The library fetches each when it is used first."""
    signing, sealing = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
    signing.public_key().verify(signing.sign(b""), b"")
    sealing.exchange(sealing.public_key())
    AESGCM(AESGCM.generate_key(256)).encrypt(bytes(12), b"", None)
    ssl.create_default_context()


def _spell_statements() -> None:
    """Each kind of a statement's parts learns once how it is spelled."""
    engine = engine_for(_NOWHERE).sync_engine
    some = sa.table("some", sa.column("one", sa.Integer), sa.column("other", sa.Text))
    inner = sa.select(some.c.one).where(some.c.other == "x").limit(1).with_for_update(skip_locked=True)
    for statement in (
        sa.select(some).where(some.c.one.in_([1, 2]), sa.exists(inner)).order_by(some.c.one.desc()),
        sa.insert(some).values(one=1),
        sa.update(some).values(one=1).where(some.c.one.in_(inner)),
        sa.delete(some).where(some.c.one == 1),
        sa.text("SELECT 1"),
    ):
        statement.compile(engine)
