"""OpenID Connect, the authorization code flow with PKCE: what is asked of a provider, and what it gives in return.

What that says of whom, directory finds out (`services/directory/proving/single_sign_on.py`).

Source: OpenID Connect Core 1.0 §3.1, RFC 7636, RFC 9700 §2.1.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]

from services.runtime.commands.refusal import Unavailable
from services.web.sign_in.browser_sessions import new_secret

_PATIENCE_S = 10.0
_BUSY = (408, 429)
"""It has no time for us (RFC 9110, RFC 6585): that says nothing of who signs in."""


class NotProven(Exception):
    """The provider did not answer as one."""


@dataclass(frozen=True)
class Provider:
    """back: the address of ours to which it sends the browser."""

    issuer: str
    client_id: str
    client_secret: str
    back: str


@dataclass(frozen=True)
class Tokens:
    id_token: str
    access_token: str


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


async def tokens(provider: Provider, code: str, kept: dict[str, Any]) -> Tokens:
    """What the provider says of who signed in; directory checks it. kept: of `begin`, whose state has been compared.

    Raises Unavailable, NotProven.
    """
    try:
        async with _client() as http:
            metadata = await _metadata(http, provider)
            given = await _tokens(http, provider, metadata, code, kept)
        return Tokens(str(given["id_token"]), str(given.get("access_token") or ""))
    except KeyError:
        raise NotProven from None


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
