"""Processes that did not go as planned: replaced and paused sessions, another supervisor, members who come and go."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from services.messages import sessions as messages
from services.messages.contracts import ContractCard
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.sessions.planning.booking import session_id_of
from tests.house import House
from tests.integration.contracts.builders import MEMBERS
from tests.integration.sessions.builders import (
    A_DAY,
    PLANNED,
    goal,
    held,
    local,
    move,
    plan,
    planned,
    planned_anew,
    registered,
    said,
    viewer,
    without_rights,
)
from tests.integration.sessions.proposals import another, confirmation

NEW_SUPERVISOR = UUID("0190a0a0-0000-7000-8000-00000000f002")
NEWCOMER = UUID("0190a0a0-0000-7000-8000-00000000f003")
LEAVER = MEMBERS[2]
_IN_ITS_PLACE = """
insert into session (session_id, process_id, supervisor_id, number, starts_at, ends_at, confirm_by, status, sequence,
    calendar_uid, replaces, moves_free, longer_agreed, revision, trial)
select $2, process_id, supervisor_id, number, $3::timestamptz, $3::timestamptz + (ends_at - starts_at),
    $3::timestamptz + (confirm_by - starts_at),
    'planned', sequence + 1, calendar_uid, session_id, true, false, 0, false
from session where session_id = $1
"""
_NEXT_VERSION = """
insert into agreement
select (jsonb_populate_record(a, $2::jsonb)).* from agreement a where process_id = $1 and version = 1
"""


async def become(house: House, session: messages.SessionCard, status: str) -> None:
    await house.rows(
        "sessions", "update session set status = $2 where session_id = $1", session.session_id, status
    )


async def replaced(house: House, session: messages.SessionCard, at: Any, place: int) -> UUID:
    """The id of what comes in the session's place, the process's row of that place."""
    new_id = session_id_of(session.process_id, place)
    await become(house, session, "replaced")
    await house.rows("sessions", _IN_ITS_PLACE, session.session_id, new_id, at)
    return new_id


async def changed(house: House, contract: ContractCard, facts: str) -> None:
    """The agreement's second version: the first, but for these facts."""
    await house.rows("sessions", _NEXT_VERSION, contract.process_id, facts)


async def listed(house: House, process_id: UUID, who: Viewer | None = None) -> list[messages.SessionCard]:
    return (await house.ask(messages.ListSessions(process_id=process_id, viewer=who))).sessions


async def test_what_is_replaced_frees_its_slot_and_leaves_its_number_and_calendar_entry(
    sessions: House,
) -> None:
    contract, series = await planned(sessions)
    fifth = series[4]
    new_id = await replaced(sessions, fifth, fifth.starts_at + A_DAY, len(series) + 1)
    again = await plan(sessions, contract.process_id)
    assert again == await listed(sessions, contract.process_id)
    assert [one.number for one in again] == [one.number for one in series]
    assert [one.session_id for one in again] == [
        new_id if one.number == fifth.number else one.session_id for one in series
    ]
    assert (again[4].calendar_uid, again[4].sequence) == (fifth.calendar_uid, fifth.sequence + 1)
    assert fifth.calendar_uid == fifth.session_id
    assert (await sessions.ask(move(series[5], fifth.starts_at))).starts_at == fifth.starts_at


async def test_a_number_and_a_calendar_entry_are_one_live_sessions(sessions: House) -> None:
    _, series = await planned(sessions)
    await replaced(sessions, series[4], series[4].starts_at + A_DAY, len(series) + 1)
    with pytest.raises(asyncpg.UniqueViolationError):
        await become(sessions, series[4], "planned")
    with pytest.raises(asyncpg.CheckViolationError):
        await become(sessions, series[4], "postponed")


