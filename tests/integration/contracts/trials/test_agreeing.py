"""A trial before the contract is prepared, and agreed to by everybody or put off."""

from datetime import date, timedelta

import pytest

from services.messages.contracts import (
    ShowTrial,
    TrialAccepted,
    TrialAgreed,
    TrialAsked,
    TrialDecided,
    TrialPrepared,
    TrialPutOff,
)
from services.messages.intake import ProposalAnswered, ShowInquiry
from services.messages.values import Party, Role, Viewer
from services.runtime.finland import end_of
from tests.integration.contracts.builders import (
    COMMISSIONER,
    COORDINATOR,
    MEMBERS,
    STRANGER,
    draft,
    said,
)
from tests.integration.contracts.trials.trying import (
    AFTER,
    ENDS_BY,
    FREE_UNTIL,
    T1,
    agreed,
    code,
    look,
    plan,
    prepared,
    shown,
    word,
    yes,
)
from tests.integration.intake.builders import (
    answer,
    choice,
    declaration,
    in_matching,
    price,
    proposal,
    supervisor,
)
from tests.integration.intake.builders import said as said_by_intake


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


async def test_who_was_chosen_since_is_named_when_it_is_prepared_anew(contracts, trial):
    process_id, before = trial
    await contracts.ask(prepared(process_id))
    await plan(contracts, process_id, T1)
    other = await supervisor(contracts, "other@virta.example", audiences=["group"])
    await contracts.ask(declaration(process_id, other))
    await contracts.ask(choice(process_id, other, instead_of=before))
    await contracts.ask(prepared(process_id, replaces=1))
    await plan(contracts, process_id, T1, revision=2)
    seen = await shown(contracts, process_id, COORDINATOR, Role.COORDINATOR)
    assert seen.parties.supervisor_id == other
    for person in (COMMISSIONER, other, *MEMBERS):
        await contracts.ask(yes(process_id, person, revision=2))
    third = await supervisor(contracts, "third@virta.example", audiences=["group"])
    await contracts.ask(declaration(process_id, third))
    assert await code(contracts, choice(process_id, third, instead_of=other)) == "trial_agreed"
