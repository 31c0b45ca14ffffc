"""A provider's word counts only when it is signed by it, for us, for this sign-in, now, about a verified address."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from services.directory.proving import single_sign_on
from services.messages.directory import ProveSingleSignOn
from services.runtime.commands.refusal import Unavailable
from services.runtime.commands.viewing import came_by
from services.runtime.settings import Settings
from tests.unit.sign_on_provider import ISSUER, SignOnProvider

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
SETTINGS = Settings(
    database_url="postgresql://x/x",
    nats_url="nats://127.0.0.1:1",
    oidc_issuer=ISSUER,
    oidc_client_id="luotsi, of the console",
)
KEY = RSAKey.generate_key(2048, {"kid": "1"})


@pytest.fixture(autouse=True)
def at_the_portal() -> None:
    came_by("at_portal.directory.prove_single_sign_on")


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


def fake_provider(userinfo: dict[str, Any] | None = None, **metadata: Any) -> SignOnProvider:
    """The provider: what it publishes, and what it tells of somebody."""
    published = {"jwks_uri": f"{ISSUER}/keys", "userinfo_endpoint": f"{ISSUER}/userinfo"} | metadata
    answers = {"/keys": KeySet([KEY]).as_dict(private=False), "/userinfo": userinfo}
    return SignOnProvider(answers, **published)


def signed(of: dict[str, Any], key: RSAKey = KEY) -> str:
    return jwt.encode({"alg": "RS256", "kid": "1"}, of, key)


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., httpx.Response]], None]:
    def use(fake: Callable[..., httpx.Response]) -> None:
        monkeypatch.setattr(
            single_sign_on, "_client", lambda: httpx.AsyncClient(transport=httpx.MockTransport(fake))
        )

    return use


async def email(token: str, settings: Settings = SETTINGS) -> str | None:
    order = ProveSingleSignOn(id_token=token, access_token="a", nonce="n", as_of=NOW)
    return await single_sign_on.verified_email(order, settings, NOW)


async def test_a_verified_address_is_believed(answering):
    answering(fake_provider())
    assert await email(signed(claims())) == "aino@example.org"


async def test_each_door_has_its_own_name_at_the_provider(answering):
    answering(fake_provider())
    of_the_console = signed(claims(aud="of the console"))
    assert await email(of_the_console) is None
    came_by("at_console.directory.prove_single_sign_on")
    assert await email(of_the_console) == "aino@example.org"
    assert await email(signed(claims())) is None


async def test_nobody_is_believed_where_no_provider_was_named(answering):
    answering(fake_provider())
    assert await email(signed(claims()), SETTINGS.model_copy(update={"oidc_issuer": ""})) is None


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
    answering(fake_provider())
    assert await email(signed(claims(**changed))) is None


async def test_a_token_that_somebody_else_signed_or_nobody_is_not_believed(answering):
    stranger = RSAKey.generate_key(2048)
    unsigned = "eyJhbGciOiJub25lIn0." + signed(claims()).split(".")[1] + "."
    by_a_shared_secret = jwt.encode({"alg": "HS256", "kid": "1"}, claims(), OctKey.import_key(b"x" * 32))
    for token in (signed(claims(), stranger), unsigned, by_a_shared_secret, "rubbish", ""):
        answering(fake_provider())
        assert await email(token) is None


async def test_an_address_may_come_from_userinfo_about_the_same_person_only(answering):
    token = signed(claims(email=None, email_verified=None))
    told = {"email": "aino@example.org", "email_verified": True}
    answering(fake_provider({"sub": "7", **told}))
    assert await email(token) == "aino@example.org"
    answering(fake_provider({"sub": "8", **told}))
    assert await email(token) is None


async def test_a_provider_that_is_away_is_away_and_one_that_talks_rubbish_is_not_believed(answering):
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no", request=request)

    token = signed(claims())
    answering(away)
    with pytest.raises(Unavailable):
        await email(token)
    for status in (408, 429, 503):
        answering(lambda _, status=status: httpx.Response(status))
        with pytest.raises(Unavailable):
            await email(token)
    answering(fake_provider(issuer="https://evil.example"))
    assert await email(token) is None
    for rubbish in (httpx.Response(200, text="<html>"), httpx.Response(200, json=[]), httpx.Response(404)):
        answering(lambda _, answer=rubbish: answer)
        assert await email(token) is None
