"""A signed contract is changed: whom it is asked of, what it does to the sessions, and what leaves it as it was."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.messages import contracts as messages
from services.messages import sessions as of_sessions
from services.messages.contracts import Clause, ContractCard, SignContract
from services.messages.values import Party, Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import end_of, local_date, start_of, working_days_before
from tests.house import House
from tests.integration.contracts.builders import COMMISSIONER, COORDINATOR, MEMBERS, show
from tests.integration.contracts.builders import said as said_of_contracts
from tests.integration.contracts.builders import signature as signed_as
from tests.integration.contracts.test_terminating import code, termination
from tests.integration.sessions.builders import held, planned, said, viewer
from tests.integration.sessions.changes.test_pausing import goes_on, listed, pause, with_hours
from tests.integration.sessions.members.test_joining import NEWCOMER, joined, refusal
from tests.integration.sessions.planning.test_replanning import a_coordinator

ASKED = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
FROM = date(2027, 6, 1)
LAPSES = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)


def amendment(contract: ContractCard, effective_from: date = FROM, **changes: Any) -> messages.DraftAmendment:
    at = changes.pop("as_of", ASKED)
    return messages.DraftAmendment.model_validate(
        {
            "process_id": contract.process_id,
            "changes": changes,
            "effective_from": effective_from,
            "drafted_by": COORDINATOR,
            "as_of": at,
        }
    )


def signature(card: ContractCard, party: Party, at: datetime = ASKED) -> SignContract:
    return signed_as(card, party, as_of=at)


async def signed_by_all(house: House, card: ContractCard, at: datetime = ASKED) -> ContractCard:
    """Every member consents, then the three parties sign."""
    for member in MEMBERS[1:]:
        consent = messages.RecordConsent(
            process_id=card.process_id, version=card.version, person_id=member, as_of=at
        )
        await house.ask(consent)
    for party in Party:
        await house.ask(signature(card, party, at))
    await house.quiet()
    return await show(house, card.process_id)


async def test_a_price_is_the_commissioners_alone_and_the_old_one_holds_until_its_day(
    sessions: House,
) -> None:
    contract, series = await with_hours(sessions)
    draft = await sessions.ask(amendment(contract, price_cents=28000))
    assert (draft.version, draft.supersedes, draft.status) == (2, 1, "signing")
    assert [one.party for one in draft.signers] == [Party.COMMISSIONER]
    assert draft.missing_consents == []
    # Asked twice: the one that is open; another one waits until it is over.
    again = await sessions.ask(amendment(contract, price_cents=28000))
    assert again.version == 2
    assert await code(sessions, amendment(contract, price_cents=29000)) == "amendment_open"
    # While it waits, what was agreed is what counts.
    standing = await show(sessions, contract.process_id)
    assert (standing.version, standing.open_amendment) == (1, 2)
    assert standing.terms.price_cents == contract.terms.price_cents

    amended = await sessions.ask(signature(draft, Party.COMMISSIONER))
    assert amended.status == "signed"
    await sessions.quiet()
    [told] = await said_of_contracts(sessions, messages.ContractAmended)
    assert (told.effective_from, told.changes, told.terms.price_cents) == (FROM, ["price_cents"], 28000)
    for day, price in ((FROM - timedelta(days=1), contract.terms.price_cents), (FROM, 28000)):
        query = messages.ShowContract(process_id=contract.process_id, on=day)
        assert (await sessions.ask(query)).terms.price_cents == price
    # Not one session has moved by it.
    assert await listed(sessions, contract) == series
    assert await said(sessions, of_sessions.SeriesAmended) == []


async def test_another_length_is_everybodys_and_the_later_sessions_are_moved_not_cancelled(
    sessions: House,
) -> None:
    contract, series = await with_hours(sessions)
    wanted: dict[str, Any] = {"duration_minutes": 120, "base_interval_days": 28}
    plan = await sessions.ask(
        of_sessions.PreviewChange(process_id=contract.process_id, effective_from=FROM, as_of=ASKED, **wanted)
    )
    draft = await sessions.ask(amendment(contract, **wanted))
    assert await code(sessions, signature(draft, Party.SUPERVISEE)) == "signature_out_of_order"
    await sessions.ask(signature(draft, Party.COMMISSIONER))
    assert await code(sessions, signature(draft, Party.SUPERVISEE)) == "consents_missing"
    await signed_by_all(sessions, draft)

    [told] = await said(sessions, of_sessions.SeriesAmended)
    now = [one for one in await listed(sessions, contract) if one.status == "planned"]
    before = [one for one in series if local_date(one.starts_at) < FROM]
    after = now[len(before) :]
    assert now[: len(before)] == before
    assert [one.starts_at for one in after] == [one.starts_at for one in plan.planned]
    assert all(one.ends_at - one.starts_at == timedelta(minutes=120) for one in after)
    assert all(local_date(one.starts_at) >= FROM for one in after)
    ids = [one.session_id for one in series[len(before) :]]
    kept = {one.session_id for one in after}
    assert kept < set(ids)
    assert set(told.taken_ids) == set(ids) - kept
    assert told.lost == len(told.taken_ids)


@pytest.mark.parametrize("minutes", [60, 120])
async def test_another_length_alone_loses_no_session_and_leaves_each_on_its_day_where_it_fits(
    sessions: House, minutes: int
) -> None:
    """Also those that lie closer at the beginning, which the rule would put further apart."""
    contract, series = await planned(sessions)
    early = local_date(series[1].starts_at) - timedelta(days=1)
    at = start_of(early - timedelta(days=14))
    sessions.move_clock(at)
    draft = await sessions.ask(amendment(contract, duration_minutes=minutes, effective_from=early, as_of=at))
    await signed_by_all(sessions, draft, at)
    now = [one for one in await listed(sessions, contract) if one.status == "planned"]
    assert [one.starts_at for one in now] == [one.starts_at for one in series]
    assert {one.ends_at - one.starts_at for one in now[1:]} == {timedelta(minutes=minutes)}
    [told] = await said(sessions, of_sessions.SeriesAmended)
    assert (told.lost, told.taken_ids) == (0, [])


async def test_the_new_plan_is_told_also_to_who_is_to_join_a_group_later(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    await joined(sessions, contract, as_of=ASKED)
    draft = await sessions.ask(amendment(contract, duration_minutes=120))
    consent = {"process_id": draft.process_id, "version": draft.version, "as_of": ASKED}
    await sessions.ask(messages.RecordConsent.model_validate(consent | {"person_id": NEWCOMER}))
    await signed_by_all(sessions, draft)
    [told] = await said(sessions, of_sessions.SeriesAmended)
    assert set(told.attendee_ids) == {*MEMBERS, NEWCOMER, contract.parties.supervisor_id}


async def test_fewer_sessions_are_the_last_ones_and_more_come_after_them(sessions: House) -> None:
    contract, series = await with_hours(sessions)
    number = len(series)
    draft = await sessions.ask(amendment(contract, sessions_agreed=number - 2))
    await signed_by_all(sessions, draft)
    now = [one for one in await listed(sessions, contract) if one.status == "planned"]
    assert [one.number for one in now] == list(range(1, number - 1))
    [told] = await said(sessions, of_sessions.SeriesAmended)
    assert told.taken_ids == [one.session_id for one in series[-2:]]
    assert [one.session_id for one in now] == [one.session_id for one in series[:-2]]

    more = amendment(contract, sessions_agreed=number, ends_on=date(2028, 6, 30))
    draft = await sessions.ask(more)
    assert draft.version == 3
    after = await signed_by_all(sessions, draft)
    assert after.terms.ends_on == date(2028, 6, 30)
    now = [one for one in await listed(sessions, contract) if one.status == "planned"]
    assert [one.number for one in now] == list(range(1, number + 1))


async def test_no_fewer_sessions_are_agreed_than_stand_before_the_first_day_of_the_change(
    sessions: House,
) -> None:
    contract, series = await with_hours(sessions)
    before = len([one for one in series if local_date(one.starts_at) < FROM])
    fewer = amendment(contract, sessions_agreed=before - 1)
    with pytest.raises(Refusal) as refused:
        await sessions.ask(fewer)
    assert (refused.value.code, refused.value.field) == ("fewer_than_stand", "sessions_agreed")
    draft = await sessions.ask(amendment(contract, sessions_agreed=before))
    await signed_by_all(sessions, draft)
    now = [one for one in await listed(sessions, contract) if one.status == "planned"]
    assert [one.number for one in now] == list(range(1, before + 1))


async def test_what_waits_for_another_time_beyond_the_number_that_is_agreed_is_left_out(
    sessions: House,
) -> None:
    contract, series = await with_hours(sessions)
    later = [one for one in series if local_date(one.starts_at) >= FROM]
    for session_id in (one.session_id for one in later):
        await sessions.rows(
            "sessions",
            "UPDATE session SET replan_by = $1, status = 'cancelled' WHERE session_id = $2 RETURNING number",
            ASKED + timedelta(days=60),
            session_id,
        )
    number = len(series) - len(later) + 2
    draft = await sessions.ask(amendment(contract, sessions_agreed=number))
    by_then = {
        "process_id": contract.process_id,
        "effective_from": FROM,
        "sessions_agreed": number,
        "as_of": ASKED,
    }
    shown = await sessions.ask(of_sessions.PreviewChange.model_validate(by_then))
    asked = {"process_id": contract.process_id, "version": draft.version, "as_of": ASKED}
    who = viewer(MEMBERS[1], Role.SUPERVISEE)
    by_link = await sessions.ask(messages.ShowChangedDays.model_validate(asked | {"viewer": who}))
    assert [one.number for one in shown.left_out] == [one.number for one in later[2:]]
    assert [one.number for one in by_link.left_out] == [one.number for one in later[2:]]
    await signed_by_all(sessions, draft)
    out = await said(sessions, of_sessions.SessionLeftOut)
    assert {one.session_id for one in out} == {one.session_id for one in later[2:]}
    assert all(one.agreed for one in out)
    rows = await sessions.rows("sessions", "SELECT session_id FROM session WHERE replan_by IS NOT NULL")
    assert {row["session_id"] for row in rows} == {one.session_id for one in later[:2]}


async def test_a_place_is_the_supervisees_and_the_supervisors(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    draft = await sessions.ask(amendment(contract, clauses={Clause.PLACE: "Kirjaston kokoushuone."}))
    assert [one.party for one in draft.signers] == [Party.SUPERVISEE, Party.SUPERVISOR]
    assert draft.consents == []
    assert await code(sessions, signature(draft, Party.COMMISSIONER)) == "signature_out_of_order"
    await sessions.ask(signature(draft, Party.SUPERVISEE))
    after = await sessions.ask(signature(draft, Party.SUPERVISOR))
    assert (after.status, after.place) == ("signed", "Kirjaston kokoushuone.")
    [drafted] = await said_of_contracts(sessions, messages.AmendmentDrafted)
    assert drafted.tells == [Party.COMMISSIONER]
    assert "Kirjaston" not in drafted.model_dump_json()
    # A calendar and a letter have on each day what holds on it.
    for person_id, role in ((MEMBERS[1], Role.SUPERVISEE), (contract.parties.supervisor_id, Role.SUPERVISOR)):
        who = viewer(person_id, role)
        [told] = (await sessions.ask(messages.ListPlaces(viewer=who))).processes
        alone = messages.ListPlaces(viewer=who, process_id=contract.process_id)
        assert (await sessions.ask(alone)).processes == [told]
        assert told.on(FROM - timedelta(days=1)) == contract.place != ""
        assert told.on(FROM) == "Kirjaston kokoushuone."


async def test_what_nobody_signs_lapses_on_its_day_and_the_old_one_goes_on(sessions: House) -> None:
    contract, series = await with_hours(sessions)
    draft = await sessions.ask(amendment(contract, price_cents=28000))
    assert draft.lapses_at == LAPSES
    late = signature(draft, Party.COMMISSIONER, LAPSES)
    assert await code(sessions, late) == "contract_lapsed"
    sessions.move_clock(LAPSES)
    await sessions.quiet()
    [ended] = await said_of_contracts(sessions, messages.AmendmentEnded)
    assert (ended.version, ended.ended_as) == (2, "lapsed")
    assert await code(sessions, signature(draft, Party.COMMISSIONER)) == "contract_lapsed"
    after = await show(sessions, contract.process_id)
    assert (after.version, after.open_amendment, after.terms) == (1, None, contract.terms)
    assert await listed(sessions, contract) == series
    # Then another may be drafted.
    assert (await sessions.ask(amendment(contract, price_cents=29000, as_of=LAPSES))).version == 3


async def test_a_no_ends_it_and_only_it(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    draft = await sessions.ask(amendment(contract, price_cents=28000))
    no = messages.DeclineSigning(
        process_id=draft.process_id,
        version=2,
        party=Party.COMMISSIONER,
        signer_id=COMMISSIONER,
        reason="Kanarialintu: liian kallis",
        as_of=ASKED,
    )
    await sessions.ask(no)
    [ended] = await said_of_contracts(sessions, messages.AmendmentEnded)
    assert ended.ended_as == "declined"
    assert await said_of_contracts(sessions, messages.SigningDeclined) == []
    assert (await show(sessions, contract.process_id)).version == 1


async def test_a_pause_holds_its_days_and_a_termination_ends_it(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    draft = await sessions.ask(amendment(contract, price_cents=28000))
    await sessions.ask(pause(contract, from_day=date(2027, 3, 8)))
    sessions.move_clock(LAPSES)
    await sessions.quiet()
    assert await said_of_contracts(sessions, messages.AmendmentEnded) == []
    resumed = await goes_on(sessions, contract, date(2027, 3, 29), as_of=LAPSES)
    await sessions.ask(resumed)
    await sessions.quiet()
    query = messages.ShowContract(process_id=contract.process_id, version=2)
    # Three weeks of pause; the summer time begins in them.
    assert (await sessions.ask(query)).lapses_at == LAPSES + timedelta(days=21) - timedelta(hours=1)
    ending = termination(contract, as_of=LAPSES, last_day=date(2027, 4, 15))
    await sessions.ask(ending)
    [ended] = await said_of_contracts(sessions, messages.AmendmentEnded)
    assert (ended.version, ended.ended_as) == (draft.version, "terminated")


@pytest.mark.parametrize("more", [-2, 2])
async def test_what_is_changed_in_an_open_pause_waits_for_its_end_and_is_planned_by_the_change_then(
    sessions: House, more: int
) -> None:
    contract, series = await with_hours(sessions)
    number = len(series) + more
    changed: dict[str, Any] = {"sessions_agreed": number, "ends_on": date(2028, 6, 30)}
    await sessions.ask(pause(contract, from_day=date(2027, 3, 8)))
    await sessions.quiet()
    seen = of_sessions.PreviewChange(
        process_id=contract.process_id, effective_from=FROM, as_of=ASKED, **changed
    )
    plan = await sessions.ask(seen)
    assert (plan.planned, plan.lost) == ([], 0) and plan.held > 0
    draft = await sessions.ask(amendment(contract, **changed))
    await signed_by_all(sessions, draft)
    [told] = await said(sessions, of_sessions.SeriesAmended)
    assert (told.sessions, told.lost, told.held) == ([], 0, plan.held)
    await sessions.ask(await goes_on(sessions, contract, date(2027, 6, 7)))
    await sessions.quiet()
    now = [one.number for one in await listed(sessions, contract) if one.status in ("planned", "held")]
    assert now == list(range(1, number + 1))


async def test_the_final_review_waits_for_the_last_but_one_of_what_is_agreed_from_a_later_day(
    sessions: House,
) -> None:
    contract, series = await with_hours(sessions)
    changed: dict[str, Any] = {"sessions_agreed": len(series) + 4, "ends_on": date(2028, 6, 30)}
    draft = await sessions.ask(amendment(contract, local_date(series[-1].starts_at), **changed))
    await signed_by_all(sessions, draft)
    for kind in ("interim", "final"):
        planned_ = [one for one in await listed(sessions, contract) if one.status == "planned"]
        agreed = sorted(planned_, key=lambda one: one.number)
        at = agreed[len(agreed) // 2 if kind == "interim" else -2].ends_at
        look = of_sessions.LookAtSeries(process_id=contract.process_id, as_of=at - timedelta(seconds=1))
        assert (await sessions.ask(look)).review is None, kind
        assert (await sessions.ask(look.model_copy(update={"as_of": at}))).review == kind
        review = {"process_id": contract.process_id, "kind": kind, "as_of": at}
        await sessions.ask(of_sessions.OpenReview.model_validate(review))


async def test_what_is_raised_and_finds_no_day_waits_for_a_coordinator(sessions: House) -> None:
    contract, series = await planned(sessions)
    sessions.move_clock(ASKED)
    draft = await sessions.ask(amendment(contract, sessions_agreed=len(series) + 3))
    await signed_by_all(sessions, draft)
    [told] = await said(sessions, of_sessions.SeriesAmended)
    assert told.lost == len(told.waiting) > 0
    now = [one for one in await listed(sessions, contract) if one.status == "planned"]
    assert len(now) + len(told.waiting) == len(series) + 3
    assert not {one.number for one in now} & {one.number for one in told.waiting}
    who = await a_coordinator(sessions)
    for one in told.waiting:
        out = {"session_id": one.session_id, "planned_by": who, "as_of": ASKED}
        await sessions.ask(of_sessions.ReplanSession.model_validate(out))
    assert len(await said(sessions, of_sessions.SessionLeftOut)) == len(told.waiting)


async def test_what_is_changed_from_the_first_day_of_a_pause_on_is_planned_round_it(sessions: House) -> None:
    contract, series = await with_hours(sessions)
    first = local_date(series[-3].starts_at)
    await sessions.ask(pause(contract, from_day=first))
    await sessions.quiet()
    draft = await sessions.ask(amendment(contract, first, sessions_agreed=len(series) + 2))
    await signed_by_all(sessions, draft)
    [told] = await said(sessions, of_sessions.SeriesAmended)
    assert (told.sessions, told.held) == ([], 5)
    on = first + timedelta(days=30)
    await sessions.ask(await goes_on(sessions, contract, on))
    await sessions.quiet()
    after = [one for one in await listed(sessions, contract) if one.status == "planned"]
    assert len(after) == len(series) + 2
    assert not [one for one in after if first <= local_date(one.starts_at) < on]


async def test_what_is_lowered_in_an_open_pause_to_what_is_held_leaves_nothing_to_plan(
    sessions: House,
) -> None:
    contract, series = await with_hours(sessions)
    before = [one for one in series if local_date(one.starts_at) < date(2027, 3, 8)]
    await sessions.ask(pause(contract, from_day=date(2027, 3, 8)))
    await sessions.quiet()
    draft = await sessions.ask(amendment(contract, sessions_agreed=len(before)))
    await signed_by_all(sessions, draft)
    [told] = await said(sessions, of_sessions.SeriesAmended)
    assert (told.sessions, told.lost, told.held) == ([], 0, 0)
    await sessions.ask(await goes_on(sessions, contract, date(2027, 6, 7)))
    await sessions.quiet()
    assert [one for one in await listed(sessions, contract) if one.status == "planned"] == before


async def test_what_is_raised_in_an_open_pause_and_finds_no_day_after_it_waits_for_a_coordinator(
    sessions: House,
) -> None:
    """Each by its number, also those that there was no session of before."""
    contract, series = await planned(sessions)
    sessions.move_clock(ASKED)
    await sessions.ask(pause(contract, from_day=date(2027, 3, 8)))
    await sessions.quiet()
    draft = await sessions.ask(amendment(contract, sessions_agreed=len(series) + 2))
    await signed_by_all(sessions, draft)
    # Nobody offers any hours by then.
    await sessions.ask(await goes_on(sessions, contract, date(2028, 1, 10)))
    [told] = await said(sessions, of_sessions.SeriesResumed)
    out = [one.number for one in series if local_date(one.starts_at) >= date(2027, 3, 8)]
    assert [one.number for one in told.waiting] == [*out, len(series) + 1, len(series) + 2]
    assert (told.sessions, told.lost) == ([], len(out) + 2)


async def test_what_is_recorded_stays_and_the_last_signature_looks_again(sessions: House) -> None:
    contract, series = await with_hours(sessions)
    ahead = next(one for one in series if one.starts_at > ASKED)
    first, at = local_date(ahead.starts_at), ahead.ends_at
    early = amendment(contract, first - timedelta(days=1), price_cents=28000, as_of=at)
    sessions.move_clock(at)
    assert await code(sessions, early) == "effective_in_the_past"
    draft = await sessions.ask(amendment(contract, first, price_cents=28000, as_of=at))
    await sessions.ask(held(ahead, contract.parties.supervisor_id))
    refused = signature(draft, Party.COMMISSIONER, at + timedelta(hours=1))
    assert await code(sessions, refused) == "effective_in_the_past"
    assert (await show(sessions, contract.process_id)).version == 1


async def test_a_change_that_is_none_or_ends_before_it_begins_is_refused(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    terms, yesterday = contract.terms, local_date(ASKED) - timedelta(days=1)
    past_its_end = terms.ends_on + timedelta(days=1)
    two_units = [{"notice_hours": 48, "percent": 0}, {"notice_working_days": 0, "percent": 100}]
    refusals = [
        (amendment(contract, price_cents=terms.price_cents), ("nothing_changes", "changes")),
        (amendment(contract, price_cents=0), ("price_of_nothing", "price_cents")),
        (amendment(contract, clauses={"goals": " "}), ("clauses_incomplete", "changes")),
        (amendment(contract, past_its_end, price_cents=1), ("outside_the_contract", "effective_from")),
        (amendment(contract, ends_on=FROM - timedelta(days=1)), ("ends_before_start", "ends_on")),
        (amendment(contract, yesterday, price_cents=1), ("effective_in_the_past", "effective_from")),
        (
            amendment(contract, cancellation_tiers=two_units),
            ("tiers_in_two_units", "cancellation_tiers"),
        ),
    ]
    for order, wanted in refusals:
        assert await refusal(sessions, order) == wanted


async def test_no_change_comes_before_one_that_is_signed_and_it_is_said_why(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    draft = await sessions.ask(amendment(contract, price_cents=28000))
    await sessions.ask(signature(draft, Party.COMMISSIONER))
    await sessions.quiet()
    earlier = amendment(contract, FROM - timedelta(days=1), price_cents=29000)
    assert await refusal(sessions, earlier) == ("change_to_come", "effective_from")
    assert (await sessions.ask(amendment(contract, FROM, price_cents=29000))).status == "signing"


async def test_who_is_asked_reads_both_texts_side_by_side(sessions: House) -> None:
    contract, _ = await with_hours(sessions)
    draft = await sessions.ask(amendment(contract, duration_minutes=60, price_cents=20000))
    for who, role in ((MEMBERS[1], Role.SUPERVISEE), (contract.parties.supervisor_id, Role.SUPERVISOR)):
        query = messages.ShowAmendment(process_id=draft.process_id, version=2, viewer=viewer(who, role))
        shown = await sessions.ask(query)
        assert [one.clause for one in shown.compared] == [
            Clause.DURATION_AND_AMOUNT,
            Clause.PRICE_AND_PAYMENT,
        ]
        assert all(one.old != one.new for one in shown.compared)
    stranger = messages.ShowAmendment(
        process_id=draft.process_id, version=2, viewer=viewer(COORDINATOR, Role.SUPERVISEE)
    )
    assert await code(sessions, stranger) == "unknown_process"


async def test_an_amendment_that_asks_no_member_takes_no_consent_and_is_taken_back_while_it_is_open(
    sessions: House,
) -> None:
    contract, _ = await with_hours(sessions)
    nothing: dict[str, Any] = {"process_id": contract.process_id, "version": 2, "reason": "Turha."}
    taking_back = messages.WithdrawAmendment.model_validate(
        nothing | {"withdrawn_by": COORDINATOR, "as_of": ASKED}
    )
    assert await code(sessions, taking_back) == "no_amendment_open"
    draft = await sessions.ask(amendment(contract, price_cents=28000))
    consent = messages.RecordConsent(
        process_id=contract.process_id, version=draft.version, person_id=MEMBERS[1], as_of=ASKED
    )
    assert await code(sessions, consent) == "not_asked"


async def test_where_cancelling_is_to_cost_otherwise_the_new_limit_of_each_session_is_said(
    sessions: House,
) -> None:
    contract, series = await with_hours(sessions)
    longer = [{"notice_working_days": 8, "percent": 0}, {"notice_working_days": 0, "percent": 100}]
    draft = await sessions.ask(amendment(contract, cancellation_tiers=longer))
    await signed_by_all(sessions, draft)
    [event] = await said(sessions, of_sessions.FreeLimitsChanged)
    later = {one.session_id: one.starts_at for one in series if local_date(one.starts_at) >= FROM}
    assert {one.session_id: one.free_until for one in event.sessions} == {
        session_id: end_of(working_days_before(starts_at, 8)) for session_id, starts_at in later.items()
    }
