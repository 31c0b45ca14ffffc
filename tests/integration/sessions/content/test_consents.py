"""A review is the commissioner's to read when everybody whom it concerns has said so."""

import pytest

from services.messages import sessions as messages
from services.messages.contracts import ContractCard
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.grown import copied
from tests.house import House
from tests.integration.contracts.builders import MEMBERS
from tests.integration.sessions.builders import A_DAY, PLANNED, STRANGER, planned, said
from tests.integration.sessions.test_agenda import inside, outside

STATEMENT = "Kanarialintu: perustehtävä on selkeytynyt."


@copied
async def reviewed(house: House) -> ContractCard:
    """A process whose interim review its supervisor has recorded."""
    contract, _ = await planned(house)
    review = {"process_id": contract.process_id, "kind": "interim", "as_of": PLANNED}
    await house.ask(messages.OpenReview.model_validate(review))
    record = {"benefit": True, "wants_to_continue": False, "statement": STATEMENT}
    by = {"recorded_by": contract.parties.supervisor_id}
    await house.ask(messages.RecordReview.model_validate(review | record | by))
    return contract


def consent(contract: ContractCard, person_id: object, kind: str = "interim") -> messages.ConsentToReview:
    order = {"process_id": contract.process_id, "kind": kind, "person_id": person_id}
    return messages.ConsentToReview.model_validate(order | {"as_of": PLANNED + A_DAY})


async def seen_by(house: House, contract: ContractCard) -> dict[Role, messages.ReviewCard]:
    cards = {}
    for role, who in inside(contract).items():
        query = messages.ListReviews(process_id=contract.process_id, viewer=who)
        [cards[role]] = (await house.ask(query)).reviews
    return cards


def told(cards: dict[Role, messages.ReviewCard]) -> set[Role]:
    """The roles that read the statement; what it led to is read with it or not at all."""
    for card in cards.values():
        assert (card.statement, card.benefit, card.wants_to_continue) in (
            (STATEMENT, True, False),
            (None, None, None),
        )
    return {role for role, card in cards.items() if card.statement}


async def test_the_commissioner_reads_a_review_after_the_last_consent_and_not_before(sessions: House) -> None:
    contract = await reviewed(sessions)
    group = {Role.SUPERVISEE, Role.SUPERVISOR}
    for given, member in enumerate(MEMBERS, start=1):
        cards = await seen_by(sessions, contract)
        assert told(cards) == group
        assert {cards[role].consents_given for role in group} == {given}
        employer = cards[Role.COMMISSIONER]
        assert (employer.consents_given, employer.consents_required) == (None, None), (
            "the last no would be known"
        )
        for _ in range(2):
            await sessions.ask(consent(contract, member))
    cards = await seen_by(sessions, contract)
    assert told(cards) == group | {Role.COMMISSIONER, Role.COORDINATOR}
    counted = cards[Role.SUPERVISEE]
    assert (counted.consents_given, counted.consents_required, counted.released_at) == (6, 6, PLANNED + A_DAY)
    [event] = await said(sessions, messages.ReviewReleased)
    assert (event.process_id, event.kind) == (contract.process_id, "interim")


async def test_with_the_record_it_is_said_whose_consent_is_awaited_and_who_recorded_it_is_not(
    sessions: House,
) -> None:
    contract = await reviewed(sessions)
    [event] = await said(sessions, messages.ReviewDone)
    assert set(event.asked) == set(MEMBERS)
    assert contract.parties.supervisor_id not in event.asked


async def test_payer_finance_and_administrator_learn_only_that_the_review_was_held(sessions: House) -> None:
    contract = await reviewed(sessions)
    for member in MEMBERS:
        await sessions.ask(consent(contract, member))
    cards = await seen_by(sessions, contract)
    for role in (Role.PAYER, Role.FINANCE, Role.ADMINISTRATOR):
        assert cards[role].status == "done"
        assert set(cards[role].model_dump(exclude_defaults=True)) == {
            "kind",
            "status",
            "opened_at",
            "closed_at",
        }
    [asked_by_a_service] = (await sessions.ask(messages.ListReviews(process_id=contract.process_id))).reviews
    assert asked_by_a_service == cards[Role.PAYER]


