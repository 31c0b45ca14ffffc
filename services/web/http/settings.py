"""What a web service is told besides what every service is told."""

from pathlib import Path

from pydantic import model_validator

from services.runtime.settings import Settings


class WebSettings(Settings):
    """public_url: how browsers reach this door, without a slash at the end.

    mail_folder: where the local profile's caught mails lie. oidc_*: a single sign-on, where there is one; outside
    the local profile its issuer is reached by HTTPS alone.
    """

    http_host: str = "127.0.0.1"
    http_port: int = 8000
    public_url: str = "http://localhost:8000"
    mail_folder: Path | None = None
    oidc_name: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""

    @model_validator(mode="after")
    def _issuer_is_sealed(self) -> "WebSettings":
        if self.oidc_issuer and not self.is_local and not self.oidc_issuer.startswith("https://"):
            raise ValueError("LUOTSI_OIDC_ISSUER has to begin with https://")
        return self

    @property
    def is_local(self) -> bool:
        return self.profile == "local"
