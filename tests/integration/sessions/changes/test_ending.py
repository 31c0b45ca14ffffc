"""A contract is terminated: sessions after its last day are called off at once, and its final review is settled."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest

from services.contracts.ending.notice_periods import last_day
from services.messages import sessions as messages
from services.messages.contracts import ContractCard, EndProcess, NoticePeriod, ProcessClosed
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import end_of, local_date, morning_of, to_utc
from tests.house import House
from tests.integration.contracts.builders import MEMBERS
from tests.integration.contracts.builders import said as said_of_contracts
from tests.integration.contracts.test_ending_at_once import at_once
from tests.integration.contracts.test_terminating import LAST_DAY, TOLD, termination
from tests.integration.sessions.builders import cancel, held, move, no_show, planned, said, viewer
from tests.integration.sessions.members.test_joining import mondays

A_MONTH, TWO_WEEKS = NoticePeriod(unit="months", number=1), NoticePeriod(unit="days", number=14)


async def reviews_of(house: House, contract: ContractCard) -> list[tuple[str, str]]:
    query = messages.ListReviews(process_id=contract.process_id)
    return [(one.kind, one.status) for one in (await house.ask(query)).reviews]


async def test_later_sessions_are_called_off_at_once_and_those_before_stand(sessions: House) -> None:
    contract, series = await planned(sessions)
    sessions.move_clock(TOLD)
    stand = [one for one in series if local_date(one.starts_at) <= LAST_DAY]
    late = [one for one in series if local_date(one.starts_at) > LAST_DAY]
    assert stand
    assert late
    seen_by = viewer(MEMBERS[0], Role.SUPERVISEE)
    told = {"process_id": contract.process_id, "last_day": LAST_DAY, "viewer": seen_by, "as_of": TOLD}
    shown = await sessions.ask(messages.PreviewEnding.model_validate(told))
    assert [one.session_id for one in shown.called_off] == [one.session_id for one in late]
    assert all(one.starts_at > TOLD for one in shown.standing)
    await sessions.ask(termination(contract))
    cancelled = await said(sessions, messages.SessionCancelled)
    assert [one.session_id for one in cancelled] == [one.session_id for one in late]
    assert {one.cancelled_by for one in cancelled} == {"termination"}
    [cut] = await said(sessions, messages.SeriesCutShort)
    assert cut.session_ids == [one.session_id for one in late]
    assert cut.standing == len([one for one in stand if one.starts_at > TOLD])
    assert set(cut.attendee_ids) == {*MEMBERS, contract.parties.supervisor_id}
    listed = (await sessions.ask(messages.ListSessions(process_id=contract.process_id))).sessions
    assert [one.status for one in listed] == ["planned"] * len(stand) + ["cancelled"] * len(late)
    # What stands is held as it was agreed, and nothing is moved past the end.
    await sessions.ask(held(stand[-1], contract.parties.supervisor_id))
    with pytest.raises(Refusal) as refused:
        await sessions.ask(move(stand[-2], late[0].starts_at))
    assert refused.value.code in ("outside_the_contract", "not_in_the_future", "session_not_open")
    with pytest.raises(Refusal):
        await sessions.ask(cancel(late[0], TOLD))


@pytest.mark.parametrize(
    ("told_on", "notice", "stand"),
    [
        (date(2027, 1, 31), A_MONTH, [(1, 2), (15, 2)]),
        (date(2027, 3, 31), A_MONTH, [(5, 4), (26, 4)]),
        (date(2027, 8, 15), A_MONTH, [(23, 8), (13, 9)]),
        (date(2027, 6, 18), TWO_WEEKS, [(28, 6)]),
    ],
)
async def test_by_the_notice_the_mondays_up_to_the_last_day_stand_and_no_other(
    sessions: House, told_on: date, notice: NoticePeriod, stand: list[tuple[int, int]]
) -> None:
    contract, series = await mondays(sessions)
    at = to_utc(told_on, time(9))
    seen_by = viewer(MEMBERS[0], Role.SUPERVISEE)
    told = {"process_id": contract.process_id, "viewer": seen_by, "as_of": at}
    asked = messages.PreviewEnding.model_validate(told | {"last_day": last_day(told_on, notice)})
    shown = await sessions.ask(asked)
    assert [local_date(one.starts_at) for one in shown.standing] == [
        date(2027, month, day) for day, month in stand
    ]
    ahead = [one.number for one in series if one.starts_at > at]
    assert [one.number for one in shown.called_off] == ahead[len(stand) :]


async def test_an_end_at_once_calls_off_also_what_begins_later_that_day(sessions: House) -> None:
    contract, series = await planned(sessions)
    begins = series[5].starts_at
    told_at = begins - timedelta(hours=3)
    sessions.move_clock(told_at)
    seen_by = viewer(MEMBERS[0], Role.SUPERVISEE)
    asked = {"process_id": contract.process_id, "last_day": None, "viewer": seen_by, "as_of": told_at}
    shown = await sessions.ask(messages.PreviewEnding.model_validate(asked))
    wanted = [one.session_id for one in series[5:]]
    assert ([one.session_id for one in shown.called_off], shown.standing) == (wanted, [])
    await sessions.ask(at_once(contract, as_of=told_at))
    cancelled = await said(sessions, messages.SessionCancelled)
    assert [one.session_id for one in cancelled] == wanted
    assert {one.cancelled_by for one in cancelled} == {"end_at_once"}
    assert (cancelled[0].notice_hours, cancelled[0].notice_working_days) == (3, 0)
    [cut] = await said(sessions, messages.SeriesCutShort)
    assert (cut.at_once, cut.last_day, cut.standing, cut.to_decide) == (True, local_date(told_at), 0, True)


async def test_an_end_at_once_of_what_is_far_enough_off_costs_nothing_and_nobody_decides(
    sessions: House,
) -> None:
    contract, series = await planned(sessions)
    told_at = series[5].starts_at - timedelta(days=15)
    sessions.move_clock(told_at)
    await sessions.ask(at_once(contract, as_of=told_at))
    assert {one.cancelled_by for one in await said(sessions, messages.SessionCancelled)} == {"end"}
    [cut] = await said(sessions, messages.SeriesCutShort)
    assert (cut.at_once, cut.to_decide) == (True, False)


async def test_a_second_end_calls_off_what_the_first_one_left(sessions: House) -> None:
    contract, series = await planned(sessions)
    sessions.move_clock(TOLD)
    await sessions.ask(termination(contract))
    await sessions.quiet()
    later = TOLD + timedelta(days=1)
    sessions.move_clock(later)
    await sessions.ask(at_once(contract, as_of=later))
    cancelled = await said(sessions, messages.SessionCancelled)
    assert {one.session_id for one in cancelled} == {
        one.session_id for one in series if one.starts_at > later
    }
    assert len(cancelled) == len({one.session_id for one in cancelled})
    assert len(await said(sessions, messages.SeriesCutShort)) == 2


async def test_what_a_supervisors_notice_calls_off_is_told_apart_since_it_costs_no_fee(
    sessions: House,
) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(TOLD)
    supervisor_id = contract.parties.supervisor_id
    await sessions.ask(termination(contract, by="supervisor", terminated_by=supervisor_id))
    assert {one.cancelled_by for one in await said(sessions, messages.SessionCancelled)} == {"end"}
    [cut] = await said(sessions, messages.SeriesCutShort)
    assert (cut.fee_percent, cut.review_waived) == (0, False)


async def test_an_end_tells_its_fee_and_that_its_final_review_was_waived(sessions: House) -> None:
    contract, _ = await planned(sessions)
    await sessions.rows("contracts", "UPDATE contract SET termination_fee_percent = 40")
    sessions.move_clock(TOLD)
    await sessions.ask(termination(contract, waives_review=True, reason="Aikaa ei ole"))
    [cut] = await said(sessions, messages.SeriesCutShort)
    assert (cut.fee_percent, cut.review_waived, cut.review_by) == (40, True, None)


async def test_the_final_review_is_opened_at_the_telling_and_left_undone_at_the_end(
    sessions: House,
) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(TOLD)
    await sessions.ask(termination(contract))
    [due] = await said(sessions, messages.ReviewDue)
    assert (due.kind, due.due_at, due.told_with_end) == ("final", end_of(LAST_DAY), True)
    [cut] = await said(sessions, messages.SeriesCutShort)
    assert cut.review_by == LAST_DAY
    end = EndProcess(process_id=contract.process_id, as_of=morning_of(LAST_DAY))
    found = await sessions.ask(end)
    assert found.review_missing
    await sessions.ask(end.model_copy(update={"as_of": found.ends_at}))
    [lapsed] = await said(sessions, messages.ReviewLapsed)
    assert lapsed.kind == "final"
    assert await reviews_of(sessions, contract) == [("final", "lapsed")]


async def test_where_no_session_was_held_and_none_will_be_there_is_nothing_to_review(sessions: House) -> None:
    contract, series = await planned(sessions)
    told_at = series[0].ends_at + timedelta(hours=1)
    sessions.move_clock(told_at)
    asked = {"process_id": contract.process_id, "last_day": None, "as_of": told_at}
    seen_by = viewer(MEMBERS[0], Role.SUPERVISEE)
    preview = messages.PreviewEnding.model_validate(asked | {"viewer": seen_by})
    assert not (await sessions.ask(preview)).nothing_held, "the first one has begun"
    await sessions.ask(no_show(series[0], contract.parties.supervisor_id))
    shown = await sessions.ask(preview)
    assert (shown.review_by, shown.nothing_held) == (None, True)
    await sessions.ask(at_once(contract, as_of=told_at))
    [cut] = await said(sessions, messages.SeriesCutShort)
    [waived] = await said(sessions, messages.ReviewWaived)
    assert (cut.review_by, waived.kind, waived.nothing_held) == (None, "final", True)
    assert await said(sessions, messages.ReviewDue) == []
    listed = await sessions.ask(messages.ListReviews(process_id=contract.process_id))
    assert [(one.status, one.nothing_held) for one in listed.reviews] == [("waived", True)]
    await sessions.quiet()
    end = EndProcess(process_id=contract.process_id, as_of=told_at + timedelta(hours=1))
    assert (await sessions.ask(end)).ended_as == "closed"
    [closed] = await said_of_contracts(sessions, ProcessClosed)
    assert closed.told_with_end, "the same day: one letter tells of both"


async def test_an_end_at_once_tells_of_its_review_itself_and_leaves_it_half_of_its_days(
    sessions: House,
) -> None:
    contract, series = await planned(sessions)
    told_at = series[2].starts_at + timedelta(days=1)
    sessions.move_clock(told_at)
    by = local_date(told_at) + timedelta(days=7)
    seen_by = viewer(MEMBERS[0], Role.SUPERVISEE)
    asked = {"process_id": contract.process_id, "last_day": None, "viewer": seen_by, "as_of": told_at}
    assert (await sessions.ask(messages.PreviewEnding.model_validate(asked))).review_by == by
    await sessions.ask(at_once(contract, as_of=told_at))
    [due] = await said(sessions, messages.ReviewDue)
    [cut] = await said(sessions, messages.SeriesCutShort)
    assert (due.due_at, due.told_with_end, cut.review_by) == (end_of(by), True, by)


async def test_a_waived_review_is_settled_by_the_same_word_and_its_reason_stays_behind(
    sessions: House,
) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(TOLD)
    await sessions.ask(termination(contract, waives_review=True))
    assert len(await said(sessions, messages.ReviewWaived)) == 1
    assert await said(sessions, messages.ReviewDue) == []
    await sessions.quiet()
    end = EndProcess(process_id=contract.process_id, as_of=morning_of(LAST_DAY))
    assert (await sessions.ask(end)).ended_as == "closed"
    [closed] = await said_of_contracts(sessions, ProcessClosed)
    assert not closed.told_with_end, "it was told a month before"


async def waits(sessions: House, one: messages.SessionCard) -> None:
    """Its supervisor has called it off, and no day was found."""
    await sessions.ask(cancel(one, TOLD, by="supervisor"))
    await sessions.rows(
        "sessions",
        "UPDATE session SET replan_by = $1, status = 'cancelled' WHERE session_id = $2 RETURNING session_id",
        TOLD,
        one.session_id,
    )


async def still_wait(sessions: House) -> list[UUID]:
    rows = await sessions.rows("sessions", "SELECT session_id FROM session WHERE replan_by IS NOT NULL")
    return [row[0] for row in rows]


async def test_what_waits_for_another_time_after_the_end_is_looked_for_no_more(sessions: House) -> None:
    contract, series = await planned(sessions)
    last = series[-1]
    sessions.move_clock(TOLD)
    await waits(sessions, last)
    looked = {"process_id": contract.process_id, "viewer": viewer(MEMBERS[0], Role.SUPERVISEE), "as_of": TOLD}
    for how, falls in (({"last_day": LAST_DAY}, 1), ({"last_day": local_date(last.starts_at)}, 0)):
        for agreed in (False, True):
            query = messages.PreviewEnding.model_validate(looked | how | {"agreed": agreed})
            left_out = (await sessions.ask(query)).left_out
            assert len(left_out) == (1 if agreed else falls)
    await sessions.ask(termination(contract))
    [left_out] = await said(sessions, messages.SessionLeftOut)
    assert left_out.session_id == last.session_id
    [cut] = await said(sessions, messages.SeriesCutShort)
    assert cut.left_out == 1, "its people hear it in the letter of the end"
    assert await still_wait(sessions) == []


async def test_by_notice_what_waits_is_looked_for_until_the_process_closes(sessions: House) -> None:
    contract, series = await planned(sessions)
    first = next(one for one in series if one.starts_at > TOLD)
    sessions.move_clock(TOLD)
    await waits(sessions, first)
    await sessions.ask(termination(contract, waives_review=True))
    assert await still_wait(sessions) == [first.session_id]
    await sessions.quiet()
    sessions.move_clock(morning_of(LAST_DAY))
    await sessions.ask(EndProcess(process_id=contract.process_id, as_of=morning_of(LAST_DAY)))
    await sessions.quiet()
    assert await still_wait(sessions) == []
    [left_out] = await said(sessions, messages.SessionLeftOut)
    assert (left_out.session_id, left_out.agreed, left_out.over) == (first.session_id, False, True)


async def test_what_ends_at_once_leaves_nothing_to_look_for(sessions: House) -> None:
    contract, series = await planned(sessions)
    sessions.move_clock(TOLD)
    await waits(sessions, next(one for one in series if one.starts_at > TOLD))
    await sessions.ask(at_once(contract, as_of=TOLD))
    await sessions.quiet()
    assert await still_wait(sessions) == []
