"""The signed token of the organisation's own sign-on: whose verified mail address it vouches for.

The door has fetched it; here it is held against the keys that the provider publishes.
Source: OpenID Connect Core 1.0 §3.1.3.7 and §5.3.2.
"""

from datetime import datetime
from typing import Any

import httpx
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from services.directory.proving.giving import door_in_hand
from services.messages import directory as messages
from services.runtime.commands.refusal import Unavailable
from services.runtime.logs import log
from services.runtime.settings import Settings

_SIGNATURES = ["RS256", "PS256", "ES256", "EdDSA"]
_CLOCKS_DIFFER_S = 60
_PATIENCE_S = 10.0
_BUSY = (408, 429)
"""It has no time for us (RFC 9110, RFC 6585): that says nothing of who signs in."""


class _NotProven(Exception):
    """The provider did not say, in a way that can be checked, whose verified mail address this is."""


async def verified_email(order: messages.ProveSingleSignOn, settings: Settings, now: datetime) -> str | None:
    """now: by the machine's clock. Raises Unavailable."""
    if not settings.oidc_issuer:
        log.error("single_sign_on_not_set_up")
        return None
    try:
        async with _client() as http:
            metadata = await _metadata(http, settings.oidc_issuer)
            published = await _read(http, metadata["jwks_uri"])
            keys = KeySet.import_key_set({"keys": published["keys"]})
            claims = _claims(order, settings, keys, now)
            if "email" not in claims and "userinfo_endpoint" in metadata:
                claims |= await _about(http, metadata, order.access_token, claims)
    except (JoseError, KeyError, TypeError, ValueError, _NotProven):
        return None
    email = claims.get("email")
    return email if claims.get("email_verified") is True and isinstance(email, str) else None


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=_PATIENCE_S, trust_env=False)


async def _metadata(http: httpx.AsyncClient, issuer: str) -> dict[str, Any]:
    found = await _read(http, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        raise _NotProven
    return found


def _claims(
    order: messages.ProveSingleSignOn, settings: Settings, keys: KeySet, now: datetime
) -> dict[str, Any]:
    """What the signed token says. Raises JoseError: not theirs, not for us, not for this sign-in, not now."""
    client_id = settings.oidc_client_of(door_in_hand())
    token = jwt.decode(order.id_token, keys, algorithms=_SIGNATURES)
    claims = CodeIDToken(
        token.claims,
        token.header,
        options={
            "iss": {"essential": True, "value": settings.oidc_issuer},
            "aud": {"essential": True, "value": client_id},
        },
        params={
            "nonce": order.nonce,
            "client_id": client_id,
            "access_token": order.access_token or None,
        },
    )
    claims.validate(now=int(now.timestamp()), leeway=_CLOCKS_DIFFER_S)
    return dict(claims)


async def _about(
    http: httpx.AsyncClient, metadata: dict[str, Any], access_token: str, claims: dict[str, Any]
) -> dict[str, Any]:
    """What the provider's userinfo says of the same person."""
    found = await _read(http, metadata["userinfo_endpoint"], {"authorization": f"Bearer {access_token}"})
    if found.get("sub") != claims["sub"]:
        raise _NotProven
    return {name: found.get(name) for name in ("email", "email_verified")}


async def _read(
    http: httpx.AsyncClient, address: str, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    try:
        answer = await http.get(address, headers=headers)
    except httpx.HTTPError:
        raise Unavailable("the single sign-on does not answer") from None
    if answer.status_code >= 500 or answer.status_code in _BUSY:
        raise Unavailable("the single sign-on does not answer")
    if answer.status_code >= 400:
        raise _NotProven
    found = answer.json()
    if not isinstance(found, dict):
        raise _NotProven
    return found
