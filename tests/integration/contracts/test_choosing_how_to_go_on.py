"""How a process goes on: both say so where it is to go on, one where it closes; and it may be taken back."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.messages.contracts import (
    ContinuationChosen,
    ContinuationSaid,
    ContinuationTakenBack,
    ProcessClosed,
    ProcessRenewed,
    ShowContract,
    TakeBackContinuation,
)
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import morning_of
from tests.integration.contracts.builders import (
    COMMISSIONER,
    MEMBERS,
    SIGNED,
    STRANGER,
    SUCCESSOR,
    choice,
    end,
    hear_final_review,
    renew,
    said,
    show,
    signed,
)


def by_the_group(order, who=MEMBERS[0]):
    return order.model_copy(update={"chosen_by": who})


def taking_back(process_id: UUID, who: UUID = COMMISSIONER, at=SIGNED) -> TakeBackContinuation:
    return TakeBackContinuation(process_id=process_id, taken_back_by=who, as_of=at)


async def code(house, order) -> str:
    with pytest.raises(Refusal) as refused:
        await house.ask(order)
    return refused.value.code


@pytest.mark.parametrize("first", [COMMISSIONER, MEMBERS[0]])
async def test_it_goes_on_when_both_have_said_so(contracts, first):
    card = await signed(contracts)
    order = choice(card.process_id, "renew", SUCCESSOR)
    assert (await contracts.ask(by_the_group(order, first))).choice is None
    assert (await show(contracts, card.process_id)).continuation_choice is None
    assert await said(contracts, ContinuationChosen) == []
    answers = [
        await contracts.ask(by_the_group(order, who)) for who in (COMMISSIONER, MEMBERS[0], COMMISSIONER)
    ]
    assert (answers[-1].choice, answers[-1].parties) == ("renew", [Party.COMMISSIONER])
    [chosen] = await said(contracts, ContinuationChosen)
    assert (chosen.choice, chosen.successor_id) == ("renew", SUCCESSOR)
    assert chosen.ends_on == card.terms.ends_on
    assert {one.party for one in await said(contracts, ContinuationSaid)} == {
        Party.COMMISSIONER,
        Party.SUPERVISEE,
    }


async def test_one_word_for_it_and_none_from_the_other_side_closes(contracts):
    card = await signed(contracts)
    await contracts.ask(choice(card.process_id, "renew", SUCCESSOR))
    await hear_final_review(contracts, card.process_id)
    assert (await contracts.ask(end(card.process_id))).ended_as == "closed"
    assert len(await said(contracts, ProcessClosed)) == 1


@pytest.mark.parametrize("who", [COMMISSIONER, MEMBERS[0]])
async def test_the_first_who_closes_decides(contracts, who):
    card = await signed(contracts)
    await contracts.ask(by_the_group(choice(card.process_id, "close"), who))
    assert (await show(contracts, card.process_id)).continuation_choice == "close"
    assert await code(contracts, choice(card.process_id, "renew", SUCCESSOR)) == "already_chosen"


async def test_a_member_who_does_not_act_for_the_group_says_nothing(contracts):
    card = await signed(contracts)
    for who in (MEMBERS[1], STRANGER, card.parties.supervisor_id):
        assert (
            await code(contracts, by_the_group(choice(card.process_id, "close"), who)) == "not_a_commissioner"
        )
        assert await code(contracts, taking_back(card.process_id, who)) == "not_a_commissioner"


@pytest.mark.parametrize("who", [COMMISSIONER, MEMBERS[0]])
async def test_a_choice_is_taken_back_until_the_morning_of_the_last_day(contracts, who):
    card = await signed(contracts)
    await renew(contracts, card.process_id)
    over = morning_of(card.terms.ends_on)
    assert await code(contracts, taking_back(card.process_id, who, over)) == "choice_carried_out"
    for _ in range(2):
        await contracts.ask(taking_back(card.process_id, who, over - timedelta(seconds=1)))
    [taken] = await said(contracts, ContinuationTakenBack)
    assert (taken.process_id, taken.successor_id) == (card.process_id, SUCCESSOR)
    shown = await show(contracts, card.process_id)
    assert (shown.continuation_choice, shown.continuation_said, shown.choices_taken_back) == (None, {}, 1)
    await hear_final_review(contracts, card.process_id)
    assert (await contracts.ask(end(card.process_id))).ended_as == "closed"
    assert await said(contracts, ProcessRenewed) == []


async def test_an_old_page_takes_back_nothing_that_was_said_since_it_was_read(contracts):
    card = await signed(contracts)
    await contracts.ask(choice(card.process_id, "renew", SUCCESSOR))
    one_sided = (await show(contracts, card.process_id)).choice_mark
    await renew(contracts, card.process_id)
    read = (await show(contracts, card.process_id)).choice_mark
    old = taking_back(card.process_id).model_copy(update={"read": one_sided})
    assert await code(contracts, old) == "choice_changed"
    own = old.model_copy(update={"read": read})
    for _ in range(2):
        await contracts.ask(own)
    await renew(contracts, card.process_id)
    assert await code(contracts, own) == "choice_changed"
    assert (await show(contracts, card.process_id)).continuation_choice == "renew"


async def test_after_it_was_taken_back_it_is_chosen_anew(contracts):
    card = await signed(contracts)
    await contracts.ask(choice(card.process_id, "close"))
    await contracts.ask(taking_back(card.process_id))
    await renew(contracts, card.process_id)
    assert (await contracts.ask(end(card.process_id))).ended_as == "renewed"


async def test_each_sees_what_is_theirs_to_say(contracts):
    card = await signed(contracts)
    await contracts.ask(choice(card.process_id, "renew", SUCCESSOR))

    async def own(person_id: UUID, role: Role):
        viewer = Viewer(person_id=person_id, role=role, organisation_id=card.terms.organisation_id)
        shown = await contracts.ask(ShowContract(process_id=card.process_id, viewer=viewer))
        assert shown.own.choice_awaited == shown.own.may_choose, "the other side has said its word"
        return shown.own.may_choose, shown.own.may_choose_anew

    assert await own(MEMBERS[0], Role.SUPERVISEE) == (True, True)
    assert await own(MEMBERS[1], Role.SUPERVISEE) == (False, False)
    assert await own(COMMISSIONER, Role.COMMISSIONER) == (False, True)
