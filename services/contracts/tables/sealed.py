"""The files of signed versions."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.contracts.tables.every_table import AT, Table
from services.contracts.tables.papers import of_this_version


class SealedPaper(Table, table=True):
    """Of one signed version. due_at: when it is to be sealed; none once it is.

    tries: how often that was put off. named: who stands on it, as they were called when it was made. number: of the
    process. pdf: the file with its seal, none before; sha256: of the file.
    """

    __tablename__ = "sealed_paper"
    __table_args__ = (
        of_this_version(),
        sa.UniqueConstraint("process_id", "version"),
        sa.Index("sealed_paper_due", "due_at", postgresql_where=sa.text("due_at IS NOT NULL")),
    )
    paper_id: UUID = Field(primary_key=True)
    process_id: UUID
    version: int
    due_at: datetime | None = Field(default=None, sa_type=AT)
    tries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    named: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    number: str | None = None
    pdf: bytes | None = None
    sha256: str | None = Field(default=None, unique=True)
    sealed_at: datetime | None = Field(default=None, sa_type=AT)
