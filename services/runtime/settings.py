"""What a process is told by its environment, read once at its start."""

import os
from collections.abc import Iterable
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from services.runtime.version import VERSION

SECRETS = "LUOTSI_SECRETS"
"""Where a folder is named by it, each file in it is a setting: the variable's name in small letters, its text."""
PREFIX = "LUOTSI_"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Settings(BaseModel):
    """LUOTSI_*; the local profile is one machine on loopback with a clock that can be moved.

    What is wrong is told by its name alone: the values hold passwords. database_answers_within_s: the longest that a
    statement may take; who asks a service waits for half of that. database_pool: how many
    connections a process keeps; three times as many in a rush. mail_settles_s: how long a letter about a changed
    session waits for the next change. einvoice_operators: the file that says who takes e-invoices; einvoice_folder:
    where they are written without one; neither: nobody takes them. einvoice_data: has the schemas that are not ours to
    give along, as `finvoice/Finvoice3.0.xsd`. seal_authority_url: of who says the time of
    papers' seals (RFC 3161), else they do it themselves. release: which one the worker says it is; another
    name for each change of its code that is installed beside a running one. nats_nkey: the file of the seed by which
    the broker knows this program; nats_ca: of the certificate by which it is believed, as temporal_tls_ca is
    of Temporal's. temporal_tls_cert: a file, whose key is the text temporal_tls_key. oidc_*: of doors and directory, a
    single sign-on, where there is one; outside the local profile its issuer is reached by HTTPS alone.
    """

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True, validate_default=True)

    profile: Literal["local", "production"] = "production"
    database_url: str
    database_answers_within_s: float = 20.0
    database_pool: Annotated[int, Field(ge=1, le=50)] = 4
    nats_url: str
    nats_nkey: Path | None = None
    nats_ca: Path | None = None
    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "luotsi"
    temporal_tls: bool = False
    temporal_tls_ca: Path | None = None
    temporal_tls_name: str = ""
    temporal_tls_cert: Path | None = None
    temporal_tls_key: SecretStr = SecretStr("")
    temporal_api_key: SecretStr = SecretStr("")
    release: str = VERSION
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_tls: Literal["none", "starttls", "tls"] = "none"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_password_file: Path | None = None
    mail_from: str = "Luotsi <no-reply@luotsi.example>"
    mail_reply_to: str = ""
    mail_organiser: str = ""
    mail_settles_s: Annotated[float, Field(ge=0, le=3600)] = 120.0
    einvoice_folder: Path | None = None
    einvoice_operators: Path | None = None
    einvoice_data: Path | None = None
    seal_authority_url: Annotated[str, Field(pattern="^(https?://.+)?$")] = ""
    clock_file: Path | None = None
    keys: Path | None = None
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    portal_url: str = ""
    console_url: str = ""
    log_level: str = "INFO"
    stream_bytes: int = 8 << 30
    stream_replicas: int = 1

    @classmethod
    def read(cls, **given: Any) -> Self:
        """From the environment, and what is given in its stead. Raises pydantic's ValidationError."""
        return cls.model_validate({**_told(cls.model_fields), **given})

    @field_validator("mail_from", "mail_reply_to", "mail_organiser")
    @classmethod
    def _one_mailbox(cls, text: str) -> str:
        """`Name <address>` or an address alone; empty where it may be left out."""
        if not text.strip():
            return ""
        name, address = parseaddr(text)
        local_part, at, domain = address.rpartition("@")
        if not (local_part.isascii() and local_part and at and domain) or not text.isprintable():
            raise ValueError("is not a mail address, nor a name with one in <>")
        return f"{name} <{address}>" if name else address

    @field_validator(
        *(
            "einvoice_folder",
            "einvoice_operators",
            "einvoice_data",
            "nats_nkey",
            "nats_ca",
            "temporal_tls_ca",
            "temporal_tls_cert",
        ),
        mode="before",
    )
    @classmethod
    def _none_where_empty(cls, path: str | Path | None) -> str | Path | None:
        return path or None

    @model_validator(mode="after")
    def _certificate_has_its_key(self) -> Self:
        if bool(self.temporal_tls_cert) != bool(self.temporal_tls_key.get_secret_value()):
            raise ValueError("temporal_tls_cert and temporal_tls_key go together")
        return self

    @model_validator(mode="after")
    def _password_is_guarded(self) -> Self:
        """It is read from its file, and goes to another machine encrypted or not at all."""
        if self.smtp_password_file and self.smtp_password_file.is_file():
            self.smtp_password = SecretStr(self.smtp_password_file.read_text().strip())
        if bool(self.smtp_user) != bool(self.smtp_password.get_secret_value()):
            raise ValueError("smtp_user and smtp_password go together")
        if self.smtp_user and self.smtp_tls == "none" and self.smtp_host not in LOOPBACK:
            raise ValueError("smtp_tls has to be starttls or tls where a password is sent")
        if not self.mail_from:
            raise ValueError("mail_from is needed")
        return self

    @model_validator(mode="after")
    def _issuer_is_sealed(self) -> Self:
        if self.oidc_issuer and not self.is_local and not self.oidc_issuer.startswith("https://"):
            raise ValueError("LUOTSI_OIDC_ISSUER has to begin with https://")
        return self

    @property
    def is_local(self) -> bool:
        return self.profile == "local"

    def oidc_client_of(self, door: Literal["portal", "console"]) -> str:
        """What the single sign-on calls that door: directory is told one name, or the portal's and the console's."""
        names = [one.strip() for one in self.oidc_client_id.split(",")]
        return names[0 if door == "portal" else -1]


def _told(names: Iterable[str]) -> dict[str, str]:
    """By the environment, else by a file: an environment is read by many, and some settings hold a password."""
    folder = os.environ.get(SECRETS)
    told = {}
    for name in names:
        variable = PREFIX + name.upper()
        if variable in os.environ:
            told[name] = os.environ[variable]
        elif folder and (file := Path(folder, variable.lower())).is_file():
            told[name] = file.read_text().strip()
    return told
