"""Another number in one place is another one everywhere: deadlines, tasks, mails, the paper, the bill, the pages."""

import itertools
import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages import billing, contracts, intake, sessions
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import (
    days_after,
    end_of,
    local_date,
    morning_of,
    start_of,
    working_days_after,
    working_days_before,
)
from tests.house import House
from tests.integration.console.arranged import Arranged
from tests.integration.contracts import builders as paper
from tests.integration.intake import builders as asking
from tests.integration.portal.test_inquiry import FOR_WHOM, HOPES, WHO
from tests.integration.sessions import builders as meeting
from tests.other_promises import OTHER
from tests.visitor import stranger

ASKED, LATER = asking.ASKED, asking.LATER
VALID_UNTIL = date(2026, 11, 30)


async def the(house: House, source: str, event_type: type[Any]) -> Any:
    """The last event of a kind that a service has said."""
    await house.quiet()
    return [event for event in await house.events(source) if isinstance(event, event_type)][-1]


async def due(house: House, kind: str) -> datetime:
    """When a task on the console's list is due."""
    await house.quiet()
    [row] = await house.rows("console", "select due_at from task where kind = $1", kind)
    found: datetime = row["due_at"]
    return found


def working_days(since: datetime, numbers: Iterable[int]) -> list[datetime]:
    return [working_days_after(since, days) for days in numbers]


async def proposed(promised: Arranged) -> UUID:
    """The interval is left open: as promised."""
    process_id, _ = await promised.matched()
    await promised.house.ask(asking.proposal(process_id))
    return process_id


async def signed(promised: Arranged) -> contracts.ContractCard:
    """The paper is completed as it was drafted, and signed by all."""
    process_id, _ = await promised.drafted()
    card = await promised.house.ask(paper.completion(process_id))
    await paper.sign_by(promised.house, card)
    return await paper.show(promised.house, process_id)


async def planned(promised: Arranged) -> tuple[contracts.ContractCard, list[sessions.SessionCard]]:
    card = await signed(promised)
    await promised.house.ask(meeting.hours(card.parties.supervisor_id))
    return card, await meeting.plan(promised.house, card.process_id)


async def test_the_steps_before_the_contract_fall_due_then(promised: Arranged) -> None:
    house = promised.house
    process_id, _ = await promised.asked()
    received = await the(house, "intake", intake.InquiryReceived)
    assert (received.promises, received.reminders_at) == (OTHER, working_days(ASKED, (3, 5)))
    assert await due(house, "decide_screening") == received.reminders_at[0]
    await house.ask(asking.decision(process_id))
    decided = await the(house, "intake", intake.ScreeningDecided)
    assert decided.reminders_at == working_days(LATER, (4, 8))
    assert await due(house, "match") == decided.reminders_at[0]
    await asking.chosen(house, process_id, promised.staff["supervisor"])
    matched = await the(house, "intake", intake.SupervisorMatched)
    assert matched.reminders_at == working_days(LATER, (5, 9))
    assert await due(house, "send_proposal") == matched.reminders_at[0]


async def test_a_proposal_is_reminded_of_and_changed_then(promised: Arranged) -> None:
    house = promised.house
    process_id = await proposed(promised)
    sent = await the(house, "intake", intake.ProposalSent)
    assert sent.reminders_at == [morning_of(VALID_UNTIL - timedelta(days=5))]
    assert sent.expires_at == end_of(VALID_UNTIL)
    await house.ask(asking.answer(process_id, "ask_change", reason="Myöhemmin."))
    answered = await the(house, "intake", intake.ProposalAnswered)
    assert answered.reminders_at == working_days(LATER, (5, 9))
    assert await due(house, "change_proposal") == answered.reminders_at[0]


