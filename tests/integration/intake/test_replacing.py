"""A proposal is replaced: while it is open, after it has expired, and with another supervisor."""

from datetime import UTC, date, datetime

import pytest

from services.messages.intake import (
    ExpireProposal,
    ProposalSent,
    ShowInquiry,
    ShowProposal,
    SupervisorMatched,
)
from services.runtime.commands.refusal import Refusal
from tests.integration.intake.builders import (
    answer,
    chosen,
    matched,
    proposal,
    proposed,
    said,
    supervisor,
)

EXPIRED_AT = datetime(2026, 11, 30, 22, 0, tzinfo=UTC)
AFTERWARDS = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)


async def code(house, order) -> str:
    with pytest.raises(Refusal) as no:
        await house.ask(order)
    return no.value.code


def anew(process_id, **facts):
    return proposal(process_id, **{"valid_until": date(2026, 12, 20), "as_of": AFTERWARDS} | facts)


async def expired(house, who):
    process_id = await proposed(house, who)
    await house.ask(ExpireProposal(process_id=process_id, as_of=EXPIRED_AT))
    return process_id


async def test_an_open_proposal_is_replaced_and_only_the_newest_can_be_answered(intake):
    process_id = await proposed(intake, await supervisor(intake))
    newer = await intake.ask(proposal(process_id, starts_on=date(2027, 2, 1), replaces=1))
    assert (newer.revision, newer.starts_on) == (2, date(2027, 2, 1))
    assert await code(intake, answer(process_id, revision=1)) == "proposal_changed"
    await intake.ask(answer(process_id, revision=2))
    assert [(one.revision, one.reopens) for one in await said(intake, ProposalSent)] == [
        (1, False),
        (2, False),
    ]
    assert (await intake.ask(ShowInquiry(process_id=process_id))).status == "accepted"


async def test_of_two_who_replace_the_same_proposal_the_second_is_told_to_read_the_first(intake):
    process_id = await proposed(intake, await supervisor(intake))
    await intake.ask(proposal(process_id, starts_on=date(2027, 2, 1), replaces=1))
    other = proposal(process_id, starts_on=date(2027, 3, 1), replaces=1)
    assert await code(intake, other) == "proposal_changed"
    again = await intake.ask(proposal(process_id, starts_on=date(2027, 2, 1), replaces=1))
    assert again.revision == 2


async def test_the_same_terms_after_a_wish_for_a_change_are_sent_and_not_thrown_away(intake):
    process_id = await proposed(intake, await supervisor(intake))
    await intake.ask(answer(process_id, "ask_change", reason="Voisiko hinnasta puhua?"))
    again = await intake.ask(proposal(process_id, replaces=1))
    assert (again.revision, again.answer) == (2, None)


async def test_an_expired_proposal_is_replaced_and_accepted(intake):
    process_id = await expired(intake, await supervisor(intake))
    assert await code(intake, proposal(process_id, as_of=AFTERWARDS)) == "validity_in_the_past"
    newer = await intake.ask(anew(process_id))
    assert newer.revision == 2
    assert [one.reopens for one in await said(intake, ProposalSent)] == [False, True]
    await intake.ask(answer(process_id, revision=2, as_of=AFTERWARDS))
    assert (await intake.ask(ShowProposal(process_id=process_id))).answer == "accept"


async def test_a_supervisor_whose_place_was_taken_meanwhile_is_changed_before_it_is_sent_again(intake):
    busy = await supervisor(intake, capacity=1)
    process_id = await expired(intake, busy)
    await matched(intake, busy)
    assert await code(intake, anew(process_id)) == "supervisor_not_eligible"
    free = await supervisor(intake, "toinen@virta.example")
    await chosen(intake, process_id, free, instead_of=busy, as_of=AFTERWARDS)
    await intake.ask(anew(process_id))
    assert [one.reopens for one in await said(intake, SupervisorMatched)] == [False, False, True]
    card = await intake.ask(ShowInquiry(process_id=process_id))
    assert (card.status, card.supervisor_id) == ("proposed", free)


async def test_a_choice_is_corrected_before_anything_is_proposed(intake):
    first, second = await supervisor(intake), await supervisor(intake, "toinen@virta.example")
    process_id = await matched(intake, first)
    await chosen(intake, process_id, second, instead_of=first)
    assert (await intake.ask(ShowInquiry(process_id=process_id))).supervisor_id == second
