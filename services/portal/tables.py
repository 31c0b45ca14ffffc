"""What the portal keeps of its own, beside what every web service does (`web.tables`)."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID

from services.runtime.provider.tables import languages_metadata
from services.runtime.provider.tables import metadata as provider_metadata
from services.runtime.storage.metadata import own_metadata
from services.web.tables import metadata as web_metadata

metadata = own_metadata(web_metadata, provider_metadata, languages_metadata)

# secret_hash: SHA-256 of what is in the asker's address. number: the inquiry's, once it was sent.
# about: whose it is, where it is not the asker's own first one: ids by name.
inquiry_draft = sa.Table(
    "inquiry_draft",
    metadata,
    sa.Column("inquiry_id", UUID(as_uuid=True), primary_key=True),
    sa.Column("secret_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("typed", JSONB, nullable=False),
    sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("number", sa.Text),
    sa.Column("about", JSONB),
)
