"""What of an inquiry each role is shown, and that nobody out of reach sees any of it."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from services.intake import queries
from services.intake.inquiry_cards import card
from services.intake.tables import Inquiry
from services.messages.intake import InquiryStatus
from services.messages.values import Role, Viewer

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
ORGANISATION, CONTACT, MEMBER, SUPERVISOR = uuid4(), uuid4(), uuid4(), uuid4()


def inquiry(signed: bool = False) -> Inquiry:
    return Inquiry(
        process_id=uuid4(),
        number="TO-1001",
        status="accepted",
        organisation_name="Järvikunta",
        business_id="0201256-6",
        organisation_kind="public",
        street="Kirkkokatu 1",
        postal_code="33100",
        country="FI",
        town="Tampere",
        invoice_email="laskut@jarvikunta.example",
        contact_given_name="Helena",
        contact_family_name="Laine",
        contact_email="helena@jarvikunta.example",
        language="fi",
        audience="group",
        headcount=5,
        wishes=["settle_conflict"],
        themes=["work_roles"],
        region="Pirkanmaa",
        remote_ok=False,
        duration_minutes=90,
        promises={},
        template="year",
        message="Toivomme selkeämpää työnjakoa.",
        received_at=NOW,
        contact_id=CONTACT,
        organisation_id=ORGANISATION,
        outcome="supervision",
        outcome_reason="Riita on jo sovittu.",
        supervisor_id=SUPERVISOR,
        supervisee_ids=[MEMBER],
        contract_signed_at=NOW if signed else None,
    )


def own(role: Role) -> Viewer:
    """A viewer who has to do with it."""
    persons = {Role.SUPERVISEE: MEMBER, Role.SUPERVISOR: SUPERVISOR}
    organisation_id = ORGANISATION if role in (Role.COMMISSIONER, Role.PAYER) else None
    return Viewer(person_id=persons.get(role, uuid4()), role=role, organisation_id=organisation_id)


@pytest.mark.parametrize(
    ("role", "signed", "hoped_for", "billed_to", "members"),
    [
        (Role.COMMISSIONER, False, True, True, True),
        (Role.PAYER, False, False, True, False),
        (Role.SUPERVISEE, False, False, False, True),
        (Role.SUPERVISEE, True, True, False, True),
        (Role.SUPERVISOR, False, True, False, True),
        (Role.COORDINATOR, False, True, True, True),
        (Role.FINANCE, False, False, True, False),
        (Role.ADMINISTRATOR, False, False, False, False),
    ],
)
def test_each_role_is_shown_its_own_part(
    role: Role, signed: bool, hoped_for: bool, billed_to: bool, members: bool
) -> None:
    shown = card(inquiry(signed), own(role))
    words = shown.message, shown.wishes, shown.themes, shown.suggestion, shown.outcome_reason
    assert [bool(word) for word in words] == [hoped_for] * 5
    assert [bool(shown.address), bool(shown.invoice_email)] == [billed_to] * 2
    assert bool(shown.supervisee_ids) is members
    assert (shown.number, shown.organisation_name, shown.region) == ("TO-1001", "Järvikunta", "Pirkanmaa")


def test_a_service_that_asks_is_shown_everything() -> None:
    shown = card(inquiry())
    assert shown.message and shown.wishes and shown.suggestion and shown.address and shown.supervisee_ids


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.PAYER, Role.SUPERVISEE, Role.SUPERVISOR])
def test_a_stranger_sees_neither_words_nor_prices_nor_members(role: Role) -> None:
    stranger = Viewer(person_id=uuid4(), role=role, organisation_id=uuid4())
    one = inquiry(signed=True)
    assert not queries.sees_expectations(one, stranger)
    assert not queries.sees_prices(one, stranger)
    assert not queries.sees_members(one, stranger)


def test_who_asked_sees_the_own_words_before_there_is_an_organisation() -> None:
    one = inquiry()
    one.organisation_id = None
    asker: UUID = one.contact_id
    one.asker_id = asker
    assert card(one, Viewer(person_id=asker, role=Role.COMMISSIONER)).message
    assert not queries.sees_expectations(one, Viewer(person_id=asker, role=Role.PAYER))


def test_who_asked_reaches_it_by_a_role_or_not_at_all_once_that_is_settled() -> None:
    one = inquiry()
    assert not queries.sees_expectations(one, Viewer(person_id=one.contact_id, role=Role.COMMISSIONER))


@pytest.mark.parametrize(
    ("status", "matches", "proposes"),
    [
        ("received", False, False),
        ("in_matching", True, False),
        ("matched", True, True),
        ("proposed", False, True),
        ("expired", True, True),
        ("accepted", True, True),
        ("reproposed", False, True),
        ("declined", False, False),
        ("redirected", False, False),
        ("withdrawn", False, False),
        ("renewal", True, False),
    ],
)
def test_a_coordinator_is_told_whether_to_match_or_propose_and_nobody_else(
    status: InquiryStatus, matches: bool, proposes: bool
) -> None:
    one = inquiry()
    one.status = status
    for role in Role:
        shown = card(one, own(role))
        told = (matches, proposes) if role is Role.COORDINATOR else (False, False)
        assert (shown.may_match, shown.may_propose) == told, role


def test_what_is_signed_or_over_is_not_corrected_any_more() -> None:
    signed, over = inquiry(), inquiry()
    signed.status = over.status = "accepted"
    signed.contract_signed_at, over.ended = signed.received_at, True
    assert not any(card(one, own(Role.COORDINATOR)).may_propose for one in (signed, over))
