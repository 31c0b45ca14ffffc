"""What a door refuses to be told."""

import pytest
from pydantic import ValidationError

from services.runtime.web.settings import WebSettings


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


def test_a_single_sign_on_that_everybody_could_read_along_is_refused() -> None:
    with pytest.raises(ValidationError, match="LUOTSI_OIDC_ISSUER has to begin with https://"):
        told("production", "http://id.example")
