"""The browser leaves with a challenge; the code that it brings back is exchanged for what the provider says."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]

from services.runtime.commands.refusal import Unavailable
from services.web.sign_in import oidc
from tests.unit.sign_on_provider import ISSUER, SignOnProvider

PROVIDER = oidc.Provider(ISSUER, "luotsi", "s:cret/", "https://portal.example.org/sign-in/oidc/callback")
KEPT = {"state": "s", "nonce": "n", "verifier": "v" * 43}


def fake_provider(**metadata: Any) -> SignOnProvider:
    """The provider: what it publishes, and the token that it gives."""
    published = {"authorization_endpoint": f"{ISSUER}/authorize", "token_endpoint": f"{ISSUER}/token"}
    token = {"access_token": "a", "token_type": "Bearer", "id_token": "signed"}
    return SignOnProvider({"/token": token}, **published | metadata)


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., httpx.Response]], None]:
    def use(fake: Callable[..., httpx.Response]) -> None:
        monkeypatch.setattr(oidc, "_client", lambda: httpx.AsyncClient(transport=httpx.MockTransport(fake)))

    return use


async def tokens() -> oidc.Tokens:
    return await oidc.tokens(PROVIDER, "code", KEPT)


async def test_the_code_is_bound_to_this_sign_in_and_exchanged_for_what_the_provider_says(answering):
    fake = fake_provider()
    answering(fake)
    assert await tokens() == oidc.Tokens("signed", "a")
    exchanged = next(one for one in fake.asked if one.url.path == "/token")
    assert parse_qs(exchanged.content.decode())["code_verifier"] == [KEPT["verifier"]]
    assert exchanged.headers["authorization"] == httpx.BasicAuth("luotsi", "s%3Acret%2F")._auth_header


async def test_a_provider_that_calls_itself_otherwise_is_not_believed(answering):
    answering(fake_provider(issuer="https://evil.example"))
    with pytest.raises(oidc.NotProven):
        await oidc.begin(PROVIDER)


async def test_the_browser_leaves_with_a_challenge_and_never_with_the_secret(answering):
    answering(fake_provider())
    begun = await oidc.begin(PROVIDER)
    asked = parse_qs(urlsplit(begun.address).query)
    assert asked["code_challenge"] == [create_s256_code_challenge(begun.kept["verifier"])]
    assert asked["state"] == [begun.kept["state"]] and asked["nonce"] == [begun.kept["nonce"]]
    assert begun.kept["verifier"] not in begun.address and "cret" not in begun.address
    assert begun.kept != (await oidc.begin(PROVIDER)).kept


async def test_a_provider_that_is_away_is_away_and_one_that_talks_rubbish_is_not_believed(answering):
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no", request=request)

    answering(away)
    with pytest.raises(Unavailable):
        await oidc.begin(PROVIDER)
    for status in (408, 429, 503):  # it has no time for us just now, which says nothing of who signs in
        answering(lambda _, status=status: httpx.Response(status))
        with pytest.raises(Unavailable):
            await tokens()
    for rubbish in (httpx.Response(200, text="<html>"), httpx.Response(200, json=[]), httpx.Response(404)):
        answering(lambda _, answer=rubbish: answer)
        with pytest.raises(oidc.NotProven):
            await tokens()
        with pytest.raises(oidc.NotProven):
            await oidc.begin(PROVIDER)
