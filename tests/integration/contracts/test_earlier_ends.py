"""All three parties agree on an earlier last day; one no, or silence, leaves it as it was."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.messages.contracts import (
    AnswerEarlierEnd,
    ContractCard,
    EarlierEndAgreed,
    EarlierEndProposed,
    EarlierEndRefused,
    EarlierEndShown,
    EarlierEndTakenBack,
    ListContracts,
    ProcessTerminated,
    ProposeEarlierEnd,
    ShowEarlierEnd,
    TakeBackEarlierEnd,
)
from services.messages.values import Party, Role, Viewer
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.contracts.builders import COMMISSIONER, MEMBERS, STRANGER, said, show, signed
from tests.integration.contracts.test_ending_at_once import at_once
from tests.integration.contracts.test_terminating import LAST_DAY, TOLD, code, termination

DAY = date(2027, 9, 1)
NEXT = TOLD + timedelta(days=1)


def who(card: ContractCard, party: str) -> UUID:
    people = {"commissioner": COMMISSIONER, "supervisee": MEMBERS[0]}
    return people.get(party, card.parties.supervisor_id)


def proposal(card: ContractCard, by: str = "supervisee", **facts: Any) -> ProposeEarlierEnd:
    order = {"process_id": card.process_id, "by": by, "last_day": DAY, "proposed_by": who(card, by)}
    return ProposeEarlierEnd.model_validate(order | {"as_of": TOLD} | facts)


def answer(card: ContractCard, by: str, **facts: Any) -> AnswerEarlierEnd:
    order = {"process_id": card.process_id, "by": by, "last_day": DAY, "answered_by": who(card, by)}
    return AnswerEarlierEnd.model_validate(order | {"agrees": True, "as_of": NEXT} | facts)


def taking_back(card: ContractCard, by: str = "supervisee", **facts: Any) -> TakeBackEarlierEnd:
    order = {"process_id": card.process_id, "by": by, "number": 1, "taken_back_by": who(card, by)}
    return TakeBackEarlierEnd.model_validate(order | {"as_of": NEXT} | facts)


async def seen(
    house: House, card: ContractCard, person_id: UUID, role: Role, at: datetime = NEXT
) -> EarlierEndShown:
    organisation = card.terms.organisation_id if role is Role.COMMISSIONER else None
    viewer = Viewer(person_id=person_id, role=role, organisation_id=organisation)
    shown: EarlierEndShown = await house.ask(
        ShowEarlierEnd(process_id=card.process_id, viewer=viewer, as_of=at)
    )
    return shown


async def test_it_waits_for_each_party_that_has_said_nothing(contracts: House) -> None:
    """On the card, from which the page of what waits for somebody is made."""
    card = await signed(contracts)
    contracts.move_clock(TOLD)
    await contracts.ask(proposal(card))
    people = {
        party: Viewer(person_id=who(card, party), role=Role(party)) for party in ("supervisee", "supervisor")
    }
    people["commissioner"] = Viewer(
        person_id=COMMISSIONER, role=Role.COMMISSIONER, organisation_id=card.terms.organisation_id
    )

    async def awaited() -> set[str]:
        cards = {party: await contracts.ask(ListContracts(viewer=viewer)) for party, viewer in people.items()}
        return {party for party, found in cards.items() if found.contracts[0].own.answer_end_by}

    assert await awaited() == {"commissioner", "supervisor"}
    await contracts.ask(answer(card, "supervisor"))
    assert await awaited() == {"commissioner"}
    await contracts.ask(answer(card, "commissioner", agrees=False))
    assert await awaited() == set()


async def test_the_last_of_three_yes_carries_it_out_without_a_fee(contracts: House) -> None:
    card = await signed(contracts)
    for _ in range(2):
        await contracts.ask(proposal(card))
    [asked] = await said(contracts, EarlierEndProposed)
    assert (asked.asked, asked.answer_by) == ([Party.COMMISSIONER, Party.SUPERVISOR], date(2027, 8, 29))
    for _ in range(2):
        await contracts.ask(answer(card, "supervisor"))
    assert await said(contracts, ProcessTerminated) == []
    open_still = await seen(contracts, card, COMMISSIONER, Role.COMMISSIONER)
    assert (open_still.last_day, open_still.may_answer_for) == (DAY, [Party.COMMISSIONER])
    assert open_still.agreed == [
        Party.SUPERVISEE
    ]  # who proposed it; whose yes is missing tells whose the no was
    in_charge = await seen(contracts, card, STRANGER, Role.COORDINATOR)
    assert in_charge.agreed == [Party.SUPERVISEE, Party.SUPERVISOR]
    theirs = await seen(contracts, card, card.parties.supervisor_id, Role.SUPERVISOR)
    assert theirs.agreed == [Party.SUPERVISEE, Party.SUPERVISOR]  # their own
    await contracts.ask(answer(card, "commissioner"))
    [told] = await said(contracts, ProcessTerminated)
    assert (told.by, told.last_day, told.costs) == (Party.SUPERVISEE, DAY, "nothing")
    assert (told.agreed, told.stops_at) == (True, None)
    assert len(await said(contracts, EarlierEndAgreed)) == 2
    after = await show(contracts, card.process_id)
    assert (after.terms.ends_on, after.continuation_choice) == (DAY, "close")
    assert await code(contracts, answer(card, "commissioner")) == "nothing_proposed"


async def test_one_no_leaves_it_as_it_was_and_another_day_may_be_proposed(contracts: House) -> None:
    card = await signed(contracts)
    await contracts.ask(proposal(card))
    other = DAY + timedelta(days=1)
    assert await code(contracts, proposal(card, "supervisor", last_day=other)) == "end_proposed_already"
    await contracts.ask(answer(card, "supervisor", agrees=False))
    [refused] = await said(contracts, EarlierEndRefused)
    assert (refused.last_day, refused.by) == (DAY, Party.SUPERVISOR)
    assert await code(contracts, answer(card, "commissioner")) == "nothing_proposed"
    assert (await show(contracts, card.process_id)).terms.ends_on == card.terms.ends_on
    await contracts.ask(proposal(card, "supervisor", last_day=other, as_of=NEXT))
    assert await code(contracts, answer(card, "commissioner")) == "last_day_changed"
    assert await said(contracts, ProcessTerminated) == []


async def test_who_proposed_it_takes_it_back_and_nobody_answers_it_any_more(contracts: House) -> None:
    card = await signed(contracts)
    await contracts.ask(proposal(card))
    await contracts.ask(answer(card, "supervisor"))
    proposer = await seen(contracts, card, MEMBERS[0], Role.SUPERVISEE)
    assert (proposer.may_take_back, proposer.number) == (True, 1)
    for person, role in ((MEMBERS[1], Role.SUPERVISEE), (card.parties.supervisor_id, Role.SUPERVISOR)):
        assert not (await seen(contracts, card, person, role)).may_take_back
    assert (await seen(contracts, card, STRANGER, Role.COORDINATOR)).may_take_back
    assert await code(contracts, taking_back(card, "supervisor")) == "not_yours_to_decide"
    assert await code(contracts, taking_back(card, taken_back_by=MEMBERS[1])) == "not_yours_to_decide"
    for _ in range(2):
        await contracts.ask(taking_back(card))
    [told] = await said(contracts, EarlierEndTakenBack)
    assert (told.number, told.by, told.last_day) == (1, Party.SUPERVISEE, DAY)
    after = await seen(contracts, card, COMMISSIONER, Role.COMMISSIONER)
    assert (after.last_day, after.may_answer_for, after.may_propose) == (None, [], True)
    assert await code(contracts, answer(card, "commissioner")) == "end_taken_back"
    assert (await show(contracts, card.process_id)).terms.ends_on == card.terms.ends_on
    assert await said(contracts, ProcessTerminated) == []


async def test_an_old_answer_and_an_old_taking_back_reach_no_later_proposal_of_the_same_day(
    contracts: House,
) -> None:
    card = await signed(contracts)
    await contracts.ask(proposal(card))
    await contracts.ask(taking_back(card))
    await contracts.ask(proposal(card, as_of=NEXT))
    assert await code(contracts, answer(card, "commissioner", number=1)) == "end_taken_back"
    await contracts.ask(taking_back(card))  # said before, so nothing more
    assert (await seen(contracts, card, COMMISSIONER, Role.COMMISSIONER)).number == 2
    for party in ("commissioner", "supervisor"):
        await contracts.ask(answer(card, party, number=2))
    assert await code(contracts, taking_back(card, number=2)) == "nothing_proposed"
    [told] = await said(contracts, ProcessTerminated)
    assert told.last_day == DAY


async def test_silence_until_its_day_leaves_it_as_it_was(contracts: House) -> None:
    card = await signed(contracts)
    await contracts.ask(proposal(card))
    await contracts.ask(answer(card, "supervisor"))
    late = TOLD + timedelta(days=15)
    assert await code(contracts, answer(card, "commissioner", as_of=late)) == "nothing_proposed"
    shown = await seen(contracts, card, COMMISSIONER, Role.COMMISSIONER, late)
    assert (shown.last_day, shown.may_propose) == (None, True)
    in_time = TOLD + timedelta(days=14)
    await contracts.ask(answer(card, "commissioner", as_of=in_time))
    assert len(await said(contracts, ProcessTerminated)) == 1


async def test_a_day_that_is_past_or_no_earlier_and_an_answer_for_another_party_are_refused(
    contracts: House,
) -> None:
    card = await signed(contracts)
    past = local_date(TOLD) - timedelta(days=1)
    for facts, refused in (
        ({"last_day": past}, "day_is_past"),
        ({"last_day": card.terms.ends_on}, "not_an_earlier_day"),
        ({"proposed_by": MEMBERS[1]}, "not_yours_to_decide"),
    ):
        assert await code(contracts, proposal(card, **facts)) == refused
    await contracts.ask(proposal(card))
    assert (
        await code(contracts, answer(card, "commissioner", answered_by=MEMBERS[0])) == "not_yours_to_decide"
    )
    assert await code(contracts, answer(card, "supervisee", agrees=False)) == "already_answered"
    stranger = await seen(contracts, card, STRANGER, Role.COORDINATOR)
    assert stranger.may_answer_for == [Party.COMMISSIONER, Party.SUPERVISOR]
    member = await seen(contracts, card, MEMBERS[1], Role.SUPERVISEE)
    assert (member.may_answer_for, member.may_propose, member.last_day) == ([], False, DAY)


async def test_after_a_notice_an_earlier_day_may_be_agreed_and_an_end_at_once_ends_what_is_proposed(
    contracts: House,
) -> None:
    card = await signed(contracts)
    await contracts.ask(termination(card))
    assert await code(contracts, proposal(card, last_day=LAST_DAY)) == "not_an_earlier_day"
    await contracts.ask(proposal(card))
    for party in ("commissioner", "supervisor"):
        await contracts.ask(answer(card, party))
    told = [one.last_day for one in await said(contracts, ProcessTerminated)]
    assert told == [LAST_DAY, DAY]
    await contracts.ask(proposal(card, last_day=date(2027, 8, 25), as_of=NEXT))
    await contracts.ask(at_once(card, as_of=NEXT))
    late = answer(card, "commissioner", last_day=date(2027, 8, 25))
    assert await code(contracts, late) == "nothing_proposed"