async def test_the_paper_says_them_and_waits_as_long(promised: Arranged) -> None:
    house = promised.house
    process_id, _ = await promised.drafted()
    accepted = await the(house, "intake", intake.ProposalAnswered)
    assert accepted.complete_by == working_days_after(LATER, 7)
    assert await due(house, "complete_contract") == accepted.complete_by
    draft = await house.ask(contracts.DraftContract(process_id=process_id, as_of=paper.DRAFTED))
    assert draft.completing_reminders_at == working_days(LATER, (7, 11))
    assert (draft.signing_reminders_at, draft.signing_expires_at) == ([], None)
    terms = draft.terms
    assert [(tier.notice_working_days, tier.percent) for tier in terms.cancellation_tiers] == [
        (7, 0),
        (0, 81),
    ]
    assert (terms.no_show_percent, terms.unit_minutes, terms.payment_days) == (62, 60, 22)
    assert terms.base_interval_days == 28
    coordinator = Viewer(person_id=promised.staff["coordinator"], role=Role.COORDINATOR)
    text = await house.ask(contracts.ShowContractText(process_id=process_id, viewer=coordinator))
    told = {one.clause: one.text for one in text.clauses}
    for clause, words in (
        (contracts.Clause.DURATION_AND_AMOUNT, ("työnohjaustunti on 60 minuuttia", "väli on 12 päivää")),
        (contracts.Clause.DURATION_AND_AMOUNT, ("vähintään 28 päivää",)),
        (contracts.Clause.PRICE_AND_PAYMENT, ("maksuaika on 22 päivää",)),
        (contracts.Clause.CANCELLATION, ("Vähintään 7 työpäivää", "veloitetaan 81 %", "veloitetaan 62 %")),
    ):
        assert all(word in told[clause] for word in words), told[clause]


async def test_an_individuals_paper_says_its_own_notice(promised: Arranged) -> None:
    await promised.house.ask(asking.price(format="individual"))
    supervisor = await asking.supervisor(promised.house, email="yksi@virta.example", audiences=["individual"])
    process_id, _ = await promised.in_matching(audience="individual", headcount=1)
    await asking.chosen(promised.house, process_id, supervisor)
    await promised.house.ask(asking.proposal(process_id))
    await promised.house.ask(asking.answer(process_id))
    draft = await promised.house.ask(contracts.DraftContract(process_id=process_id, as_of=LATER))
    tiers = [(tier.notice_hours, tier.percent) for tier in draft.terms.cancellation_tiers]
    assert tiers == [(72, 0), (0, 81)]


async def test_who_does_not_sign_is_chased_and_who_declines_gets_another_then(promised: Arranged) -> None:
    house = promised.house
    process_id, _ = await promised.drafted()
    await house.ask(paper.completion(process_id))
    await house.quiet()
    ready = await the(house, "contracts", contracts.ContractCompleted)
    assert ready.signing_reminders_at == [days_after(paper.DRAFTED, days) for days in (4, 9, 16)]
    assert ready.signing_expires_at == days_after(paper.DRAFTED, 41)
    [letter] = await house.rows(
        "notices", "select facts, written_at from notice where kind = 'contract_to_sign'"
    )
    until = datetime.fromisoformat(json.loads(letter["facts"])["link_ends_at"])
    assert abs(until - days_after(letter["written_at"], 41)) < timedelta(minutes=1)
    await house.ask(contracts.RemindSigner(process_id=process_id, level=3, as_of=LATER))
    asked = await the(house, "contracts", contracts.SignatureAsked)
    assert asked.act_by == await due(house, "chase_signature") == working_days_after(LATER, 2)
    [asker] = await house.rows("intake", "select contact_id from inquiry where process_id = $1", process_id)
    decline = {"party": Party.COMMISSIONER, "signer_id": asker["contact_id"], "reason": "Liian kallis."}
    await house.ask(contracts.DeclineSigning(process_id=process_id, version=1, as_of=LATER, **decline))
    declined = await the(house, "contracts", contracts.SigningDeclined)
    assert declined.complete_by == await due(house, "mend_contract") == working_days_after(LATER, 7)
    assert declined.reminders_at == working_days(LATER, (7, 11))


async def test_the_end_is_asked_about_then(promised: Arranged) -> None:
    card = await signed(promised)
    event = await the(promised.house, "contracts", contracts.ContractSigned)
    ends_on = card.terms.ends_on
    mornings = [morning_of(ends_on - timedelta(days=days)) for days in (45, 19)]
    assert (event.continuation_reminders_at, event.ends_at) == (mornings, morning_of(ends_on))


