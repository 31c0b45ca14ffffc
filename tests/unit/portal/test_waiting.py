"""What waits, gathered from the cards on which their owners say so."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from services.messages.billing import WantedReference
from services.messages.contracts import ContractCard, Newcomer, OwnPart, Parties, Terms
from services.messages.intake import InquiryCard, ProposalCard
from services.messages.sessions import ReviewCard, SessionCard, Waits
from services.messages.values import Audience
from services.portal.pages.mine.waiting import Cards, Kind, waiting_for
from services.portal.pages.processes.phases import phase_of

PROCESS, HR, FIRST, SECOND, SUPERVISOR, HOUSE = (uuid4() for _ in range(6))
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


def proposal(**facts: Any) -> ProposalCard:
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
        "answer": None,
    }
    return ProposalCard(**card | facts)


def waits(cards: Cards) -> list[tuple[Kind, date | None]]:
    return [(one.kind, one.due) for one in waiting_for(cards)]


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


def test_a_proposal_waits_until_its_last_day_while_its_owner_says_that_it_can_be_answered():
    asked = [inquiry("proposed")]
    assert waits(cards(asked, proposals=[proposal(may_answer=True)])) == [("proposal", date(2026, 11, 30))]
    assert waits(cards(asked, proposals=[proposal()])) == []


@pytest.mark.parametrize(
    ("own", "waiting"),
    [
        (OwnPart(), []),
        (OwnPart(turn="not_yet"), []),
        (OwnPart(turn="consents_first", may_decline=True), []),
        (OwnPart(turn="not_yet", may_consent=True), [("consent", None)]),
        (OwnPart(turn="now", may_sign=True, may_decline=True), [("sign", None)]),
        (OwnPart(may_choose=True), []),
        (OwnPart(may_choose=True, choice_awaited=True), [("continuation", date(2027, 12, 15))]),
    ],
)
def test_of_a_contract_waits_what_its_owner_says(own, waiting):
    assert waits(cards(contracts=[contract("signing", own=own)])) == waiting


@pytest.mark.parametrize(
    ("own", "waiting"),
    [
        (OwnPart(may_consent=True), [("change", date(2026, 11, 26))]),
        (OwnPart(may_sign=True), [("change", date(2026, 11, 26))]),
        (OwnPart(consented_at=THEN), []),
    ],
)
def test_a_change_of_a_contract_waits_for_whom_it_asks_until_it_lapses(own, waiting):
    change = contract("signing", version=2, own=own, lapses_at=datetime(2026, 11, 26, 8, tzinfo=UTC))
    standing = contract("signed", open_amendment=2)
    assert waits(replace(cards(contracts=[standing]), changes={PROCESS: change})) == waiting


def test_a_held_review_waits_for_the_members_whose_consent_is_awaited():
    held = ReviewCard(kind="interim", status="done", opened_at=THEN, may_consent=True)
    given = held.model_copy(update={"may_consent": False})
    assert waits(cards(contracts=[contract("signed")], reviews=[held])) == [("review", None)]
    assert waits(cards(contracts=[contract("signed")], reviews=[given])) == []


def test_what_a_group_asks_of_its_members_waits_with_the_day_of_the_session():
    nobody = SessionCard(
        session_id=uuid4(),
        process_id=PROCESS,
        number=3,
        starts_at=datetime(2027, 3, 1, 22, 30, tzinfo=UTC),
        ends_at=datetime(2027, 3, 1, 23, 30, tzinfo=UTC),
        status="planned",
        sequence=0,
    )
    told = Waits(goals=[PROCESS, uuid4()], nobody_can_come=[nobody])
    found = waiting_for(replace(cards(), waits=told))
    assert [(one.path, one.due, one.session) for one in found] == [
        ("/processes/TO-1007/schedule", date(2027, 3, 2), 3),
        ("/processes/TO-1007/goals", None, None),
    ]


def test_who_is_to_join_waits_for_a_members_answer_until_the_day_before():
    asked = Newcomer(person_id=uuid4(), from_day=date(2027, 3, 2), may_answer=True)
    answered = asked.model_copy(update={"may_answer": False, "from_day": date(2027, 2, 1)})
    both = replace(cards(), newcomers={PROCESS: [answered, asked], uuid4(): [asked]})
    [found] = waiting_for(both)
    assert (found.path, found.due) == ("/processes/TO-1007/joining", date(2027, 3, 1))
    assert waiting_for(replace(cards(), newcomers={PROCESS: [answered]})) == []


def test_a_reference_that_invoices_wait_for_is_given_once_for_all_of_them_by_who_can():
    facts = {"organisation_id": HOUSE, "department_id": None, "missing": True, "months": ["2027-04"]}
    wanted = [
        WantedReference(**facts, reference="order_number", process_numbers=["TO-1007", "TO-1009"]),
        WantedReference(**facts, reference="agreement", process_numbers=["TO-1008"], yours=False),
    ]
    [one] = waiting_for(Cards([], [], {}, {}, references=wanted))
    assert (one.kind, one.number, list(one.others)) == ("order_number", "TO-1007", ["TO-1009"])
    assert one.path == "/organisation/billing#field-order_number"


def test_what_has_a_last_day_comes_first():
    other = uuid4()
    both = cards(
        [inquiry(), inquiry("proposed", process_id=other, number="TO-1008")],
        [contract("signing", own=OwnPart(may_sign=True))],
        [proposal(process_id=other, may_answer=True)],
    )
    found = waiting_for(both)
    assert [one.path for one in found] == ["/processes/TO-1008/proposal", "/processes/TO-1007/contract"]


def went_on(**facts):
    return contract("signed", ended=True, **{"continuation_choice": "renew"} | facts)


@pytest.mark.parametrize(
    ("asked", "agreed", "phase"),
    [
        (inquiry("received"), None, "screening"),
        (inquiry("in_matching"), None, "matching"),
        (inquiry("proposed"), None, "proposal"),
        (inquiry("redirected"), None, "redirected"),
        (inquiry("accepted"), contract("signing"), "contract"),
        (inquiry("accepted", trial_open=True), None, "trial"),
        (inquiry("accepted", trial_open=True, ended=True), None, "closed"),
        (inquiry("renewal"), None, "contract"),
        (inquiry("accepted"), contract("expired"), "expired"),
        (inquiry("accepted"), contract("signed"), "sessions"),
        (inquiry("accepted"), contract("signed", continuation_asked_at=THEN), "continuation"),
        (inquiry("accepted"), contract("signed", ended=True, continuation_choice="renew"), "renewed"),
        (inquiry("accepted"), went_on(renewal="lapsed"), "not_renewed"),
        (inquiry("accepted"), went_on(renewal="off"), "not_renewed"),
        (inquiry("accepted"), went_on(renewal="signing"), "renewed"),
        (inquiry("accepted"), went_on(continuation_choice="close", never_began=True), "never_began"),
        (inquiry("accepted", ended=True), None, "closed"),
        (inquiry("renewal", ended=True), contract("expired"), "expired"),
    ],
)
def test_the_phase_follows_from_the_furthest_fact(asked, agreed, phase):
    assert phase_of(asked, agreed) == phase


def test_what_was_entered_for_somebody_waits_for_their_word_and_a_proposal_after_it():
    assert waits(cards([inquiry("received", may_confirm=True)])) == [("inquiry", None)]
    assert waits(cards([inquiry("received")])) == []
