"""Who finds which processes: another organisation's ids are answered like ids that are nobody's."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from services.messages.contracts import (
    ContinuationChosen,
    ContractCompleted,
    ContractSigned,
    Parties,
    SuccessorGroupChanged,
    Terms,
)
from services.messages.intake import (
    FindPersonsProcesses,
    FindProcess,
    ListInquiries,
    ListPrices,
    ShortlistOthers,
    ShowInquiry,
    ShowProposal,
)
from services.messages.operations import ReportState
from services.messages.values import Role, Viewer
from services.runtime.commands.parts import all_parts
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import LARGEST_BODY
from tests.integration.intake.builders import (
    ASKED,
    COMMISSIONER,
    LATER,
    answer,
    asking,
    decision,
    in_matching,
    inquiry,
    price,
    proposal,
    proposed,
    supervisor,
)

MEMBER, REPRESENTATIVE, FORMER = uuid4(), uuid4(), uuid4()
STAFF = [
    Viewer(person_id=uuid4(), role=role) for role in (Role.COORDINATOR, Role.FINANCE, Role.ADMINISTRATOR)
]


def viewer(role: Role, person_id: UUID | None = None, of: UUID | None = None) -> Viewer:
    return Viewer(person_id=person_id or uuid4(), role=role, organisation_id=of)


def strangers() -> list[Viewer]:
    roles = (Role.COMMISSIONER, Role.PAYER, Role.SUPERVISEE, Role.SUPERVISOR)
    return [viewer(role, of=uuid4()) for role in roles]


async def refused(house, query) -> tuple[str, str | None, str | None]:
    with pytest.raises(Refusal) as no:
        await house.ask(query)
    return no.value.code, no.value.field, no.value.reason


async def listed(house, who: Viewer, **facts) -> list[str]:
    return [one.number for one in (await house.ask(ListInquiries(viewer=who, **facts))).inquiries]


async def complete(house, process_id: UUID, supervisor_id: UUID, *members: UUID) -> None:
    event = ContractCompleted(
        process_id=process_id,
        version=1,
        supervisee_ids=[REPRESENTATIVE, *members],
        representative_id=REPRESENTATIVE,
        commissioner_id=COMMISSIONER,
        supervisor_id=supervisor_id,
    )
    await house.say("contracts", event)
    await house.quiet()


async def sign(house, process_id: UUID, supervisor_id: UUID, of: UUID | None = None) -> None:
    """of: another process, in the place of process_id, that the paper is about."""
    card = await house.ask(ShowProposal(process_id=process_id))
    paper = {"unit_minutes": 45, "vat_category": "S", "payment_days": 14, "no_show_percent": 100}
    event = ContractSigned(
        process_id=of or process_id,
        version=1,
        terms=Terms.model_validate(card.model_dump() | paper | {"cancellation_tiers": []}),
        parties=Parties(
            commissioner_id=COMMISSIONER,
            representative_id=REPRESENTATIVE,
            supervisee_ids=[REPRESENTATIVE, MEMBER],
            supervisor_id=supervisor_id,
        ),
        renews=None,
        signed_at=LATER,
        continuation_reminders_at=[],
        ends_at=LATER,
    )
    await house.say("contracts", event)
    await house.quiet()


async def test_a_stranger_gets_the_answers_that_an_unknown_id_gets(intake):
    process_id = await proposed(intake, await supervisor(intake))
    for who in strangers():
        for query in (ShowInquiry, ShowProposal):
            real = await refused(intake, query(process_id=process_id, viewer=who))
            assert real == await refused(intake, query(process_id=uuid4(), viewer=who))
            assert real == ("unknown_process", "process_id", None)
        real = await refused(intake, FindProcess(number="TO-1001", viewer=who))
        assert real == await refused(intake, FindProcess(number="TO-9999", viewer=who))
        assert real[0] == "unknown_process"
        assert await listed(intake, who) == []


async def test_those_whom_it_concerns_find_it_by_number_and_in_their_list(intake):
    who = await supervisor(intake)
    process_id = await proposed(intake, who)
    card = await intake.ask(ShowInquiry(process_id=process_id))
    own = [
        viewer(Role.COMMISSIONER, of=card.organisation_id),
        viewer(Role.PAYER, of=card.organisation_id),
        viewer(Role.SUPERVISOR, who),
    ]
    await intake.ask(inquiry(contact_email="toinen@kunta.example", business_id="2077474-0", as_of=LATER))
    for one in own:
        assert await listed(intake, one) == ["TO-1001"]
        found = await intake.ask(FindProcess(number=" to-1001 ", viewer=one))
        assert found == await intake.ask(ShowInquiry(process_id=process_id, viewer=one))
    for one in STAFF:
        assert await listed(intake, one) == ["TO-1002", "TO-1001"]


async def test_a_list_is_newest_first_and_can_be_of_one_status(intake):
    for hours in (3, 1, 2):
        await intake.ask(inquiry(as_of=ASKED + timedelta(hours=hours)))
    await in_matching(intake)
    assert await listed(intake, STAFF[0]) == ["TO-1001", "TO-1003", "TO-1002", "TO-1004"]
    assert await listed(intake, STAFF[0], status="in_matching") == ["TO-1004"]
    assert await listed(intake, STAFF[0], status="declined") == []


async def test_what_was_hoped_for_is_kept_from_payer_finance_and_administrator(intake):
    process_id = await proposed(intake, await supervisor(intake))
    card = await intake.ask(ShowInquiry(process_id=process_id))
    kept_from = [viewer(Role.PAYER, of=card.organisation_id), *STAFF[1:]]
    for who in kept_from:
        for shown in (
            await intake.ask(ShowInquiry(process_id=process_id, viewer=who)),
            await intake.ask(FindProcess(number="TO-1001", viewer=who)),
            (await intake.ask(ListInquiries(viewer=who))).inquiries[0],
        ):
            assert "työnjakoa" not in shown.model_dump_json() and shown.wishes == []
            assert shown.suggestion is None
    for who in (viewer(Role.COMMISSIONER, of=card.organisation_id), STAFF[0]):
        shown = await intake.ask(ShowInquiry(process_id=process_id, viewer=who))
        assert (shown.message, shown.wishes) == (card.message, card.wishes)
        assert shown.message == "Toivomme selkeämpää työnjakoa."


async def test_the_members_reach_it_from_the_contract_on_and_the_hopes_from_its_signature_on(intake):
    who = await supervisor(intake)
    process_id = await proposed(intake, who)
    await intake.ask(answer(process_id))
    member, former = viewer(Role.SUPERVISEE, MEMBER), viewer(Role.SUPERVISEE, FORMER)
    assert await listed(intake, member) == []

    await complete(intake, process_id, who, MEMBER, FORMER)
    assert await listed(intake, member) == await listed(intake, former) == ["TO-1001"]
    await complete(intake, process_id, who, MEMBER)
    assert await listed(intake, former) == []
    before = await intake.ask(ShowInquiry(process_id=process_id, viewer=member))
    assert (before.message, before.wishes, before.suggestion) == ("", [], None)

    await sign(intake, process_id, who)
    after = await intake.ask(ShowInquiry(process_id=process_id, viewer=member))
    assert after.message == "Toivomme selkeämpää työnjakoa."
    assert after.supervisee_ids == [REPRESENTATIVE, MEMBER]
    payer = viewer(Role.PAYER, of=after.organisation_id)
    assert (await intake.ask(ShowInquiry(process_id=process_id, viewer=payer))).supervisee_ids == []


async def test_the_same_people_reach_the_successor_and_its_hopes_wait_for_its_own_signature(intake):
    who = await supervisor(intake)
    old, successor = await proposed(intake, who), uuid4()
    await intake.ask(answer(old))
    await complete(intake, old, who, MEMBER)
    await sign(intake, old, who)
    goes_on = ContinuationChosen(process_id=old, choice="renew", successor_id=successor, chosen_at=LATER)
    await intake.say("contracts", goes_on)
    await intake.quiet()
    card = await intake.ask(ShowInquiry(process_id=successor))
    assert card.renews == old
    for one in (
        viewer(Role.COMMISSIONER, of=card.organisation_id),
        viewer(Role.PAYER, of=card.organisation_id),
        viewer(Role.SUPERVISOR, who),
        viewer(Role.SUPERVISEE, MEMBER),
    ):
        assert sorted(await listed(intake, one)) == ["TO-1001", "TO-1002"]
        assert (await intake.ask(ShowInquiry(process_id=successor, viewer=one))).number == "TO-1002"
    member = viewer(Role.SUPERVISEE, MEMBER)
    assert (await intake.ask(ShowInquiry(process_id=successor, viewer=member))).message == ""
    await complete(intake, successor, who)
    assert await listed(intake, member) == ["TO-1001"]


async def test_who_has_left_before_the_choice_does_not_reach_what_follows(intake):
    who = await supervisor(intake)
    old, successor = await proposed(intake, who), uuid4()
    await intake.ask(answer(old))
    await complete(intake, old, who, MEMBER)
    await sign(intake, old, who)
    facts = {"process_id": old, "choice": "renew", "successor_id": successor, "chosen_at": LATER}
    await intake.say("contracts", ContinuationChosen(**facts, supervisee_ids=[REPRESENTATIVE]))
    await intake.quiet()
    assert await listed(intake, viewer(Role.SUPERVISEE, MEMBER)) == ["TO-1001"]
    assert sorted(await listed(intake, viewer(Role.SUPERVISEE, REPRESENTATIVE))) == ["TO-1001", "TO-1002"]


async def test_who_leaves_after_the_choice_does_not_reach_it_any_more(intake):
    who = await supervisor(intake)
    old, successor = await proposed(intake, who), uuid4()
    await intake.ask(answer(old))
    await complete(intake, old, who, MEMBER)
    await sign(intake, old, who)
    facts = {"process_id": old, "choice": "renew", "successor_id": successor, "chosen_at": LATER}
    await intake.say("contracts", ContinuationChosen(**facts, supervisee_ids=[REPRESENTATIVE, MEMBER]))
    changed = {"process_id": successor, "renews": old, "supervisee_ids": [REPRESENTATIVE]}
    await intake.say("contracts", SuccessorGroupChanged(**changed))
    await intake.quiet()
    assert await listed(intake, viewer(Role.SUPERVISEE, MEMBER)) == ["TO-1001"]
    assert sorted(await listed(intake, viewer(Role.SUPERVISEE, REPRESENTATIVE))) == ["TO-1001", "TO-1002"]


async def test_a_contract_that_is_said_before_its_process_waits_for_it(intake):
    who, process_id = await supervisor(intake), uuid4()
    early = ContractCompleted(
        process_id=process_id,
        version=1,
        supervisee_ids=[MEMBER],
        representative_id=MEMBER,
        commissioner_id=COMMISSIONER,
        supervisor_id=who,
    )
    await intake.say("contracts", early)
    await intake.ask(inquiry(inquiry_id=process_id))
    await intake.quiet()
    assert await listed(intake, viewer(Role.SUPERVISEE, MEMBER)) == ["TO-1001"]


async def test_a_first_contract_without_a_proposal_of_intakes_is_passed_over(intake):
    who = await supervisor(intake)
    process_id = await proposed(intake, who)
    await sign(intake, process_id, who, of=uuid4())
    assert (await intake.ask(ReportState(), of="intake")).parked == 0
    assert await listed(intake, viewer(Role.SUPERVISEE, MEMBER)) == []


async def test_a_proposal_is_shown_to_those_who_see_prices(intake):
    who = await supervisor(intake)
    process_id = await proposed(intake, who)
    await complete(intake, process_id, who, MEMBER)
    await intake.ask(answer(process_id, "ask_change", reason="Vasta helmikuussa."))
    organisation_id = (await intake.ask(ShowInquiry(process_id=process_id))).organisation_id
    for one in (viewer(Role.COMMISSIONER, of=organisation_id), STAFF[0]):
        shown = await intake.ask(ShowProposal(process_id=process_id, viewer=one))
        assert (shown.price_cents, shown.revision, shown.sent_at) == (17500, 1, LATER)
        assert (shown.answer_reason, shown.answered_at) == ("Vasta helmikuussa.", LATER)
        assert shown.expectations == "Toivomme selkeämpää työnjakoa."
    for one in (viewer(Role.PAYER, of=organisation_id), STAFF[1]):
        shown = await intake.ask(ShowProposal(process_id=process_id, viewer=one))
        assert (shown.price_cents, shown.expectations, shown.answer_reason) == (17500, "", None)
    for one in (viewer(Role.SUPERVISOR, who), viewer(Role.SUPERVISEE, MEMBER), STAFF[2]):
        no = await refused(intake, ShowProposal(process_id=process_id, viewer=one))
        assert no == ("no_proposal", "process_id", None)

    await intake.ask(proposal(process_id, valid_until=proposal(process_id).valid_until + timedelta(days=1)))
    again = await intake.ask(ShowProposal(process_id=process_id, viewer=STAFF[0]))
    assert (again.revision, again.answer, again.answer_reason) == (2, None, None)


async def test_the_price_list_is_shown_whole_with_the_newest_lines_first(intake):
    assert (await intake.ask(ListPrices())).prices == []
    for order in (
        price(17500),
        price(18500, valid_from=price().valid_from.replace(year=2027)),
        price(10500, format="individual", duration_minutes=45),
    ):
        await intake.ask(order)
    lines = (await intake.ask(ListPrices())).prices
    assert [(line.format, line.duration_minutes, line.price_cents) for line in lines] == [
        ("group", 90, 18500),
        ("group", 90, 17500),
        ("individual", 45, 10500),
    ]


COPIES = """INSERT INTO inquiry SELECT (jsonb_populate_record(one, jsonb_build_object(
    'process_id', gen_random_uuid(), 'number', 'TO-' || (2000 + n),
    'received_at', one.received_at + n * interval '1 second',
    'message', repeat('Odotukset. ', 360), 'outcome_reason', repeat('Perustelu. ', 360)))).*
    FROM inquiry one, generate_series(1, 1200) n"""


async def test_a_customer_with_many_long_inquiries_gets_the_whole_list_in_parts(intake):
    """More than one message holds: in order, each once, and without what was written at length."""
    await intake.ask(inquiry())
    await intake.rows("intake", COPIES)
    parts = await all_parts(intake.ask, ListInquiries(viewer=STAFF[0]))
    cards = [one for part in parts for one in part.inquiries]
    assert len(parts) > 2 and max(len(part.model_dump_json()) for part in parts) < LARGEST_BODY
    assert [one.number for one in cards] == [f"TO-{2000 + n}" for n in range(1200, 0, -1)] + ["TO-1001"]
    assert not any(one.message or one.outcome_reason for one in cards)


async def test_no_sign_of_a_searched_name_is_an_operator_of_the_database(intake):
    await intake.ask(
        inquiry(
            organisation_kind="private_person",
            organisation_name=None,
            business_id=None,
            contact_given_name="Pirjo",
            contact_family_name="D'Aalto-Niemi",
            audience="individual",
            headcount=1,
        )
    )
    for words, found in (
        (["pir"], 1),
        (["d'aalto-nie"], 1),
        (["+358"], 0),
        (["("], 0),
        ([".*"], 0),
        (["(p*)*r"], 0),
        (["p[i"], 0),
    ):
        query = FindPersonsProcesses(viewer=STAFF[0], words=words)
        assert len((await intake.ask(query)).process_ids) == found, words


async def test_a_private_person_has_no_departments_and_who_has_no_contract_no_other_supervisor(intake):
    private = {"organisation_kind": "private_person", "organisation_name": None, "business_id": None}
    asked = await asking(intake, inquiry(**private, audience="individual", headcount=1))
    await intake.ask(asked)
    with pytest.raises(Refusal) as refused:
        await intake.ask(decision(asked.inquiry_id, department_name="Keittiö"))
    assert (refused.value.code, refused.value.field) == ("no_departments", "department_name")
    order = ShortlistOthers(process_id=asked.inquiry_id, through=date(2027, 12, 1), as_of=LATER)
    with pytest.raises(Refusal) as refused:
        await intake.ask(order)
    assert refused.value.code == "not_going_on"