async def test_the_sessions_are_planned_confirmed_and_reminded_of_so(promised: Arranged) -> None:
    house = promised.house
    card, series = await planned(promised)
    days = [local_date(one.starts_at) for one in series]
    gaps = [(later - day).days for day, later in itertools.pairwise(days)]
    assert 12 <= gaps[0] <= 12 + 9 and 28 <= gaps[1] <= 28 + 14
    event = await the(house, "sessions", sessions.SeriesPlanned)
    assert [one.confirm_by for one in event.sessions] == [days_after(one.ends_at, 3) for one in series]
    look = sessions.LookAtSeries(process_id=card.process_id, as_of=event.sessions[0].starts_at)
    assert (await house.ask(look)).wake_at == event.sessions[len(series) // 2].confirm_by
    await house.quiet()
    reminders = await house.rows(
        "notices", "select distinct not_before from notice where kind = 'session_reminder' order by 1"
    )
    free = [one.free_until for one in event.sessions if one.free_until]
    last_days = [local_date(one - timedelta(microseconds=1)) for one in free]
    in_time = [working_days_before(one, 2) for one in last_days]
    expected = [
        morning_of(min(day - timedelta(days=2), early)) + timedelta(hours=1)
        for day, early in zip(days, in_time, strict=True)
    ]
    assert [row["not_before"] for row in reminders] == expected
    rows = await house.rows("console", "select confirm_by from process_session order by number")
    assert [row["confirm_by"] for row in rows] == [one.confirm_by for one in event.sessions]


async def test_a_review_is_due_then_and_asked_for_again_after_as_long(promised: Arranged) -> None:
    house = promised.house
    card, _ = await planned(promised)
    opened_at = house.clock.now() - timedelta(days=25)
    order = {"process_id": card.process_id, "kind": "interim", "as_of": opened_at}
    opened = await house.ask(sessions.OpenReview.model_validate(order))
    assert opened.due_at == await due(house, "record_review") == days_after(opened_at, 20)
    await house.quiet()
    assert (await house.ask(sessions.OpenReview.model_validate(order))).due_at == days_after(opened_at, 40)


async def test_cancelling_and_not_coming_cost_so_much(promised: Arranged) -> None:
    house = promised.house
    card, series = await planned(promised)
    await house.quiet()
    finance = Viewer(person_id=promised.staff["finance"], role=Role.FINANCE)
    asked = {
        "process_id": card.process_id,
        "performed_on": local_date(series[0].starts_at),
        "minutes": 90,
        "cancelled_by": "commissioner",
        "notice_hours": 24 * 9,
        "viewer": finance,
    }
    for notice, percent in ((7, 0), (6, 81)):
        query = billing.QuoteCancellation.model_validate({**asked, "notice_working_days": notice})
        assert (await house.ask(query)).percent == percent
    await house.ask(meeting.no_show(series[0], card.parties.supervisor_id))
    await house.quiet()
    [item] = (await house.ask(billing.ListDraftItems(viewer=finance))).items
    assert (item.kind, item.percent) == ("no_show", 62)


async def test_a_dispute_is_to_be_decided_then(promised: Arranged) -> None:
    house = promised.house
    card, series = await planned(promised)
    await house.ask(meeting.no_show(series[0], card.parties.supervisor_id))
    await house.quiet()
    finance = Viewer(person_id=promised.staff["finance"], role=Role.FINANCE)
    [item] = (await house.ask(billing.ListDraftItems(viewer=finance))).items
    asked: dict[str, Any] = {"process_id": card.process_id, "dispute_id": uuid4(), "item_ids": [item.item_id]}
    asked |= {"claim": "quality", "opened_by": card.parties.commissioner_id, "as_of": LATER}
    await house.ask(billing.OpenDispute.model_validate(asked))
    opened = await the(house, "billing", billing.DisputeOpened)
    assert opened.decide_by == await due(house, "resolve_dispute") == working_days_after(LATER, 6)


async def test_a_trial_is_to_be_decided_in_the_promised_days_unless_it_is_proposed_otherwise(
    promised: Arranged,
) -> None:
    process_id, _ = await promised.matched()
    trial = {"trial_sessions": 1, "trial_ends_by": date(2027, 2, 28)}
    sent = await promised.house.ask(asking.proposal(process_id, **trial))
    assert sent.trial_decision_days == 11
    other = asking.proposal(process_id, **trial, trial_decision_days=20, valid_until=date(2026, 12, 1))
    assert (await promised.house.ask(other)).trial_decision_days == 20


async def test_a_group_is_as_large_as_is_promised(promised: Arranged) -> None:
    await promised.asked(headcount=8)
    with pytest.raises(Refusal, match="group_too_large: headcount is at most 8"):
        await promised.asked(headcount=9)


async def test_the_pages_say_them(promised: Arranged) -> None:
    async with stranger(promised.house, "portal") as browser:
        front = (await browser.get("/")).text
        address = (await browser.post("/inquiry", data=WHO)).headers["location"].removesuffix("/2")
        for_whom = (await browser.get(f"{address}/2")).text
        await browser.post(f"{address}/2", data=FOR_WHOM)
        await browser.post(f"{address}/3", data=HOPES)
        thanks = (await browser.get((await browser.post(f"{address}/send")).headers["location"])).text
    assert "an answer within 3 working days" in front and "every 4–6 weeks" in front
    assert "a group or a leadership team is 2–8" in for_whom and "Every 4–6 weeks" in for_whom
    assert "Within 3 working days" in thanks
    _, number = await promised.matched()
    page = await promised.open(f"/processes/{number}/proposing")
    today = local_date(promised.house.clock.now())
    begins = today + timedelta(days=29)
    for value in (28, begins, begins + timedelta(days=300), today + timedelta(days=23)):
        assert f'value="{value}"' in page, value


async def test_what_is_changed_or_ended_sooner_waits_as_long_as_was_promised(promised: Arranged) -> None:
    house = promised.house
    card = await signed(promised)
    asked: dict[str, Any] = {"process_id": card.process_id, "changes": {"price_cents": 29000}, "as_of": LATER}
    asked |= {"effective_from": date(2027, 6, 1), "drafted_by": promised.staff["coordinator"]}
    draft = await house.ask(contracts.DraftAmendment.model_validate(asked))
    assert draft.lapses_at == days_after(LATER, 12)
    sooner: dict[str, Any] = {"process_id": card.process_id, "by": "commissioner", "as_of": LATER}
    sooner |= {"last_day": date(2027, 9, 1), "proposed_by": promised.staff["coordinator"]}
    await house.ask(contracts.ProposeEarlierEnd.model_validate(sooner))
    proposed_end = await the(house, "contracts", contracts.EarlierEndProposed)
    assert proposed_end.answer_by == local_date(LATER) + timedelta(days=10)


async def test_a_renewal_waits_for_its_signatures_from_the_promised_day_on(promised: Arranged) -> None:
    house = promised.house
    old = await signed(promised)
    await paper.renew(house, old.process_id)
    at_once = paper.draft(paper.SUCCESSOR, renews=old.process_id)
    await house.ask(at_once)
    await house.ask(paper.completion(paper.SUCCESSOR))
    completed = await the(house, "contracts", contracts.ContractCompleted)
    hurries = start_of(old.terms.ends_on + timedelta(days=1 - 35))
    assert completed.signing_since < hurries
    assert completed.signing_expires_at == days_after(hurries, 41)


async def test_the_three_parties_meet_in_the_promised_days(promised: Arranged) -> None:
    house = promised.house
    process_id, _ = await promised.matched()
    await house.ask(asking.proposal(process_id, three_way_meeting=True))
    await house.ask(asking.answer(process_id))
    meet_by = end_of(local_date(LATER) + timedelta(days=18))
    assert (await the(house, "intake", intake.ProposalAnswered)).complete_by == meet_by
    draft = await house.ask(contracts.DraftContract(process_id=process_id, as_of=paper.DRAFTED))
    assert draft.completing_reminders_at[0] == meet_by
