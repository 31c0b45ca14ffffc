"""OpenID Connect, the authorization code flow with PKCE: what is asked of a provider, and what it must answer.

Source: OpenID Connect Core 1.0 §3.1, RFC 7636, RFC 9700 §2.1.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from services.runtime.commands.refusal import Unavailable
from services.web.sign_in.browser_sessions import new_secret

_SIGNATURES = ["RS256", "PS256", "ES256", "EdDSA"]
_CLOCKS_DIFFER_S = 60
_PATIENCE_S = 10.0
_BUSY = (408, 429)
"""It has no time for us (RFC 9110, RFC 6585): that says nothing of who signs in."""


class NotProven(Exception):
    """The provider did not say, in a way that can be checked, whose verified mail address this is."""


@dataclass(frozen=True)
class Provider:
    """back: the address of ours to which it sends the browser."""

    issuer: str
    client_id: str
    client_secret: str
    back: str


@dataclass(frozen=True)
class Begun:
    """address: where the browser goes. kept: what must be remembered until it is back."""

    address: str
    kept: dict[str, str]


async def begin(provider: Provider) -> Begun:
    """Raises Unavailable, NotProven."""
    async with _client() as http:
        metadata = await _metadata(http, provider)
    kept = {"state": new_secret(), "nonce": new_secret(), "verifier": new_secret()}
    asked = {
        "response_type": "code",
        "scope": "openid email",
        "client_id": provider.client_id,
        "redirect_uri": provider.back,
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": create_s256_code_challenge(kept["verifier"]),
        "code_challenge_method": "S256",
    }
    target = str(metadata["authorization_endpoint"])
    return Begun(f"{target}{'&' if '?' in target else '?'}{urlencode(asked)}", kept)


async def verified_email(provider: Provider, code: str, kept: dict[str, Any], now: datetime) -> str:
    """kept: of `begin`, whose state has been compared. Raises Unavailable, NotProven."""
    try:
        async with _client() as http:
            metadata = await _metadata(http, provider)
            tokens = await _tokens(http, provider, metadata, code, kept)
            published = await _read(http, "GET", metadata["jwks_uri"])
            keys = KeySet.import_key_set({"keys": published["keys"]})
            claims = _claims(provider, tokens, keys, kept, now)
            if "email" not in claims and "userinfo_endpoint" in metadata:
                claims |= await _about(http, metadata, tokens, claims)
    except (JoseError, KeyError, TypeError, ValueError):
        raise NotProven from None
    if claims.get("email_verified") is not True or not isinstance(claims.get("email"), str):
        raise NotProven
    return str(claims["email"])


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=_PATIENCE_S, trust_env=False)


async def _metadata(http: httpx.AsyncClient, provider: Provider) -> dict[str, Any]:
    found = await _read(http, "GET", f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != provider.issuer or "authorization_endpoint" not in found:
        raise NotProven
    return found


async def _tokens(
    http: httpx.AsyncClient, provider: Provider, metadata: dict[str, Any], code: str, kept: dict[str, Any]
) -> dict[str, Any]:
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": provider.back,
        "code_verifier": kept["verifier"],
    }
    # RFC 6749 §2.3.1: both are written as in a form before they are joined.
    proof = httpx.BasicAuth(quote(provider.client_id, safe=""), quote(provider.client_secret, safe=""))
    return await _read(http, "POST", metadata["token_endpoint"], data=sent, auth=proof)


def _claims(
    provider: Provider, tokens: dict[str, Any], keys: KeySet, kept: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """What the signed token says. Raises JoseError: not theirs, not for us, not for this sign-in, not now."""
    token = jwt.decode(tokens["id_token"], keys, algorithms=_SIGNATURES)
    claims = CodeIDToken(
        token.claims,
        token.header,
        options={
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
        },
        params={
            "nonce": kept["nonce"],
            "client_id": provider.client_id,
            "access_token": tokens.get("access_token"),
        },
    )
    claims.validate(now=int(now.timestamp()), leeway=_CLOCKS_DIFFER_S)
    return dict(claims)


async def _about(
    http: httpx.AsyncClient, metadata: dict[str, Any], tokens: dict[str, Any], claims: dict[str, Any]
) -> dict[str, Any]:
    """What the provider's userinfo says of the same person."""
    bearer = {"authorization": f"Bearer {tokens['access_token']}"}
    found = await _read(http, "GET", metadata["userinfo_endpoint"], headers=bearer)
    if found.get("sub") != claims["sub"]:
        raise NotProven
    return {name: found.get(name) for name in ("email", "email_verified")}


async def _read(http: httpx.AsyncClient, method: str, address: str, **sent: Any) -> dict[str, Any]:
    try:
        answer = await http.request(method, address, **sent)
    except httpx.HTTPError:
        raise Unavailable("the single sign-on does not answer") from None
    if answer.status_code >= 500 or answer.status_code in _BUSY:
        raise Unavailable("the single sign-on does not answer")
    if answer.status_code >= 400:
        raise NotProven
    try:
        found = answer.json()
    except ValueError:
        raise NotProven from None
    if not isinstance(found, dict):
        raise NotProven
    return found
