"""Alembic's environment, one for every service: what differs comes with the configuration (`runtime/migrating.py`)."""

import sqlalchemy as sa
from alembic import context

given = context.config.attributes
context.configure(connection=given["connection"], **given["comparing"])
with context.begin_transaction():
    # A step that waits for a table that is in use holds up everybody behind it: rather tried again.
    given["connection"].execute(sa.text("SET LOCAL lock_timeout = '3s'"))
    context.run_migrations()