async def test_whose_consent_is_awaited_is_told_so_until_it_is_given(sessions: House) -> None:
    contract = await reviewed(sessions)
    awaited = {role for role, card in (await seen_by(sessions, contract)).items() if card.may_consent}
    assert awaited == {Role.SUPERVISEE}, "the supervisor consented by recording it"
    await sessions.ask(consent(contract, MEMBERS[0]))
    assert not any(card.may_consent for card in (await seen_by(sessions, contract)).values())


async def test_a_supervisor_who_took_their_consent_back_is_waited_for(sessions: House) -> None:
    contract = await reviewed(sessions)
    no = {"process_id": contract.process_id, "kind": "interim", "person_id": contract.parties.supervisor_id}
    await sessions.ask(messages.RefuseReview.model_validate(no | {"as_of": PLANNED}))
    awaited = {role for role, card in (await seen_by(sessions, contract)).items() if card.may_consent}
    assert awaited == {Role.SUPERVISOR, Role.SUPERVISEE}


async def test_why_a_review_was_waived_is_for_the_group_and_those_who_waive(sessions: House) -> None:
    contract, _ = await planned(sessions)
    review = {"process_id": contract.process_id, "kind": "final", "as_of": PLANNED}
    await sessions.ask(messages.OpenReview.model_validate(review))
    waiver = {"reason": STATEMENT, "waived_by": contract.parties.supervisor_id}
    await sessions.ask(messages.WaiveReview.model_validate(review | waiver))
    cards = await seen_by(sessions, contract)
    readers = {role for role, card in cards.items() if STATEMENT in card.model_dump_json()}
    assert readers == {Role.SUPERVISEE, Role.SUPERVISOR, Role.COORDINATOR}


async def test_what_cannot_be_consented_to_and_by_whom_is_refused(sessions: House) -> None:
    contract = await reviewed(sessions)
    waived = {"process_id": contract.process_id, "kind": "final", "as_of": PLANNED}
    refused = [
        (consent(contract, STRANGER), "not_a_member: person_id"),
        (consent(contract, contract.parties.commissioner_id), "not_a_member: person_id"),
        (consent(contract, MEMBERS[0], "final"), "review_not_done: kind"),
        (
            consent(contract, MEMBERS[0]).model_copy(update={"process_id": STRANGER}),
            "unknown_process: process_id",
        ),
    ]
    for order, code in refused:
        with pytest.raises(Refusal, match=code):
            await sessions.ask(order)
    await sessions.ask(messages.OpenReview.model_validate(waived))
    reason = {"reason": "Ryhmä lopetti.", "waived_by": FOUNDER}
    await sessions.ask(messages.WaiveReview.model_validate(waived | reason))
    with pytest.raises(Refusal, match="review_not_done: kind"):
        await sessions.ask(consent(contract, MEMBERS[0], "final"))
    assert await said(sessions, messages.ReviewReleased) == []


async def test_the_words_leave_neither_in_an_event_nor_as_text_in_the_database(sessions: House) -> None:
    contract = await reviewed(sessions)
    for member in MEMBERS:
        await sessions.ask(consent(contract, member))
    await sessions.quiet()
    rows = await sessions.rows("sessions", "select sealed from review")
    events = await sessions.rows("sessions", "select payload from outbox")
    assert len(rows) == 1 and events
    assert not any(b"Kanaria" in one["sealed"] for one in rows)
    assert not any(b"Kanaria" in one["payload"] for one in events)


async def test_out_of_reach_there_is_no_process_to_have_reviews(sessions: House) -> None:
    contract = await reviewed(sessions)
    for who in outside(contract):
        with pytest.raises(Refusal, match=r"^unknown_process: process_id$"):
            await sessions.ask(messages.ListReviews(process_id=contract.process_id, viewer=who))