async def test_a_series_that_was_paused_is_planned_again_beside_its_old_rows(sessions: House) -> None:
    contract, series = await planned_anew(sessions)
    for one in series:
        await become(sessions, one, "paused")
    process_id, supervisor_id = contract.process_id, contract.parties.supervisor_id
    await sessions.ask(await another(sessions, process_id, supervisor_id, first_day=contract.terms.starts_on))
    await sessions.ask(confirmation(process_id, 2))
    first = [one for one in await listed(sessions, process_id) if one.status == "planned"]
    assert [(one.number, one.starts_at) for one in first] == [(one.number, one.starts_at) for one in series]
    assert not {one.session_id for one in first} & {one.session_id for one in series}
    second = await plan(sessions, process_id)
    assert [one for one in second if one.status == "planned"] == first
    assert [one.session_id for one in second if one.status == "paused"] == [one.session_id for one in series]
    assert len(await said(sessions, messages.SeriesPlanned)) == 2


async def test_a_session_is_its_own_supervisors_to_read_to_record_and_to_note(sessions: House) -> None:
    contract, series = await planned(sessions)
    old = contract.parties.supervisor_id
    await registered(sessions, NEW_SUPERVISOR)
    await sessions.rows("sessions", "update session set supervisor_id = $1 where number >= 6", NEW_SUPERVISOR)
    since = local_date(series[5].starts_at).isoformat()
    await changed(
        sessions,
        contract,
        f'{{"version": 2, "effective_from": "{since}", "supervisor_id": "{NEW_SUPERVISOR}"}}',
    )
    for mine, theirs, who, other in (
        (series[0], series[5], old, NEW_SUPERVISOR),
        (series[5], series[0], NEW_SUPERVISOR, old),
    ):
        reader = viewer(who, Role.SUPERVISOR)
        assert (await sessions.ask(held(mine, who))).status == "held"
        note = {"author_id": who, "text": "Oma.", "as_of": PLANNED}
        await sessions.ask(messages.WriteNote.model_validate({"session_id": mine.session_id} | note))
        read = messages.ReadNote(session_id=mine.session_id, viewer=reader)
        assert (await sessions.ask(read)).text == "Oma."
        refused = [
            (held(theirs, who), "not_the_supervisor"),
            (
                messages.WriteNote.model_validate({"session_id": theirs.session_id} | note),
                "not_the_supervisor",
            ),
            (messages.ShowSession(session_id=theirs.session_id, viewer=reader), "unknown_session"),
            (messages.ReadNote(session_id=theirs.session_id, viewer=reader), "unknown_note"),
        ]
        for order, code in refused:
            with pytest.raises(Refusal, match=code):
                await sessions.ask(order)  # type: ignore[arg-type]
        everything = messages.ListMySessions(viewer=reader, from_=local(2027, 1, 1), until=local(2028, 1, 1))
        own = [one.number for one in await listed(sessions, contract.process_id, reader)]
        assert own == [one.number for one in (await sessions.ask(everything)).sessions]
        assert mine.number in own and theirs.number not in own, other


async def test_who_left_sees_the_sessions_of_her_days_and_who_came_those_since(sessions: House) -> None:
    contract, series = await planned(sessions)
    last, first = local_date(series[4].starts_at), local_date(series[6].starts_at)
    await sessions.rows(
        "sessions", "update group_member set until_day = $1 where person_id = $2", last, LEAVER
    )
    came = "insert into group_member (process_id, person_id, from_day, place) values ($1, $2, $3, 0)"
    await sessions.rows("sessions", came, contract.process_id, NEWCOMER, first)
    with pytest.raises(asyncpg.ExclusionViolationError):
        await sessions.rows("sessions", came, contract.process_id, NEWCOMER, first + A_DAY)
    year = {"from_": local(2027, 1, 1), "until": local(2028, 1, 1)}
    for person, expected in ((LEAVER, series[:5]), (NEWCOMER, series[6:]), (MEMBERS[0], series)):
        who = viewer(person, Role.SUPERVISEE)
        theirs = await sessions.ask(messages.ListMySessions(viewer=who, **year))
        for found in (await listed(sessions, contract.process_id, who), theirs.sessions):
            assert without_rights(found) == without_rights(expected)
    left = viewer(LEAVER, Role.SUPERVISEE)
    shown = await sessions.ask(messages.ShowSession(session_id=series[0].session_id, viewer=left))
    assert shown.members == MEMBERS
    with pytest.raises(Refusal, match="unknown_session"):
        await sessions.ask(messages.ShowSession(session_id=series[5].session_id, viewer=left))
    supervisor = contract.parties.supervisor_id
    for session, person in ((series[5], LEAVER), (series[5], NEWCOMER), (series[4], NEWCOMER)):
        with pytest.raises(Refusal, match="not_a_member: present"):
            await sessions.ask(held(session, supervisor, present=[MEMBERS[0], person]))
    await sessions.ask(held(series[6], supervisor, present=[NEWCOMER]))


