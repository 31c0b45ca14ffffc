"""There is one provider in a platform: by which its events are kept in order."""

from uuid import UUID

PROVIDER = UUID("0b5c3f9e-6d0a-5a4e-8f43-7d1f4f3c2a10")
