"""Connections to operators as a file says them (TOML): one for each format that somebody takes.

[finvoice]
by = "https"
url = "https://operator.example/invoices"
token_file = "/run/secrets/operator"
frame = "soap"
intermediator = "003721291126"

[peppol]
by = "sftp"
host = "sftp.operator.example"
user = "luotsi"
key_file = "/run/secrets/operator_key"
known_hosts = "/run/secrets/operator_known_hosts"
folder = "in"
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Generic, Literal, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.billing.delivery.operators.handing_over import Frame
from services.runtime.settings import LOOPBACK


class _Said(BaseModel):
    """frame: around a Finvoice. intermediator: under which our operator is addressed; empty for our bank."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    frame: Frame = "none"
    intermediator: Annotated[str, Field(pattern=r"^[0-9A-Z]{0,35}$")] = ""


class FolderSaid(_Said):
    by: Literal["folder"]
    path: Path


class HttpsSaid(_Said):
    """Each document is posted to url. message_header: in which its identifier is told, so that the same one sent twice
    is one there as well. token_file: what is told as bearer token; none where it asks for none.
    """

    by: Literal["https"]
    url: str
    token_file: Path | None = None
    message_header: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,60}$")] = "Idempotency-Key"
    authorities: Path | None = None

    @model_validator(mode="after")
    def _is_encrypted(self) -> Self:
        """A token or an invoice goes to another machine encrypted or not at all."""
        told = urlsplit(self.url)
        if told.scheme != "https" and not (told.scheme == "http" and told.hostname in LOOPBACK):
            raise ValueError("url has to begin with https://")
        return self


class SftpSaid(_Said):
    """known_hosts: the operator's own key; nobody else is spoken with. folder: where it takes files."""

    by: Literal["sftp"]
    host: str
    port: Annotated[int, Field(ge=1, le=65535)] = 22
    user: str
    key_file: Path
    known_hosts: Path
    folder: str = "."


S = TypeVar("S", HttpsSaid, SftpSaid)


@dataclass(frozen=True)
class Connected(Generic[S]):
    """An operator on another machine, as the file says it."""

    said: S

    @property
    def frame(self) -> Frame:
        return self.said.frame

    @property
    def intermediator(self) -> str:
        return self.said.intermediator


Said = Annotated[FolderSaid | HttpsSaid | SftpSaid, Field(discriminator="by")]


class OperatorsSaid(BaseModel):
    """Nobody takes a format that is not named."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    finvoice: Said | None = None
    peppol: Said | None = None


def read(file: Path) -> OperatorsSaid:
    """Raises OSError, ValueError: what is wrong with it, without what it holds."""
    return OperatorsSaid.model_validate(tomllib.loads(file.read_text()))
