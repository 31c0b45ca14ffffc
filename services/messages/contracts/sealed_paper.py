"""The sealed files of signed contracts, for whoever holds a copy of one."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from services.messages.envelope import Query, Reply
from services.messages.values import Day

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class SealedPaperShown(Reply):
    """Which paper it is; of nobody who is in it. number: of the process."""

    number: str
    version: int
    signed_on: Day
    sealed_at: datetime


class ShowSealedPaper(Query[SealedPaperShown]):
    """By the fingerprint of a file, so that only who has the file is answered. Refuses: unknown_paper."""

    sha256: Sha256


class SealCertificates(Reply):
    """PEM, of every key that ever sealed. They are public: each sealed file holds one."""

    certificates: list[str]


class ShowSealCertificates(Query[SealCertificates]):
    """By what a seal is known as the provider's."""