async def test_goals_and_reviews_are_those_of_the_members_of_their_day(sessions: House) -> None:
    contract, series = await planned(sessions)
    last = local_date(series[4].starts_at)
    await sessions.rows(
        "sessions", "update group_member set until_day = $1 where person_id = $2", last, LEAVER
    )
    early = goal(contract.process_id, "Aiempi", as_of=series[0].starts_at)
    late = goal(contract.process_id, "Uusi", as_of=series[5].starts_at)
    for order in (early, late):
        await sessions.ask(order)
    for person, expected in ((LEAVER, {"Aiempi"}), (MEMBERS[0], {"Aiempi", "Uusi"})):
        query = messages.ListGoals(process_id=contract.process_id, viewer=viewer(person, Role.SUPERVISEE))
        assert {one.text for one in (await sessions.ask(query)).goals} == expected
    with pytest.raises(Refusal, match="not_a_member: set_by"):
        await sessions.ask(goal(contract.process_id, set_by=LEAVER, as_of=series[5].starts_at))
    for kind, opened, number in (("interim", series[4].ends_at, 6), ("final", series[5].ends_at, 5)):
        review = {"process_id": contract.process_id, "kind": kind, "as_of": opened}
        await sessions.ask(messages.OpenReview.model_validate(review))
        done = {"benefit": True, "wants_to_continue": True, "recorded_by": contract.parties.supervisor_id}
        await sessions.ask(messages.RecordReview.model_validate(review | done))
        mine = messages.ListReviews(
            process_id=contract.process_id, viewer=viewer(MEMBERS[0], Role.SUPERVISEE)
        )
        [card] = [one for one in (await sessions.ask(mine)).reviews if one.kind == kind]
        assert card.consents_required == number
    left = messages.ListReviews(process_id=contract.process_id, viewer=viewer(LEAVER, Role.SUPERVISEE))
    assert [one.kind for one in (await sessions.ask(left)).reviews] == ["interim"]
    with pytest.raises(Refusal, match="not_a_member"):
        await sessions.ask(
            messages.ConsentToReview(
                process_id=contract.process_id,
                kind="final",
                person_id=LEAVER,
                as_of=series[5].ends_at,
            )
        )


async def test_each_day_stands_under_the_agreement_of_that_day(sessions: House) -> None:
    contract, series = await planned(sessions)
    later = contract.terms.ends_on + timedelta(days=30)
    beyond = local(later.year, later.month, later.day)
    with pytest.raises(Refusal, match="outside_the_contract"):
        await sessions.ask(move(series[8], beyond))
    await changed(
        sessions, contract, f'{{"version": 2, "effective_from": "2027-06-01", "ends_on": "{later}"}}'
    )
    assert (await sessions.ask(move(series[8], beyond))).starts_at == beyond
    with pytest.raises(Refusal, match="outside_the_contract"):
        await sessions.ask(move(series[7], beyond + A_DAY))
    rows = await sessions.rows("sessions", "select version, ends_on from agreement order by version")
    assert [tuple(row) for row in rows] == [(1, contract.terms.ends_on), (2, later)]
