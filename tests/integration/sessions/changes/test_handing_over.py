"""Another supervisor takes over, for good or for a while: who is asked, whose the sessions are, what each may see."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from services.messages import contracts as messages
from services.messages import sessions as of_sessions
from services.messages.contracts import ContractCard
from services.messages.intake import ShortlistOthers
from services.messages.values import Party, Role
from services.runtime.finland import local_date, start_of
from tests.grown import copied
from tests.house import House
from tests.integration.contracts.builders import COORDINATOR, MEMBERS, show, signed
from tests.integration.contracts.builders import said as said_of_contracts
from tests.integration.contracts.test_terminating import code, termination
from tests.integration.directory.builders import person, relate
from tests.integration.intake.builders import declaration, supervisor
from tests.integration.sessions.builders import cancel, goal, held, hours, plan, said, viewer
from tests.integration.sessions.changes.test_amending import LAPSES, amendment, signature
from tests.integration.sessions.changes.test_pausing import listed

ASKED = datetime(2027, 4, 2, 9, 0, tzinfo=UTC)
AGREED = datetime(2027, 4, 12, 9, 0, tzinfo=UTC)
FROM, UNTIL = date(2027, 4, 13), date(2027, 5, 31)
MONDAYS = {"weekday": 0, "from_time": time(13), "to_time": time(14, 30)}


def days(sessions: list[of_sessions.SessionCard]) -> list[date]:
    return [local_date(one.starts_at) for one in sessions]


def live(sessions: list[of_sessions.SessionCard]) -> list[of_sessions.SessionCard]:
    """Those that are or were to be held, by their numbers."""
    return sorted((one for one in sessions if one.status in ("planned", "held")), key=lambda one: one.number)


@copied
async def mondays(house: House) -> tuple[ContractCard, UUID, list[of_sessions.SessionCard]]:
    """A signed contract with the Mondays of 2027, and who could take over, who has said that nothing hinders it."""
    contract = await signed(house)
    await house.ask(hours(contract.parties.supervisor_id, **MONDAYS))
    series = await plan(house, contract.process_id)
    other = await supervisor(house, "toinen@virta.example")
    await house.ask(hours(other, **MONDAYS))
    await house.ask(declaration(contract.process_id, other))
    await house.quiet()
    house.move_clock(ASKED)
    return contract, other, series


def proposal(contract: ContractCard, other: UUID, **facts: Any) -> messages.ProposeSupervisor:
    order = {"process_id": contract.process_id, "supervisor_id": other, "reason_code": "illness"}
    order |= {"from_day": FROM, "proposed_by": COORDINATOR, "as_of": ASKED}
    return messages.ProposeSupervisor.model_validate(order | facts)


async def test_for_a_while_as_worked_out(sessions: House) -> None:
    """The one cancelled on the day of the proposal waits, and is planned with who stands in a week before the next."""
    contract, other, series = await mondays(sessions)
    first = contract.parties.supervisor_id
    assert [f"{one.day}.{one.month}." for one in days(series)] == (
        "18.1. 1.2. 15.2. 8.3. 5.4. 26.4. 17.5. 7.6. 28.6. 2.8. 23.8. 13.9. 4.10. 25.10. 15.11.".split()
    )
    draft = await sessions.ask(proposal(contract, other, until_day=UNTIL))
    assert [one.party for one in draft.signers] == [Party.SUPERVISEE, Party.SUPERVISOR]
    await sessions.quiet()
    await sessions.ask(cancel(series[4], ASKED, by="supervisor"))
    await sessions.quiet()
    assert await said(sessions, of_sessions.SessionReplanned) == []

    await signed_by_members_and_new(sessions, draft)
    now = live(await listed(sessions, contract))
    assert [one.number for one in now] == list(range(1, len(series) + 1))
    assert local_date(now[4].starts_at) == date(2027, 4, 19)
    holders = {one.number: one.supervisor_id for one in now}
    assert {number for number, who in holders.items() if who == other} == {5, 6, 7}
    assert {who for number, who in holders.items() if number not in (5, 6, 7)} == {first}
    assert days(now[5:]) == days(series[5:])
    # Free times of theirs are on their days alone: others would be refused.
    for one, from_day, theirs in ((now[5], FROM, True), (now[7], UNTIL - timedelta(days=14), False)):
        asks = viewer(one.supervisor_id or first, Role.SUPERVISOR)
        free = of_sessions.ListFreeTimes(
            session_id=one.session_id, from_day=from_day, viewer=asks, as_of=AGREED
        )
        found = {local_date(at) for at in (await sessions.ask(free)).times}
        assert {FROM <= day <= UNTIL for day in found} == {theirs}
    # Two versions by one signing: who stands in, and the first one again.
    amended = await said_of_contracts(sessions, messages.ContractAmended)
    assert [(one.version, one.comes_back, one.effective_from) for one in amended] == [
        (2, False, FROM),
        (3, True, UNTIL + timedelta(days=1)),
    ]
    due = await sessions.rows("contracts", "select version from sealed_paper order by version")
    assert [one["version"] for one in due] == [1, 2, 3]
    for day, who in ((FROM, other), (UNTIL, other), (UNTIL + timedelta(days=1), first)):
        query = messages.ShowContract(process_id=contract.process_id, on=day)
        assert (await sessions.ask(query)).parties.supervisor_id == who
    [told] = await said(sessions, of_sessions.SessionsHandedOver)
    assert (told.former_supervisor_id, told.supervisor_id, told.until_day) == (first, other, UNTIL)
    [again] = await said(sessions, of_sessions.SessionReplanned)
    assert (again.number, again.former_id, again.handed_over) == (5, first, False)
    assert "illness" not in told.model_dump_json() + "".join(one.model_dump_json() for one in amended)


async def signed_by_members_and_new(house: House, draft: ContractCard, at: datetime = AGREED) -> None:
    house.move_clock(at)
    for member in MEMBERS[1:]:
        consent = messages.RecordConsent(
            process_id=draft.process_id, version=draft.version, person_id=member, as_of=at
        )
        await house.ask(consent)
    await house.ask(signature(draft, Party.SUPERVISEE, at))
    await house.ask(signature(draft, Party.SUPERVISOR, at))
    await house.quiet()


async def test_for_good_at_the_same_times_and_what_does_not_suit_is_planned_anew(sessions: House) -> None:
    contract, _, series = await mondays(sessions)
    other = await supervisor(sessions, "kolmas@virta.example")
    await sessions.ask(declaration(contract.process_id, other))
    # Mondays from August on; before that, Tuesdays.
    await sessions.ask(hours(other, **MONDAYS | {"valid_from": date(2027, 8, 1)}))
    tuesdays = {"weekday": 1, "from_time": time(9), "to_time": time(12), "valid_until": date(2027, 7, 31)}
    await sessions.ask(hours(other, **tuesdays))
    draft = await sessions.ask(proposal(contract, other, reason_code="wish_of_supervisees"))
    await signed_by_members_and_new(sessions, draft)
    now = live(await listed(sessions, contract))
    assert [one.number for one in now] == list(range(1, len(series) + 1))
    theirs = [one for one in now if local_date(one.starts_at) >= FROM]
    assert {one.supervisor_id for one in theirs} == {other}
    assert days(theirs)[4:] == days(series[9:])
    assert all(day.weekday() == 1 for day in days(theirs)[:4])
    [told] = await said(sessions, of_sessions.SessionsHandedOver)
    assert told.moved_ids == [one.session_id for one in theirs[:4]] and told.waiting == 0
    assert (await show(sessions, contract.process_id)).parties.supervisor_id == other


async def test_who_may_record_note_and_read_follows_from_the_session(sessions: House) -> None:
    contract, other, series = await mondays(sessions)
    first, before, after = contract.parties.supervisor_id, series[3], series[5]
    await sessions.ask(held(before, first))
    note = of_sessions.WriteNote(
        session_id=before.session_id, author_id=first, text="Kanarialintu", as_of=ASKED
    )
    await sessions.ask(note)
    await sessions.ask(goal(contract.process_id))
    goals = of_sessions.ListGoals(process_id=contract.process_id, viewer=viewer(other, Role.SUPERVISOR))
    assert await code(sessions, goals) == "unknown_process"
    draft = await sessions.ask(proposal(contract, other, reason_code="wish_of_supervisor"))
    assert await code(sessions, goals) == "unknown_process"
    await signed_by_members_and_new(sessions, draft)
    # The day before it is theirs, by the consent of all.
    assert [one.text for one in (await sessions.ask(goals)).goals] == ["Selkeämpi työnjako"]
    own = of_sessions.ReadNote(session_id=before.session_id, viewer=viewer(first, Role.SUPERVISOR))
    assert (await sessions.ask(own)).text == "Kanarialintu"
    others = own.model_copy(update={"viewer": viewer(other, Role.SUPERVISOR)})
    assert await code(sessions, others) == "unknown_note"
    sessions.move_clock(after.ends_at)
    late = held(after, first)
    assert await code(sessions, late) == "not_the_supervisor"
    await sessions.ask(held(after, other))
    of_first = goals.model_copy(update={"viewer": viewer(first, Role.SUPERVISOR)})
    assert (await sessions.ask(of_first)).goals == []
    still = of_sessions.ShowSession(session_id=before.session_id, viewer=viewer(first, Role.SUPERVISOR))
    assert (await sessions.ask(still)).card.status == "held"
    gone = still.model_copy(update={"session_id": after.session_id})
    assert await code(sessions, gone) == "unknown_session"


async def test_until_the_members_have_agreed_the_new_one_reads_nothing(sessions: House) -> None:
    contract, other, _ = await mondays(sessions)
    new = viewer(other, Role.SUPERVISOR)
    draft = await sessions.ask(proposal(contract, other))
    looks: list[Any] = [
        messages.ShowContract(process_id=contract.process_id, version=2, viewer=new),
        messages.ShowContractText(process_id=contract.process_id, version=2, viewer=new),
        messages.ShowAmendment(process_id=contract.process_id, version=2, viewer=new),
        of_sessions.ListSessions(process_id=contract.process_id, viewer=new),
    ]
    for one in looks:
        assert await code(sessions, one) == "unknown_process"
    for member in MEMBERS[1:]:
        consent = messages.RecordConsent(
            process_id=contract.process_id, version=2, person_id=member, as_of=AGREED
        )
        await sessions.ask(consent)
    await sessions.ask(signature(draft, Party.SUPERVISEE, AGREED))
    for one in looks[:3]:
        await sessions.ask(one)
    # The coordinator reads why; nobody else does.
    shown = await sessions.ask(looks[2])
    assert shown.supervisor and shown.supervisor.reason_code is None
    staff = looks[2].model_copy(update={"viewer": viewer(COORDINATOR, Role.COORDINATOR)})
    assert (await sessions.ask(staff)).supervisor.reason_code == "illness"


async def test_what_comes_to_nothing_leaves_all_as_it_was_and_what_waited_is_planned(sessions: House) -> None:
    contract, other, series = await mondays(sessions)
    draft = await sessions.ask(proposal(contract, other))
    assert await code(sessions, amendment(contract, price_cents=1, as_of=ASKED)) == "amendment_open"
    await sessions.quiet()
    await sessions.ask(cancel(series[5], ASKED, by="supervisor"))
    lapses = draft.lapses_at
    assert lapses and lapses - ASKED > LAPSES - datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
    sessions.move_clock(lapses)
    await sessions.quiet()
    [ended] = await said_of_contracts(sessions, messages.AmendmentEnded)
    assert (ended.ended_as, ended.supervisor_id) == ("lapsed", other)
    now = live(await listed(sessions, contract))
    assert [one.number for one in now] == list(range(1, len(series) + 1))
    assert {one.supervisor_id for one in now} == {contract.parties.supervisor_id}
    assert await said(sessions, of_sessions.SessionsHandedOver) == []


async def test_a_change_that_cannot_be_is_refused_by_its_code(sessions: House) -> None:
    contract, other, _ = await mondays(sessions)
    unsaid = await supervisor(sessions, "vaiti@virta.example")
    far = await supervisor(sessions, "kaukana@virta.example", regions=["Lappi"])
    full = await supervisor(sessions, "taysi@virta.example", capacity=0)
    related = await supervisor(sessions, "sukua@virta.example")
    await sessions.ask(declaration(contract.process_id, related, "family"))
    first = contract.parties.supervisor_id
    refusals = [
        (proposal(contract, unsaid), "interest_not_declared"),
        (proposal(contract, far), "supervisor_not_eligible"),
        (proposal(contract, full), "supervisor_not_eligible"),
        (proposal(contract, related), "interest_blocks"),
        (proposal(contract, first), "nothing_changes"),
        (proposal(contract, other, from_day=local_date(ASKED) - timedelta(days=1)), "effective_in_the_past"),
        (proposal(contract, other, from_day=date(2028, 1, 1)), "outside_the_contract"),
        (proposal(contract, other, until_day=FROM - timedelta(days=1)), "ends_before_start"),
        (proposal(contract, other, until_day=date(2028, 1, 1)), "outside_the_contract"),
        (proposal(contract, other, proposed_by=first), "not_yours_to_decide"),
    ]
    for order, wanted in refusals:
        assert await code(sessions, order) == wanted, wanted
    query = ShortlistOthers(process_id=contract.process_id, through=FROM, as_of=ASKED)
    listed_ones = await sessions.ask(query)
    could = {
        one.supervisor_id for one in (*listed_ones.suggested, *listed_ones.excluded) if one.may_be_chosen
    }
    assert could == {other, unsaid, related}
    await sessions.ask(termination(contract, as_of=ASKED, last_day=date(2027, 5, 2)))
    after = proposal(contract, other, from_day=date(2027, 5, 3))
    assert await code(sessions, after) == "outside_the_contract"


async def test_a_review_is_held_by_whose_process_it_is_on_the_day(sessions: House) -> None:
    """Who stands in on their days, and the first one again after them: who can open it is who is asked."""
    contract, other, _ = await mondays(sessions)
    first = contract.parties.supervisor_id
    draft = await sessions.ask(proposal(contract, other, until_day=UNTIL))
    await signed_by_members_and_new(sessions, draft)
    review = {"process_id": contract.process_id, "kind": "interim", "as_of": AGREED}
    await sessions.ask(of_sessions.OpenReview.model_validate(review))

    for day, holds in (
        (FROM - timedelta(days=1), first),
        (FROM, other),
        (UNTIL, other),
        (UNTIL + timedelta(days=1), first),
    ):
        at = max(AGREED, start_of(day))
        sessions.move_clock(at + timedelta(hours=1))
        for who in (first, other):
            asks = viewer(who, Role.SUPERVISOR)
            waits = await sessions.ask(of_sessions.ShowWaiting(viewer=asks, as_of=at))
            assert [one.kind for one in waits.reviews] == (["interim"] if who == holds else []), (day, who)
        record = {
            "benefit": True,
            "wants_to_continue": True,
            "recorded_by": first if holds == other else other,
        }
        order = of_sessions.RecordReview.model_validate(review | record | {"as_of": at})
        assert await code(sessions, order) == "not_the_supervisor", day


async def test_a_place_is_kept_while_they_are_asked_and_moves_with_the_process(sessions: House) -> None:
    contract, _, _ = await mondays(sessions)
    one_place = await supervisor(sessions, "yksi@virta.example", capacity=1)
    await sessions.ask(declaration(contract.process_id, one_place))
    query = ShortlistOthers(process_id=contract.process_id, through=FROM, as_of=ASKED)

    async def places() -> dict[UUID, int]:
        found = await sessions.ask(query)
        return {one.supervisor_id: one.free_places for one in (*found.suggested, *found.excluded)}

    assert (await places())[one_place] == 1
    draft = await sessions.ask(proposal(contract, one_place))
    await sessions.quiet()
    assert (await places())[one_place] == 0
    await signed_by_members_and_new(sessions, draft)
    after = await places()
    assert one_place not in after
    assert after[contract.parties.supervisor_id] == 3


async def test_a_moved_session_crosses_no_supervisors_days(sessions: House) -> None:
    contract, other, series = await mondays(sessions)
    await sessions.ask(proposal(contract, other, until_day=UNTIL))
    await sessions.quiet()
    order: dict[str, Any] = {
        "session_id": series[4].session_id,
        "moved_by": contract.parties.supervisor_id,
        "party": "supervisor",
        "as_of": ASKED,
        "starts_at": start_of(FROM) + timedelta(hours=13),
    }
    assert await code(sessions, of_sessions.MoveSession.model_validate(order)) == "another_supervisor"


async def test_what_has_no_time_with_the_new_one_is_nobodys_calling_off(sessions: House) -> None:
    """It stays the process's, and the day that is found says so too."""
    contract, _, series = await mondays(sessions)
    other = await supervisor(sessions, "kolmas@virta.example")
    await sessions.ask(declaration(contract.process_id, other))
    last = local_date(series[-1].starts_at)
    await sessions.ask(hours(other, **MONDAYS | {"valid_until": local_date(series[-2].starts_at)}))
    draft = await sessions.ask(proposal(contract, other, reason_code="wish_of_supervisees"))
    await signed_by_members_and_new(sessions, draft)
    first = contract.parties.supervisor_id
    [off] = await said(sessions, of_sessions.SessionCancelled)
    assert (off.number, off.off_because, off.former_id) == (len(series), "another_supervisor", first)
    assert off.leaver_id is None and off.replan_by
    staff = viewer(COORDINATOR, Role.COORDINATOR)
    look = of_sessions.ShowSession(session_id=off.session_id, viewer=staff)
    assert (await sessions.ask(look)).off_because == "another_supervisor"
    coordinator = await person(sessions, "Kaisa")
    await relate(sessions, coordinator, "coordinator")
    order = {"session_id": off.session_id, "planned_by": coordinator, "as_of": AGREED}
    at = {"starts_at": start_of(last) + timedelta(days=3, hours=9)}
    found = await sessions.ask(of_sessions.ReplanSession.model_validate(order | at))
    assert found.supervisor_id == other
    [again] = await said(sessions, of_sessions.SessionReplanned)
    assert (again.handed_over, again.leaver_id) == (True, None)
