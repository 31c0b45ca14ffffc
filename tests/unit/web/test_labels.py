"""Every value of the field that a page shows has a name, and every name a value."""

from typing import Any, get_args

import pytest

from services.messages.contracts import Choice, Clause
from services.messages.directory import CredentialKind, OrganisationKind, Relation
from services.messages.intake import Answer, ScreeningOutcome, Template, Theme, Wish
from services.messages.policy import WHO_DOES_WHAT, WHO_SEES_WHAT, Scope
from services.messages.sessions import Canceller, ReviewKind, SessionStatus
from services.messages.values import Audience, Language, Party, Role
from services.web.pages.labels import LABELS

KINDS: dict[str, Any] = {
    "role": Role,
    "relation": get_args(Relation),
    "party": Party,
    "audience": Audience,
    "organisation_kind": get_args(OrganisationKind),
    "language": get_args(Language),
    "template": get_args(Template),
    "wish": Wish,
    "theme": get_args(Theme),
    "outcome": ScreeningOutcome,
    "answer": get_args(Answer),
    "continuation": get_args(Choice),
    "session_status": get_args(SessionStatus),
    "canceller": get_args(Canceller),
    "review_kind": get_args(ReviewKind),
    "score": range(-2, 3),
    "credential": get_args(CredentialKind),
    "clause": Clause,
    "what": WHO_SEES_WHAT,
    "does": WHO_DOES_WHAT,
    "scope": get_args(Scope),
    "proven_by": ("code", "passkey", "oidc"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_has_a_name_and_every_name_a_value(kind):
    named = {key.partition(".")[2] for key in LABELS if key.startswith(f"{kind}.")}
    assert named == {str(value) for value in KINDS[kind]}


def test_no_name_is_empty():
    assert all(name.strip() for name in LABELS.values())
