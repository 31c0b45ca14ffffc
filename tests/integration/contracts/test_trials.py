"""A trial before the contract: prepared, agreed to by everybody, decided by both sides, or come to nothing.

Its one session is on Monday 11 January 2027; until the end of 31 December it can be called off for nothing.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
import pytest_asyncio

from services.messages.contracts import (
    AgreeToTrial,
    GiveUpTrial,
    IsMember,
    ListTrials,
    LookAtTrial,
    PrepareTrial,
    SayTrialDecision,
    ShowTrial,
    TrialAccepted,
    TrialAgreed,
    TrialAsked,
    TrialDecided,
    TrialMoved,
    TrialOverdue,
    TrialPrepared,
    TrialPutOff,
    TrialReminded,
)
from services.messages.intake import ProposalAnswered, ShowInquiry
from services.messages.sessions import TrialPlanned, TrialSession
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import end_of
from tests.integration.contracts.builders import (
    COMMISSIONER,
    COORDINATOR,
    MEMBERS,
    STRANGER,
    draft,
    said,
)
from tests.integration.intake.builders import (
    answer,
    choice,
    declaration,
    in_matching,
    matched,
    price,
    proposal,
    supervisor,
)
from tests.integration.intake.builders import said as said_by_intake

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
T1 = datetime(2027, 1, 11, 11, 0, tzinfo=UTC)
FREE_UNTIL = end_of(date(2026, 12, 31))
ENDS_BY = date(2027, 2, 28)
AFTER = T1 + timedelta(days=1)


@pytest_asyncio.fixture
async def trial(contracts):
    """A process whose accepted proposal has a trial of one session, credited; its supervisor."""
    who = await supervisor(contracts)
    await contracts.ask(price())
    process_id = await matched(contracts, who)
    terms = {"trial_sessions": 1, "trial_price": "credited", "trial_ends_by": ENDS_BY}
    await contracts.ask(proposal(process_id, three_way_meeting=True, **terms))
    await contracts.ask(answer(process_id))
    return process_id, who


def prepared(process_id, **facts) -> PrepareTrial:
    order = {
        "process_id": process_id,
        "replaces": 0,
        "commissioner_id": COMMISSIONER,
        "prepared_by": COORDINATOR,
    }
    order |= {"representative_id": MEMBERS[0], "supervisee_ids": MEMBERS, "first_day": date(2027, 1, 4)}
    return PrepareTrial.model_validate(order | {"as_of": NOW} | facts)


async def plan(house, process_id, *starts_at, revision=1) -> None:
    """As sessions says it."""
    planned = [
        TrialSession(number=number, starts_at=at, ends_at=at + timedelta(minutes=90))
        for number, at in enumerate(starts_at, 1)
    ]
    free_until = FREE_UNTIL if planned else None
    said_so = TrialPlanned(process_id=process_id, revision=revision, sessions=planned, free_until=free_until)
    await house.say("sessions", said_so)
    await house.quiet()


def yes(process_id, person_id, revision=1, at=NOW) -> AgreeToTrial:
    return AgreeToTrial(process_id=process_id, revision=revision, person_id=person_id, as_of=at)


def word(process_id, person_id, what, at=AFTER, **facts) -> SayTrialDecision:
    order = {"process_id": process_id, "word": what, "person_id": person_id, "as_of": at}
    return SayTrialDecision.model_validate(order | {"members_heard": True} | facts)


def look(process_id, at) -> LookAtTrial:
    return LookAtTrial(process_id=process_id, as_of=at)


async def agreed(house, trial):
    process_id, who = trial
    await house.ask(prepared(process_id))
    await plan(house, process_id, T1)
    for person in (COMMISSIONER, who, *MEMBERS):
        await house.ask(yes(process_id, person))
    return process_id, who


async def code(house, order) -> str:
    with pytest.raises(Refusal) as no:
        await house.ask(order)
    return no.value.code


async def shown(house, process_id, person_id, role, **facts):
    viewer = Viewer(person_id=person_id, role=role, **facts)
    return await house.ask(ShowTrial(process_id=process_id, viewer=viewer))


async def test_the_answer_says_that_a_trial_comes_first_and_no_contract_is_drafted(contracts, trial):
    process_id, _ = trial
    [answered] = await said_by_intake(contracts, ProposalAnswered)
    assert (answered.trial_sessions, answered.trial_ends_at) == (1, end_of(ENDS_BY))
    assert await code(contracts, draft(process_id)) == "trial_open"
    correction = proposal(process_id, duration_minutes=90, valid_until=date(2026, 12, 5), replaces=1)
    assert await code(contracts, correction) == "trial_open"


async def test_everybody_says_yes_before_its_sessions_are_booked(contracts, trial):
    process_id, who = trial
    await contracts.ask(prepared(process_id))
    await contracts.ask(prepared(process_id))
    [told] = await said(contracts, TrialPrepared)
    assert (told.terms.starts_on, told.terms.ends_on, told.terms.sessions_agreed) == (
        date(2027, 1, 4), ENDS_BY, 1,
    )  # fmt: skip
    assert await code(contracts, yes(process_id, who)) == "trial_not_asked"
    await plan(contracts, process_id, T1)
    [asked] = await said(contracts, TrialAsked)
    assert (asked.starts_at, asked.answer_until, asked.price) == ([T1], FREE_UNTIL, "credited")
    assert await code(contracts, yes(process_id, STRANGER)) == "not_asked"
    for person in (COMMISSIONER, who, *MEMBERS[:-1]):
        await contracts.ask(yes(process_id, person))
    assert await said(contracts, TrialAgreed) == []
    await contracts.ask(yes(process_id, MEMBERS[-1]))
    await contracts.ask(yes(process_id, MEMBERS[-1]))
    [complete] = await said(contracts, TrialAgreed)
    assert (complete.due_at, complete.lapses_at) == (
        end_of(date(2027, 1, 25)), end_of(date(2027, 2, 8)),
    )  # fmt: skip
    accepted = [one.party for one in await said(contracts, TrialAccepted)]
    assert accepted == [Party.COMMISSIONER, Party.SUPERVISOR, *[Party.SUPERVISEE] * len(MEMBERS)]


async def test_both_say_go_and_the_contract_is_drafted_for_those_who_tried_it(contracts, trial):
    process_id, who = await agreed(contracts, trial)
    assert await code(contracts, word(process_id, who, "go", at=NOW)) == "trial_not_begun"
    assert await code(contracts, word(process_id, MEMBERS[1], "go")) == "not_yours_to_decide"
    assert (
        await code(contracts, word(process_id, MEMBERS[0], "go", members_heard=False)) == "members_not_heard"
    )
    await contracts.ask(word(process_id, who, "go"))
    assert await said(contracts, TrialDecided) == []
    await contracts.ask(word(process_id, MEMBERS[0], "go"))
    await contracts.ask(word(process_id, MEMBERS[0], "go"))
    [decided] = await said(contracts, TrialDecided)
    due = end_of(date(2027, 1, 26))
    assert (decided.outcome, decided.agreed, decided.complete_by) == ("go", True, due)
    card = await contracts.ask(draft(process_id))
    assert (card.parties.supervisee_ids, card.parties.representative_id) == (MEMBERS, MEMBERS[0])
    assert end_of(card.meeting.due_on) == due
    assert await code(contracts, prepared(process_id, replaces=1)) == "trial_decided"


async def test_what_is_corrected_after_the_trial_offers_none(contracts, trial):
    process_id, who = await agreed(contracts, trial)
    assert (await contracts.ask(ShowInquiry(process_id=process_id))).trial_open
    for person, heard in ((MEMBERS[0], True), (who, False)):
        await contracts.ask(word(process_id, person, "go", members_heard=heard))
    await contracts.quiet()
    await contracts.ask(draft(process_id))
    anew = {"as_of": AFTER, "valid_until": date(2027, 1, 30), "starts_on": date(2027, 2, 1), "replaces": 1}
    tries = {"trial_sessions": 1, "trial_ends_by": date(2027, 3, 1)}
    assert await code(contracts, proposal(process_id, **anew, **tries)) == "too_late_for_a_trial"
    await contracts.ask(proposal(process_id, **anew))
    await contracts.ask(answer(process_id, revision=2, as_of=AFTER))
    assert not (await contracts.ask(ShowInquiry(process_id=process_id))).trial_open


async def test_the_first_no_go_decides_and_nobody_is_told_whose_it_was(contracts, trial):
    process_id, who = await agreed(contracts, trial)
    await contracts.ask(word(process_id, MEMBERS[0], "go"))
    await contracts.ask(word(process_id, who, "no_go"))
    [decided] = await said(contracts, TrialDecided)
    assert decided.outcome == "no_go" and decided.complete_by is None
    words = {"words", "word", "side", "person_id", "by"}
    assert not words & set(TrialDecided.model_fields)
    customer = await contracts.ask(
        ShowTrial(process_id=process_id, viewer=Viewer(person_id=COORDINATOR, role=Role.COORDINATOR))
    )
    assert (customer.outcome, customer.own.word, customer.awaited) == ("no_go", None, [])
    assert (await shown(contracts, process_id, who, Role.SUPERVISOR)).own.word == "no_go"
    assert (await contracts.ask(IsMember(person_id=MEMBERS[1]))).member
    assert (await shown(contracts, process_id, MEMBERS[0], Role.SUPERVISEE)).own.word == "go"
    assert (await shown(contracts, process_id, MEMBERS[1], Role.SUPERVISEE)).own.word is None
    assert await code(contracts, word(process_id, who, "go")) == "trial_decided"
    assert await code(contracts, draft(process_id)) == "trial_open"


async def test_who_has_not_answered_in_time_puts_it_off_and_it_is_prepared_anew(contracts, trial):
    process_id, who = trial
    await contracts.ask(prepared(process_id))
    await plan(contracts, process_id, T1)
    await contracts.ask(yes(process_id, who))
    early = await contracts.ask(look(process_id, FREE_UNTIL - timedelta(seconds=1)))
    assert (early.outcome, early.look_at) == (None, FREE_UNTIL)
    late = yes(process_id, COMMISSIONER, at=FREE_UNTIL)
    assert await code(contracts, late) == "trial_put_off"
    for _ in range(2):
        found = await contracts.ask(look(process_id, FREE_UNTIL))
        assert (found.outcome, found.look_at) == (None, end_of(ENDS_BY))
    [off] = await said(contracts, TrialPutOff)
    assert (off.why, off.revision) == ("unanswered", 1)
    again = {"replaces": 1, "as_of": FREE_UNTIL, "first_day": date(2027, 1, 25)}
    await contracts.ask(prepared(process_id, **again))
    await plan(contracts, process_id, T1)  # of the one before: nothing follows
    assert len(await said(contracts, TrialAsked)) == 1
    await plan(contracts, process_id, T1 + timedelta(days=14), revision=2)
    assert await code(contracts, yes(process_id, who)) == "trial_changed"
    seen = await shown(contracts, process_id, who, Role.SUPERVISOR)
    assert (seen.revision, seen.own.may_agree, seen.own.agreed) == (2, True, False)


async def test_where_nothing_is_free_it_is_to_be_prepared_anew(contracts, trial):
    process_id, _ = trial
    await contracts.ask(prepared(process_id))
    await plan(contracts, process_id)
    assert [one.why for one in await said(contracts, TrialPutOff)] == ["no_time"]
    coordinator = await shown(contracts, process_id, COORDINATOR, Role.COORDINATOR)
    assert (coordinator.status, coordinator.own.may_prepare) == ("put_off", True)


@pytest.mark.parametrize("is_prepared", [True, False])
async def test_what_nobody_agreed_on_by_its_last_day_has_come_to_nothing(contracts, trial, is_prepared):
    process_id, _ = trial
    if is_prepared:
        await contracts.ask(prepared(process_id))
        await plan(contracts, process_id, T1)
    for _ in range(2):
        assert (await contracts.ask(look(process_id, end_of(ENDS_BY)))).outcome == "lapsed"
    [decided] = await said(contracts, TrialDecided)
    assert (decided.outcome, decided.agreed, decided.parties is not None) == ("lapsed", False, is_prepared)
    assert await code(contracts, prepared(process_id, replaces=1)) == "trial_decided"


async def test_silence_is_reminded_of_given_to_a_coordinator_and_is_never_go(contracts, trial):
    process_id, who = await agreed(contracts, trial)
    await contracts.ask(word(process_id, who, "go"))
    [times] = await said(contracts, TrialAgreed)
    looks = [(times.reminder_at, times.due_at), (times.due_at, times.lapses_at)]
    for at, again_at in looks:
        for _ in range(2):
            found = await contracts.ask(look(process_id, at))
            assert (found.outcome, found.look_at) == (None, again_at)
    assert [one.person_id for one in await said(contracts, TrialReminded)] == [MEMBERS[0]]
    assert len(await said(contracts, TrialOverdue)) == 1
    coordinator = await shown(contracts, process_id, COORDINATOR, Role.COORDINATOR)
    assert coordinator.awaited == ["supervisees"]
    assert await code(contracts, word(process_id, MEMBERS[0], "go", at=times.lapses_at)) == "trial_decided"
    assert (await contracts.ask(look(process_id, times.lapses_at))).outcome == "lapsed"
    assert [one.outcome for one in await said(contracts, TrialDecided)] == ["lapsed"]


async def test_a_moved_session_moves_the_decision(contracts, trial):
    process_id, _ = await agreed(contracts, trial)
    await plan(contracts, process_id, T1)
    assert await said(contracts, TrialMoved) == []
    await plan(contracts, process_id, T1 + timedelta(days=7))
    [moved] = await said(contracts, TrialMoved)
    assert moved.due_at == end_of(date(2027, 2, 1))
    assert (await contracts.ask(look(process_id, NOW))).look_at == moved.reminder_at


async def test_a_coordinator_gives_it_up_for_a_reason_that_stays_with_us(contracts, trial):
    process_id, who = trial
    order = {"process_id": process_id, "given_up_by": COORDINATOR, "as_of": NOW}
    assert await code(contracts, GiveUpTrial(**order, reason=" ")) == "reason_missing"
    assert (
        await code(contracts, GiveUpTrial(**order | {"given_up_by": who}, reason="Ei."))
        == "not_yours_to_decide"
    )
    for _ in range(2):
        await contracts.ask(GiveUpTrial(**order, reason="Tilaaja perui."))
    [decided] = await said(contracts, TrialDecided)
    assert decided.outcome == "no_go" and "perui" not in decided.model_dump_json()


@pytest.mark.parametrize(
    "facts, refused",
    [
        ({"prepared_by": STRANGER}, "not_yours_to_decide"),
        ({"commissioner_id": STRANGER}, "not_a_commissioner"),
        ({"representative_id": STRANGER}, "representative_not_a_member"),
        ({"supervisee_ids": [MEMBERS[0], MEMBERS[0]]}, "named_twice"),
        ({"supervisee_ids": MEMBERS[:1]}, "group_too_small"),
        ({"first_day": date(2026, 12, 1)}, "not_before_tomorrow"),
        ({"first_day": ENDS_BY + timedelta(days=1)}, "outside_the_trial"),
        ({"replaces": 4}, "trial_changed"),
    ],
)
async def test_what_cannot_be_prepared_is_refused(contracts, trial, facts, refused):
    process_id, _ = trial
    assert await code(contracts, prepared(process_id, **facts)) == refused
    assert await said(contracts, TrialPrepared) == []


async def test_what_comes_before_or_after_its_time_is_refused_with_the_field(contracts, trial):
    process_id, who = trial
    await contracts.ask(prepared(process_id))
    with pytest.raises(Refusal, match="trial_not_agreed: process_id"):
        await contracts.ask(word(process_id, who, "no_go"))
    await plan(contracts, process_id, T1)
    for person in (COMMISSIONER, who, *MEMBERS):
        await contracts.ask(yes(process_id, person))
    with pytest.raises(Refusal, match="trial_agreed: process_id"):
        await contracts.ask(prepared(process_id, replaces=1))


async def test_where_none_was_proposed_none_is_prepared(contracts):
    process_id = await matched(contracts, await supervisor(contracts))
    await contracts.ask(price())
    await contracts.ask(proposal(process_id))
    with pytest.raises(Refusal, match="proposal_not_accepted: process_id"):
        await contracts.ask(prepared(process_id))
    await contracts.ask(answer(process_id))
    with pytest.raises(Refusal, match="no_trial: process_id"):
        await contracts.ask(prepared(process_id))


async def test_who_sees_what_of_it(contracts, trial):
    process_id, _ = trial
    await contracts.ask(prepared(process_id))
    await plan(contracts, process_id, T1)
    member = await shown(contracts, process_id, MEMBERS[1], Role.SUPERVISEE)
    assert (member.own.may_agree, member.prices_hidden, member.price_cents) == (True, True, 0)
    assert len(member.missing) == member.missing_count == len(MEMBERS) + 2
    coordinator = await shown(contracts, process_id, COORDINATOR, Role.COORDINATOR)
    assert coordinator.price_cents == 17500 and coordinator.own.may_prepare and not coordinator.own.may_agree
    stranger = ShowTrial(process_id=process_id, viewer=Viewer(person_id=STRANGER, role=Role.SUPERVISEE))
    assert await code(contracts, stranger) == "unknown_process"
    for person, role, count in ((MEMBERS[1], Role.SUPERVISEE, 1), (STRANGER, Role.SUPERVISEE, 0)):
        listed = await contracts.ask(ListTrials(viewer=Viewer(person_id=person, role=role)))
        assert len(listed.trials) == count
        assert (await contracts.ask(IsMember(person_id=person))).member is bool(count)


@pytest.mark.parametrize(
    "facts, refused",
    [
        ({"trial_ends_by": None}, "trial_end_missing"),
        ({"trial_ends_by": date(2026, 11, 30)}, "trial_ends_too_early"),
        ({"trial_ends_by": date(2027, 12, 10)}, "trial_ends_too_late"),
    ],
)
async def test_a_proposal_says_by_when_it_has_been_tried(contracts, facts, refused):
    who = await supervisor(contracts)
    await contracts.ask(price())
    process_id = await matched(contracts, who)
    assert await code(contracts, proposal(process_id, trial_sessions=2, **facts)) == refused


async def test_what_its_supervisor_has_declared_is_known_to_whoever_is_asked_to_say_yes(contracts):
    """Rule: shown to commissioner and members before they consent; not to a stranger."""
    who = await supervisor(contracts)
    await contracts.ask(price())
    process_id = await in_matching(contracts)
    await contracts.ask(declaration(process_id, who, "former_customer", since=2024, until=2025))
    await contracts.ask(choice(process_id, who))
    terms = {"trial_sessions": 1, "trial_price": "free", "trial_ends_by": ENDS_BY}
    await contracts.ask(proposal(process_id, **terms))
    await contracts.ask(answer(process_id))
    await contracts.ask(prepared(process_id))
    for person_id, role in (
        (MEMBERS[1], Role.SUPERVISEE),
        (who, Role.SUPERVISOR),
        (COORDINATOR, Role.COORDINATOR),
    ):
        viewer = Viewer(person_id=person_id, role=role)
        told = (await contracts.ask(ShowTrial(process_id=process_id, viewer=viewer))).interest
        assert told and (told.code, told.since, told.until) == ("former_customer", 2024, 2025)
    await contracts.ask(prepared(process_id))  # Said again, nothing more.
