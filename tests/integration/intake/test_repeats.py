"""Asking twice, also at once, is asking once."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from services.messages.intake import (
    ExpireProposal,
    InquiryReceived,
    InterestDeclared,
    ProposalAnswered,
    ProposalExpired,
    ProposalSent,
    RemindOfStep,
    ScreeningDecided,
    ShowInquiry,
    StepOverdue,
    SupervisorMatched,
)
from services.messages.operations import ReportState
from services.runtime.commands.refusal import Refusal
from tests.integration.intake.builders import (
    LATER,
    answer,
    asking,
    choice,
    decision,
    declaration,
    in_matching,
    inquiry,
    price,
    proposal,
    proposed,
    said,
    supervisor,
)

AFTER_ITS_LAST_DAY = datetime(2026, 11, 30, 22, 0, tzinfo=UTC)


async def at_once(house, *orders):
    """Replies and refusals. The service's connections are opened before, so that the orders truly meet."""
    await asyncio.gather(*[house.ask(ReportState(), of="intake") for _ in range(8)])
    return await asyncio.gather(*[house.ask(order) for order in orders], return_exceptions=True)


async def test_one_inquiry_sent_ten_times_at_once_is_one_row_one_event_and_one_number(intake):
    """Turns red where numbers come from a database sequence: plant it in services/intake/inquiries.py:next_number."""
    order = inquiry()
    receipts = await at_once(intake, *[order] * 10)
    assert {(receipt.process_id, receipt.number) for receipt in receipts} == {(order.inquiry_id, "TO-1001")}
    assert len(await said(intake, InquiryReceived)) == 1
    assert len(await intake.rows("directory", "select 1 from person")) == 1
    # What the nine others had taken, they gave back.
    assert (await intake.ask(inquiry())).number == "TO-1002"


async def test_inquiries_that_come_at_once_are_numbered_without_gaps(intake):
    receipts = await at_once(intake, *[inquiry() for _ in range(12)])
    assert sorted(receipt.number for receipt in receipts) == [f"TO-{n}" for n in range(1001, 1013)]


async def test_each_order_of_the_walk_asked_twice_says_its_event_once(intake):
    process_id = uuid4()
    who = await supervisor(intake)
    await intake.ask(price())
    for order in (
        await asking(intake, inquiry(inquiry_id=process_id)),
        decision(process_id),
        declaration(process_id, who),
        choice(process_id, who),
        proposal(process_id),
        answer(process_id),
    ):
        assert await intake.ask(order) == await intake.ask(order)
    for event in (InquiryReceived, ScreeningDecided, SupervisorMatched, ProposalSent, ProposalAnswered):
        assert len(await said(intake, event)) == 1
    assert len(await said(intake, InterestDeclared)) == 1


async def test_earlier_orders_asked_again_at_the_end_change_nothing(intake):
    process_id = uuid4()
    who = await supervisor(intake)
    await intake.ask(price())
    orders = [
        await asking(intake, inquiry(inquiry_id=process_id)),
        decision(process_id),
        declaration(process_id, who),
        choice(process_id, who),
        proposal(process_id),
    ]
    for order in [*orders, answer(process_id), *orders]:
        await intake.ask(order)
    assert (await intake.ask(ShowInquiry(process_id=process_id))).status == "accepted"
    await intake.quiet()
    assert len(await intake.events("intake")) == 6


async def test_two_coordinators_who_decide_differently_at_once_get_one_decision(intake):
    order = inquiry()
    await intake.ask(order)
    outcomes = await at_once(
        intake, decision(order.inquiry_id), decision(order.inquiry_id, "training", "Koulutusta.")
    )
    assert [one.code for one in outcomes if isinstance(one, Refusal)] == ["already_decided"]
    assert len(await said(intake, ScreeningDecided)) == 1


