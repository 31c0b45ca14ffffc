"""A provider's word counts only when it is signed by it, for us, for this sign-in, now, about a verified address."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from services.runtime.commands.refusal import Unavailable
from services.web.sign_in import oidc

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
ISSUER = "https://id.example.org"
PROVIDER = oidc.Provider(ISSUER, "luotsi", "s:cret/", "https://portal.example.org/sign-in/oidc/callback")
KEPT = {"state": "s", "nonce": "n", "verifier": "v" * 43}
KEY = RSAKey.generate_key(2048, {"kid": "1"})


def claims(**changed: Any) -> dict[str, Any]:
    now = int(NOW.timestamp())
    told = {
        "iss": ISSUER,
        "sub": "7",
        "aud": "luotsi",
        "iat": now,
        "exp": now + 300,
        "nonce": "n",
        "email": "aino@example.org",
        "email_verified": True,
    }
    return {name: value for name, value in (told | changed).items() if value is not None}


class Fake:
    """The provider: what it publishes, and the token that it gives."""

    def __init__(self, token: str, userinfo: dict[str, Any] | None = None, **metadata: Any) -> None:
        self._token = token
        self._userinfo = userinfo
        self._metadata = metadata
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answers: dict[str, Any] = {
            "/.well-known/openid-configuration": {
                "issuer": ISSUER,
                "authorization_endpoint": f"{ISSUER}/authorize",
                "token_endpoint": f"{ISSUER}/token",
                "jwks_uri": f"{ISSUER}/keys",
                "userinfo_endpoint": f"{ISSUER}/userinfo",
                **self._metadata,
            },
            "/keys": KeySet([KEY]).as_dict(private=False),
            "/token": {"access_token": "a", "token_type": "Bearer", "id_token": self._token},
            "/userinfo": self._userinfo,
        }
        return httpx.Response(200, json=answers[request.url.path])


def signed(of: dict[str, Any], key: RSAKey = KEY) -> str:
    return jwt.encode({"alg": "RS256", "kid": "1"}, of, key)


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., httpx.Response]], None]:
    def use(fake: Callable[..., httpx.Response]) -> None:
        monkeypatch.setattr(oidc, "_client", lambda: httpx.AsyncClient(transport=httpx.MockTransport(fake)))

    return use


async def email() -> str:
    return await oidc.verified_email(PROVIDER, "code", KEPT, NOW)


async def test_a_verified_address_is_believed_and_the_code_is_bound_to_this_sign_in(answering):
    fake = Fake(signed(claims()))
    answering(fake)
    assert await email() == "aino@example.org"
    exchanged = next(one for one in fake.asked if one.url.path == "/token")
    assert parse_qs(exchanged.content.decode())["code_verifier"] == [KEPT["verifier"]]
    assert exchanged.headers["authorization"] == httpx.BasicAuth("luotsi", "s%3Acret%2F")._auth_header


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody-else"},
        {"aud": ["luotsi", "somebody-else"]},
        {"iss": "https://evil.example"},
        {"exp": int(NOW.timestamp()) - 61},
        {"exp": None},
        {"iat": int(NOW.timestamp()) + 3600},
        {"azp": "somebody-else"},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": ["aino@example.org"]},
    ],
)
async def test_a_word_that_is_not_for_this_sign_in_is_not_believed(answering, changed):
    answering(Fake(signed(claims(**changed))))
    with pytest.raises(oidc.NotProven):
        await email()


async def test_a_token_that_somebody_else_signed_or_nobody_is_not_believed(answering):
    stranger = RSAKey.generate_key(2048)
    unsigned = "eyJhbGciOiJub25lIn0." + signed(claims()).split(".")[1] + "."
    by_a_shared_secret = jwt.encode({"alg": "HS256", "kid": "1"}, claims(), OctKey.import_key(b"x" * 32))
    for token in (signed(claims(), stranger), unsigned, by_a_shared_secret, "rubbish", ""):
        answering(Fake(token))
        with pytest.raises(oidc.NotProven):
            await email()


async def test_an_address_may_come_from_userinfo_about_the_same_person_only(answering):
    token = signed(claims(email=None, email_verified=None))
    told = {"email": "aino@example.org", "email_verified": True}
    answering(Fake(token, {"sub": "7", **told}))
    assert await email() == "aino@example.org"
    answering(Fake(token, {"sub": "8", **told}))
    with pytest.raises(oidc.NotProven):
        await email()


async def test_a_provider_that_calls_itself_otherwise_is_not_believed(answering):
    answering(Fake(signed(claims()), issuer="https://evil.example"))
    with pytest.raises(oidc.NotProven):
        await oidc.begin(PROVIDER)


async def test_the_browser_leaves_with_a_challenge_and_never_with_the_secret(answering):
    answering(Fake(""))
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
            await email()
    for rubbish in (httpx.Response(200, text="<html>"), httpx.Response(200, json=[]), httpx.Response(404)):
        answering(lambda _, answer=rubbish: answer)
        with pytest.raises(oidc.NotProven):
            await email()
        with pytest.raises(oidc.NotProven):
            await oidc.begin(PROVIDER)
