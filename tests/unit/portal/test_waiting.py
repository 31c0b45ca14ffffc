"""What waits for whom: the same cards, looked at by each of the customer's roles."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.contracts import ContractCard, Parties, Terms
from services.messages.intake import InquiryCard, ProposalCard
from services.messages.sessions import ReviewCard
from services.messages.values import Audience, Role, Viewer
from services.portal.pages.mine.waiting import Cards, Kind, waiting_for
from services.portal.pages.processes.phases import phase_of

PROCESS, HR, MANAGER, FIRST, SECOND, SUPERVISOR, HOUSE = (uuid4() for _ in range(7))
THEN = datetime(2027, 11, 12, 8, tzinfo=UTC)


def inquiry(status: str = "accepted", **facts: Any) -> InquiryCard:
    card: dict[str, Any] = {
        "process_id": PROCESS,
        "number": "TO-1007",
        "status": status,
        "audience": "group",
        "headcount": 2,
        "language": "fi",
        "organisation_id": HOUSE,
        "organisation_name": "Lumijärvi",
        "contact_id": HR,
        "suggestion": None,
        "outcome": None,
        "outcome_reason": None,
        "supervisor_id": SUPERVISOR,
    }
    return InquiryCard(**card | facts)


def contract(status: str, **facts: Any) -> ContractCard:
    terms = Terms(
        organisation_id=HOUSE,
        audience=Audience.GROUP,
        language="fi",
        starts_on=date(2027, 1, 13),
        ends_on=date(2027, 12, 15),
        duration_minutes=90,
        base_interval_days=21,
        unit_minutes=45,
        price_cents=0,
        vat_category="S",
        payment_days=14,
        cancellation_tiers=[],
        no_show_percent=100,
    )
    parties = Parties(
        commissioner_id=HR, representative_id=FIRST, supervisee_ids=[FIRST, SECOND], supervisor_id=SUPERVISOR
    )
    card: dict[str, Any] = {
        "process_id": PROCESS,
        "version": 1,
        "status": status,
        "renews": None,
        "terms": terms,
        "parties": parties,
        "missing_clauses": [],
        "missing_consents": [],
        "signed": [],
        "next_party": None,
    }
    return ContractCard(**card | facts)


def proposal(answer: str | None = None) -> ProposalCard:
    card: dict[str, Any] = {
        "process_id": PROCESS,
        "organisation_id": HOUSE,
        "contact_id": HR,
        "supervisor_id": SUPERVISOR,
        "audience": "group",
        "headcount": 2,
        "language": "fi",
        "expectations": "",
        "duration_minutes": 90,
        "base_interval_days": 21,
        "starts_on": date(2027, 1, 13),
        "ends_on": date(2027, 12, 15),
        "price_cents": 17500,
        "valid_until": date(2026, 11, 30),
        "answer": answer,
    }
    return ProposalCard(**card)


def waits(role: Role, who: UUID, cards: Cards) -> list[tuple[Kind, date | None]]:
    found = waiting_for(Viewer(person_id=who, role=role, organisation_id=HOUSE), cards)
    return [(one.kind, one.due) for one in found]


def cards(
    inquiries: list[InquiryCard] | None = None,
    contracts: list[ContractCard] | None = None,
    proposals: list[ProposalCard] | None = None,
    reviews: list[ReviewCard] | None = None,
) -> Cards:
    return Cards(
        [inquiry()] if inquiries is None else inquiries,
        contracts or [],
        {one.process_id: one for one in proposals or []},
        {PROCESS: reviews or []},
    )


def test_a_proposal_waits_for_every_commissioner_until_its_last_day_and_for_nobody_else():
    sent = cards([inquiry("proposed")], proposals=[proposal()])
    assert waits(Role.COMMISSIONER, HR, sent) == [("proposal", date(2026, 11, 30))]
    assert waits(Role.COMMISSIONER, MANAGER, sent) == [("proposal", date(2026, 11, 30))]
    assert waits(Role.PAYER, HR, sent) == []
    assert waits(Role.SUPERVISEE, FIRST, sent) == []


def test_an_answered_proposal_waits_for_nobody():
    assert waits(Role.COMMISSIONER, HR, cards([inquiry("proposed")], proposals=[proposal("accept")])) == []


def test_the_contract_waits_for_the_commissioner_who_signs_it_when_it_is_their_turn():
    first = cards(contracts=[contract("signing", next_party="commissioner")])
    assert waits(Role.COMMISSIONER, HR, first) == [("sign", None)]
    assert waits(Role.COMMISSIONER, MANAGER, first) == []
    assert waits(Role.COMMISSIONER, HR, cards(contracts=[contract("signing", next_party="supervisee")])) == []


def test_a_draft_waits_for_nobody_at_this_door():
    draft = cards(contracts=[contract("draft", missing_consents=[FIRST, SECOND])])
    assert waits(Role.SUPERVISEE, FIRST, draft) == waits(Role.COMMISSIONER, HR, draft) == []


def test_each_member_consents_and_then_their_representative_signs():
    unread = cards(contracts=[contract("signing", next_party="supervisee", missing_consents=[SECOND])])
    assert waits(Role.SUPERVISEE, SECOND, unread) == [("consent", None)]
    assert waits(Role.SUPERVISEE, FIRST, unread) == []
    ready = cards(contracts=[contract("signing", next_party="supervisee")])
    assert waits(Role.SUPERVISEE, FIRST, ready) == [("sign", None)]
    assert waits(Role.SUPERVISEE, SECOND, ready) == []


def test_a_held_review_waits_for_the_members_whose_consent_is_awaited():
    held = ReviewCard(kind="interim", status="done", opened_at=THEN, may_consent=True)
    given = held.model_copy(update={"may_consent": False})
    assert waits(Role.SUPERVISEE, SECOND, cards(contracts=[contract("signed")], reviews=[held])) == [
        ("review", None)
    ]
    assert waits(Role.SUPERVISEE, SECOND, cards(contracts=[contract("signed")], reviews=[given])) == []


def test_the_continuation_waits_for_commissioners_by_the_end_date_until_it_is_chosen():
    asked = contract("signed", continuation_asked_at=THEN)
    assert waits(Role.COMMISSIONER, MANAGER, cards(contracts=[asked])) == [
        ("continuation", date(2027, 12, 15))
    ]
    chosen = asked.model_copy(update={"continuation_choice": "close"})
    assert waits(Role.COMMISSIONER, MANAGER, cards(contracts=[chosen])) == []


def test_nothing_of_a_process_that_has_ended_waits():
    over = contract("signed", continuation_asked_at=THEN, ended=True)
    assert waits(Role.COMMISSIONER, HR, cards(contracts=[over])) == []


def test_what_has_a_last_day_comes_first():
    other = uuid4()
    both = cards(
        [inquiry(), inquiry("proposed", process_id=other, number="TO-1008")],
        [contract("signing", next_party="commissioner")],
        [proposal().model_copy(update={"process_id": other})],
    )
    found = waiting_for(Viewer(person_id=HR, role=Role.COMMISSIONER, organisation_id=HOUSE), both)
    assert [one.path for one in found] == ["/processes/TO-1008/proposal", "/processes/TO-1007/contract"]


@pytest.mark.parametrize(
    ("asked", "agreed", "phase"),
    [
        (inquiry("received"), None, "screening"),
        (inquiry("in_matching"), None, "matching"),
        (inquiry("proposed"), None, "proposal"),
        (inquiry("redirected"), None, "redirected"),
        (inquiry("accepted"), contract("signing"), "contract"),
        (inquiry("renewal"), None, "contract"),
        (inquiry("accepted"), contract("expired"), "expired"),
        (inquiry("accepted"), contract("signed"), "sessions"),
        (inquiry("accepted"), contract("signed", continuation_asked_at=THEN), "continuation"),
        (inquiry("accepted"), contract("signed", ended=True, continuation_choice="renew"), "renewed"),
        (inquiry("accepted", ended=True), None, "closed"),
    ],
)
def test_the_phase_follows_from_the_furthest_fact(asked, agreed, phase):
    assert phase_of(asked, agreed) == phase
