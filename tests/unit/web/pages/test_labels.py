"""Every value of the field that a page shows has a name, and every name a value."""

import pkgutil
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from types import ModuleType
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

import services.messages
from services.messages.billing import (
    AsideKind,
    AttemptOutcome,
    CreditedThen,
    DeliveryFault,
    DeliveryStatus,
    DisputeClaim,
    DisputeOutcome,
    DocumentFormat,
    DocumentObstacle,
    EnteredState,
    ExemptionGround,
    GrantedBy,
    HoldReason,
    ItemKind,
    KeptKind,
    NoVat,
)
from services.messages.contracts import (
    Choice,
    Clause,
    ContractStatus,
    EndHow,
    EndReason,
    PauseReason,
    SupervisorReason,
    TrialOutcome,
)
from services.messages.directory import (
    AdmissionEnd,
    CredentialChange,
    CredentialKind,
    EntryField,
    Grouping,
    OrganisationKind,
    Relation,
    Timing,
)
from services.messages.intake import (
    Answer,
    InquiryStatus,
    InterestCode,
    InterestEffect,
    ScreeningOutcome,
    Template,
    Theme,
    TrialPrice,
    Wish,
)
from services.messages.policy import WHO_DOES_WHAT, WHO_SEES_WHAT, Scope
from services.messages.regions import Region
from services.messages.sessions import (
    CancelledBy,
    OffBecause,
    PlanOver,
    ReviewKind,
    ReviewStatus,
    SessionStatus,
    Teller,
    Whose,
)
from services.messages.values import Audience, Channel, Language, Party, Role
from services.messages.wished_times import TimeOfDay
from services.sessions.planning.series_terms import Reason
from services.web.pages.labels import AREAS, LABELS, label

CONFLICTS = [code for part in get_args(Reason) for code in get_args(part)]
KINDS: dict[str, Any] = {
    "grouping": get_args(Grouping),
    "timing": get_args(Timing),
    "role": Role,
    "relation": get_args(Relation),
    "party": Party,
    "audience": Audience,
    "organisation_kind": get_args(OrganisationKind),
    "language": get_args(Language),
    "region": Region,
    "template": get_args(Template),
    "wish": Wish,
    "time_of_day": TimeOfDay,
    "theme": get_args(Theme),
    "dispute_claim": get_args(DisputeClaim),
    "dispute_outcome": get_args(DisputeOutcome),
    "dispute_granted": get_args(GrantedBy),
    "trial_price": get_args(TrialPrice),
    "trial_outcome": get_args(TrialOutcome),
    "interest_code": InterestCode,
    "interest_effect": get_args(InterestEffect),
    "outcome": ScreeningOutcome,
    "answer": get_args(Answer),
    "continuation": get_args(Choice),
    "session_status": get_args(SessionStatus),
    "inquiry_status": InquiryStatus,
    "admission_end": get_args(AdmissionEnd),
    "contract_status": get_args(ContractStatus),
    "end_reason": get_args(EndReason),
    "ended_how": (*get_args(EndHow), "withdrawn"),
    "ended_who": (*get_args(EndHow), "withdrawn"),
    "pause_reason": get_args(PauseReason),
    "supervisor_reason": SupervisorReason,
    "conflict": CONFLICTS,
    "off_because": get_args(OffBecause),
    "review_status": get_args(ReviewStatus),
    "canceller": get_args(CancelledBy),
    "recorder": get_args(Teller),
    "review_kind": get_args(ReviewKind),
    "score": range(-2, 3),
    "whose": get_args(Whose),
    "credential": get_args(CredentialKind),
    "credential_change": get_args(CredentialChange),
    "entry_field": get_args(EntryField),
    "clause": Clause,
    "plan_over": get_args(PlanOver),
    "what": WHO_SEES_WHAT,
    "does": WHO_DOES_WHAT,
    "scope": get_args(Scope),
    "hold_reason": get_args(HoldReason),
    "channel": get_args(Channel),
    "aside_kind": get_args(AsideKind),
    "kept_kind": get_args(KeptKind),
    "exemption_ground": get_args(ExemptionGround),
    "no_vat": get_args(NoVat),
    "item_kind": ItemKind,
    "entered_state": get_args(EnteredState),
    "credited_then": get_args(CreditedThen),
    "delivery_status": get_args(DeliveryStatus),
    "attempt_outcome": get_args(AttemptOutcome),
    "delivery_fault": get_args(DeliveryFault),
    "happening": ("issued", "in_hand", "disputed", "decided", "credited", *get_args(AttemptOutcome)),
    "document": get_args(DocumentFormat),
    "no_document": get_args(DocumentFormat),
    "document_obstacle": get_args(DocumentObstacle),
    "proven_by": ("code", "half", "passkey", "oidc"),
}


