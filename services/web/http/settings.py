"""What a web service is told besides what every service is told."""

from pathlib import Path

from pydantic import field_validator

from services.runtime.settings import Settings
from services.web.http.visitors import proxies_of


class WebSettings(Settings):
    """public_url: how browsers reach this door, without a slash at the end.

    trusted_proxies: addresses and networks, with commas between them, of what stands before this door and says in
    X-Forwarded-For who comes; none: nobody is believed. mail_folder: where the local profile's caught mails lie.
    broker_log: of the console, where it can read what the broker has refused. oidc_name,
    oidc_client_secret: of a single sign-on, where there is one.
    """

    database_answers_within_s: float = 8.0  # somebody waits for the page
    http_host: str = "127.0.0.1"
    http_port: int = 8000
    public_url: str = "http://localhost:8000"
    trusted_proxies: str = ""
    mail_folder: Path | None = None
    broker_log: Path | None = None
    oidc_name: str = ""
    oidc_client_secret: str = ""

    @field_validator("broker_log", mode="before")
    @classmethod
    def _no_file_where_empty(cls, path: str | Path | None) -> str | Path | None:
        return path or None

    @field_validator("trusted_proxies")
    @classmethod
    def _are_addresses(cls, text: str) -> str:
        proxies_of(text)
        return text

    @property
    def proxies(self) -> list[str]:
        return proxies_of(self.trusted_proxies)
