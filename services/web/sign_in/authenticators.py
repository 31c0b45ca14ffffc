"""What is asked of a person's device, and whether it made a key as it must (WebAuthn level 3, §7.1).

Whether somebody has answered with a key, directory sees (`services/directory/proving/devices.py`).
A passkey stands for the person alone, so the device has to find it by itself and to verify its user.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from services.messages.directory import Passkey
from services.web.sign_in.identity import Identity

_VERIFIED = UserVerificationRequirement.REQUIRED
# What the library and its parsers raise for an answer that is none: it came from outside, and is no fault of ours.
_NO_ANSWER = (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError)


class NotProven(Exception):
    """The answer is not to what was asked, not by this key, or not for this door."""


@dataclass(frozen=True)
class Question:
    """options: for the browser, as JSON. challenge: to be kept until it answers."""

    options: dict[str, Any]
    challenge: str


@dataclass(frozen=True)
class NewKey:
    credential_id: str
    public_key: str
    sign_count: int


def ask_for_new(public_url: str, provider: str, who: Identity, own: Sequence[Passkey]) -> Question:
    """own: those that the person has; a device that holds one of them makes no second."""
    options = webauthn.generate_registration_options(
        rp_id=_host(public_url),
        rp_name=provider,
        user_id=who.person_id.bytes,
        user_name=who.email,
        user_display_name=who.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential_id)) for one in own
        ],
    )
    return _question(options)


def ask_for_any(public_url: str, challenge: str) -> Question:
    """Whichever passkey for this door the device has. challenge: directory's, which checks the answer."""
    return _question(
        webauthn.generate_authentication_options(
            rp_id=_host(public_url),
            challenge=base64url_to_bytes(challenge),
            user_verification=_VERIFIED,
        )
    )


def new_key(public_url: str, answer: dict[str, Any], challenge: str) -> NewKey:
    """Raises NotProven."""
    try:
        checked = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=_host(public_url),
            expected_origin=public_url,
            require_user_verification=True,
        )
    except _NO_ANSWER:
        raise NotProven from None
    return NewKey(
        bytes_to_base64url(checked.credential_id),
        bytes_to_base64url(checked.credential_public_key),
        checked.sign_count,
    )


def _question(options: Any) -> Question:
    return Question(json.loads(webauthn.options_to_json(options)), bytes_to_base64url(options.challenge))


def _host(public_url: str) -> str:
    return urlsplit(public_url).hostname or ""