@pytest.mark.parametrize("language", get_args(Language))
def test_every_value_has_a_name(language):
    for kind, values in KINDS.items():
        for value in values:
            assert label(kind, str(value), language, str).strip(), f"{kind}.{value}"


def test_every_name_has_a_value():
    for kind, values in KINDS.items():
        named = {key.partition(".")[2] for key in LABELS if key.startswith(f"{kind}.")}
        assert named <= {str(value) for value in values}, kind


def test_no_name_is_empty():
    assert all(name.strip() for name in LABELS.values())


@pytest.mark.parametrize("kind, value", [("phase", "planted"), ("planted", "yes"), ("role", "planted")])
def test_what_has_no_name_is_a_fault(kind, value):
    with pytest.raises(KeyError):
        label(kind, value, "fi", str)


NOT_SHOWN = {
    "SessionFormat", "Reach", "Step", "UnitMinutes", "InvoiceKind", "EnteredKind", "MailStatus", "Turn", "ConsentState",
    "RunObstacle", "RunMode", "Canceller", "Corrector", "Outcome",
}  # fmt: skip
NOT_SHOWN |= {
    "AdmissionStatus",
    "ContactStanding",
    "IdFault",
    "PlanStatus",
    "SettingsFault",
    "TypedFacts",
    "TypedField",
}
NOT_SHOWN |= {"GoalChangeKind", "Invitations", "Tasks", "EntryKind", "EndedKind", "MergeFault", "WhatBecame"}
NOT_SHOWN |= {"SigningWay", "Side", "PictureUse", "TierFault", "OpenTo"}
NOT_SHOWN |= {
    "EndHow",
    "EndCosts",
    "TrialPutOffWhy",
    "TrialSide",
    "TrialWord",
    "TrialStatus",
    "DocumentFault",
    "InvoiceFault",
    "MailFault",
    "ReferenceFault",
    "ReferenceField",
    "ReportedKind",
    "TravelKind",
    "MeetingOutcome",
    "Renewal",
}
"""Codes that steer, or whose words belong to a document or a table of their own."""


def test_every_code_of_the_messages_is_named_or_known_not_to_be_shown():
    named = [frozenset(str(value) for value in values) for values in KINDS.values()]
    for name, values in codes():
        assert name in NOT_SHOWN or values in named, f"{name} has no labels"


def test_a_status_is_one_of_a_list():
    for message in messages():
        if status := message.model_fields.get("status"):
            assert status.annotation is not str, f"{message.__name__}: its states cannot be named"


def codes() -> Iterator[tuple[str, frozenset[str]]]:
    """Every enumeration and every named list of codes."""
    for module in modules():
        for name, value in vars(module).items():
            if get_origin(value) is Literal:
                yield name, frozenset(str(one) for one in get_args(value))
            elif isinstance(value, type) and issubclass(value, Enum) and value.__module__ == module.__name__:
                yield name, frozenset(str(one) for one in value)


def messages() -> Iterator[type[BaseModel]]:
    for module in modules():
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, BaseModel):
                yield value


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(services.messages.__path__, "services.messages."):
        yield import_module(found.name)


def test_no_value_is_called_something_in_two_areas() -> None:
    assert sum(map(len, AREAS)) == len(LABELS)
