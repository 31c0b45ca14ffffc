"""What everybody who shows the provider keeps of it, by the day from which on."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, UUID

metadata = sa.MetaData()
"""Of the doors and of letters."""

provider_name = sa.Table(
    "provider_name",
    metadata,
    sa.Column("valid_from", sa.Date, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
)

provider_logo = sa.Table(
    "provider_logo",
    metadata,
    sa.Column("valid_from", sa.Date, primary_key=True),
    sa.Column("picture_id", UUID(as_uuid=True)),
)

logo_metadata = sa.MetaData()
"""Of who keeps the provider's name itself."""
provider_logo.to_metadata(logo_metadata)

languages_metadata = sa.MetaData()
"""Of the doors."""

provider_languages = sa.Table(
    "provider_languages",
    languages_metadata,
    sa.Column("valid_from", sa.Date, primary_key=True),
    sa.Column("languages", ARRAY(sa.Text), nullable=False),
)