async def test_two_who_choose_different_supervisors_at_once_get_one(intake):
    """Turns red where services/intake/inquiries.py:hold does not lock the row."""
    first = await supervisor(intake, capacity=60)
    second = await supervisor(intake, "toinen@virta.example", capacity=60)
    for _ in range(5):
        process_id = await in_matching(intake)
        for who in (first, second):
            await intake.ask(declaration(process_id, who))
        outcomes = await at_once(intake, choice(process_id, first), choice(process_id, second))
        assert [one.code for one in outcomes if isinstance(one, Refusal)] == ["not_in_matching"]
    assert len(await said(intake, SupervisorMatched)) == 5


async def test_the_last_place_of_a_supervisor_is_taken_once(intake):
    """Turns red without services/intake/supervisors/choosing.py:_one_choice_at_a_time."""
    for turn in range(3):
        who = await supervisor(intake, f"{turn}@virta.example", capacity=1)
        waiting = [await in_matching(intake) for _ in range(6)]
        for process_id in waiting:
            await intake.ask(declaration(process_id, who))
        outcomes = await at_once(intake, *[choice(process_id, who) for process_id in waiting])
        refusals = [one.code for one in outcomes if isinstance(one, Refusal)]
        assert refusals == ["supervisor_not_eligible"] * 5
    assert len(await said(intake, SupervisorMatched)) == 3


async def test_a_price_set_again_replaces_the_line(intake):
    await intake.ask(price(17500))
    await intake.ask(price(17500))
    await intake.ask(price(18000))
    assert [row["price_cents"] for row in await intake.rows("intake", "select price_cents from price")] == [
        18000
    ]


async def test_a_step_is_overdue_once_for_each_level_until_it_is_done(intake):
    order = inquiry()
    await intake.ask(order)
    for level in (1, 1, 2, 2):
        await intake.ask(
            RemindOfStep(process_id=order.inquiry_id, step="screening", level=level, as_of=LATER)
        )
    await intake.ask(decision(order.inquiry_id))
    await intake.ask(RemindOfStep(process_id=order.inquiry_id, step="screening", as_of=LATER))
    assert [(one.step, one.level) for one in await said(intake, StepOverdue)] == [
        ("screening", 1),
        ("screening", 2),
    ]


async def test_each_proposal_may_be_reminded_of(intake):
    process_id = await proposed(intake, await supervisor(intake))
    reminder = RemindOfStep(process_id=process_id, step="proposal_answer", as_of=LATER)
    await intake.ask(reminder)
    await intake.ask(answer(process_id, "ask_change"))
    await intake.ask(proposal(process_id, starts_on=date(2027, 2, 1)))
    await intake.ask(reminder)
    await intake.ask(answer(process_id))
    await intake.ask(reminder)
    assert len(await said(intake, StepOverdue)) == 2


async def test_a_proposal_expires_once_and_only_after_its_last_day(intake):
    process_id = await proposed(intake, await supervisor(intake))
    on_its_last_day = datetime(2026, 11, 30, 21, 59, tzinfo=UTC)
    found = await intake.ask(ExpireProposal(process_id=process_id, as_of=on_its_last_day))
    assert (found.expired, found.expires_at) == (False, on_its_last_day + timedelta(minutes=1))
    assert await said(intake, ProposalExpired) == []
    for _ in range(2):
        found = await intake.ask(ExpireProposal(process_id=process_id, as_of=AFTER_ITS_LAST_DAY))
        assert (found.expired, found.answer) == (True, None)
    assert len(await said(intake, ProposalExpired)) == 1


async def test_an_answered_proposal_does_not_expire(intake):
    process_id = await proposed(intake, await supervisor(intake))
    await intake.ask(answer(process_id))
    found = await intake.ask(ExpireProposal(process_id=process_id, as_of=AFTER_ITS_LAST_DAY))
    assert (found.expired, found.answer) == (False, "accept") and found.answered_at
    assert await said(intake, ProposalExpired) == []
    assert (await intake.ask(ShowInquiry(process_id=process_id))).status == "accepted"
