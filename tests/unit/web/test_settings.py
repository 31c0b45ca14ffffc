"""What a door refuses to be told."""

import pytest
from pydantic import ValidationError

from services.web.http.settings import WebSettings

PASSWORD = "K7741"


def told(profile: str, issuer: str) -> WebSettings:
    facts = {
        "database_url": "postgresql://",
        "nats_url": "nats://",
        "profile": profile,
        "oidc_issuer": issuer,
    }
    return WebSettings.model_validate(facts)


@pytest.mark.parametrize(
    "profile, issuer",
    [("production", "https://id.example"), ("production", ""), ("local", "http://id.example")],
)
def test_a_single_sign_on_is_reached_by_https_or_on_ones_own_machine(profile: str, issuer: str) -> None:
    assert told(profile, issuer).oidc_issuer == issuer


def test_one_that_everybody_could_read_along_is_refused_without_a_word_of_the_rest(monkeypatch) -> None:
    told = {"DATABASE_URL": PASSWORD, "NATS_URL": "nats://", "OIDC_ISSUER": "http://id.example"}
    for name, value in told.items():
        monkeypatch.setenv(f"LUOTSI_{name}", value)
    with pytest.raises(ValidationError, match="LUOTSI_OIDC_ISSUER has to begin with https://") as refused:
        WebSettings.read()
    assert PASSWORD not in str(refused.value)


def test_a_proxy_that_has_no_address_is_refused_at_the_start() -> None:
    with pytest.raises(ValidationError, match="trusted_proxies"):
        WebSettings.model_validate(
            {"database_url": "postgresql://", "nats_url": "nats://", "trusted_proxies": "*"}
        )
