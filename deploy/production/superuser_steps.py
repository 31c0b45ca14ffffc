"""What an administrator of PostgreSQL does once for us, as a file for `psql`: roles, databases, extensions.

All else is done by the roles themselves (`migrating.py`). Run again it does no harm, and sets the passwords anew. It
holds no password: only what the server keeps of one, from which it cannot be had. Pure but for the salt.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping

from deploy.machine import keys
from deploy.machine.databases import BOUND, EXTENSIONS, quoted

HEAD = """\
-- For psql, as a role that may make roles and databases: psql -v ON_ERROR_STOP=1 -f THIS postgres
-- It needs no superuser where the server lets such a role make the extensions below.
"""
ROUNDS = 4096
"""PostgreSQL's own number (scram_iterations)."""


def steps(passwords: Mapping[str, str]) -> str:
    """The whole file. passwords: of each role."""
    return HEAD + "".join(f"{line}\n" for role in keys.ROLES for line in _of(role, passwords[role]))


def _of(role: str, password: str) -> Iterator[str]:
    yield f"\n-- {role}"
    yield f"SELECT 'CREATE ROLE {role}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') \\gexec"
    yield f"ALTER ROLE {role} LOGIN {BOUND} PASSWORD {quoted(kept(password, secrets.token_bytes(16)))};"
    yield f"GRANT {role} TO CURRENT_USER;"
    missing = f"NOT EXISTS (SELECT FROM pg_database WHERE datname = '{role}')"
    yield f"SELECT 'CREATE DATABASE {role} OWNER {role}' WHERE {missing} \\gexec"
    yield f"REVOKE ALL ON DATABASE {role} FROM PUBLIC;"
    if extensions := EXTENSIONS.get(role, ()):
        yield "SELECT current_database() AS before \\gset"
        yield f"\\connect {role}"
        yield from (f"CREATE EXTENSION IF NOT EXISTS {name};" for name in extensions)
        yield "\\connect :before"


def kept(password: str, salt: bytes) -> str:
    """What the server keeps of a password, by which it knows it again. Source: RFC 5802, 3; RFC 7677."""
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ROUNDS)
    client, server = (hmac.digest(salted, word, "sha256") for word in (b"Client Key", b"Server Key"))
    stored, *written = map(_text, (hashlib.sha256(client).digest(), server, salt))
    return f"SCRAM-SHA-256${ROUNDS}:{written[1]}${stored}:{written[0]}"


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
