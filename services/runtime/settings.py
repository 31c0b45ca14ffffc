"""What a process is told by its environment, read once at its start."""

from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """LUOTSI_*; the local profile is one machine on loopback with a clock that can be moved.

    What is wrong is told by its name alone: the values hold passwords.
    """

    model_config = SettingsConfigDict(env_prefix="LUOTSI_", extra="ignore", hide_input_in_errors=True)

    profile: Literal["local", "production"] = "production"
    database_url: str
    nats_url: str
    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "luotsi"
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_tls: Literal["none", "starttls", "tls"] = "none"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    clock_file: Path | None = None
    keys: Path | None = None
    portal_url: str = ""
    console_url: str = ""
    log_level: str = "INFO"
    stream_bytes: int = 8 << 30
    stream_replicas: int = 1
