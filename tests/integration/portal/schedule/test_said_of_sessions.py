"""What is said of a session: that one cannot come, that nobody came, that it was recorded wrongly."""

import re
from datetime import timedelta

from services.messages.billing import RunBilling
from services.messages.sessions import CorrectRecord, LeaveGroup, RecordCancelled, RecordNoShow, ReportAbsence
from services.runtime.finland import local_date, start_of
from services.wording.formats import Formats
from tests.integration.billing.builders import SELLER
from tests.integration.contracts import builders as contracts
from tests.integration.portal.schedule.planned_year import Planned, planned
from tests.integration.sessions.builders import held

__all__ = ["planned"]


_NEXT_TERMS = """
    insert into billing_terms select (jsonb_populate_record(terms, jsonb_build_object(
        'version', version + 1, 'supervisee_ids', array_remove(supervisee_ids, $1)
    ))).* from billing_terms as terms
"""
_AWAY = "<span>you cannot come</span>"


async def test_a_member_says_that_they_cannot_come_and_leaves_the_groups_session_alone(planned):
    session = planned.sessions[1]
    async with (
        await planned.browser(contracts.MEMBERS[2]) as browser,
        await planned.browser(contracts.MEMBERS[1]) as other,
    ):
        page = (await browser.get(f"{planned.path}/schedule")).text
        changes = [await browser.get(planned.of(session, what)) for what in ("move", "cancel")]
        changes.append(await browser.post(planned.of(session, "cancel"), data={"seen": "0"}))
        changes.append(
            await browser.post(planned.of(session, "move"), data={"starts_at": "2027-03-10T09:00Z"})
        )
        asked = (await browser.get(planned.of(session, "absence"))).text
        said = await browser.post(planned.of(session, "absence"), data={"press": ""})
        told = (await browser.get(f"{planned.path}/schedule")).text
        others = (await other.get(f"{planned.path}/schedule")).text
        back = await browser.post(planned.of(session, "absence/end"), data={"press": ""})
        told_again = (await browser.get(f"{planned.path}/schedule")).text
    assert "/move" not in page and "/cancel" not in page and "belongs to the whole group" in page
    assert page.count("/absence") == len(planned.sessions)
    assert [one.status_code for one in changes] == [409] * 4
    assert all("Only whoever acts for the group does this." in one.text for one in changes)
    assert "You do not have to say why" in asked and said.status_code == back.status_code == 303
    assert "The supervisor knows now" in told and _AWAY in told and _AWAY not in others
    assert "The supervisor expects you again." in told_again and _AWAY not in told_again
    assert await planned.now() == planned.sessions


async def test_who_signs_for_the_group_is_asked_on_the_page_what_to_do_where_nobody_can_come(planned):
    session = planned.sessions[1]
    for one in contracts.MEMBERS:
        await planned.house.ask(
            ReportAbsence(session_id=session.session_id, person_id=one, as_of=planned.house.clock.now())
        )
    async with (
        await planned.browser(planned.member) as browser,
        await planned.browser(contracts.MEMBERS[1]) as other,
    ):
        asked = (await browser.get(f"{planned.path}/schedule")).text
        others = (await other.get(f"{planned.path}/schedule")).text
        homes = [(await one.get("/home")).text for one in (browser, other)]
    assert "Nobody of the group can come: Session 2" in asked and "Nobody of the group" not in others
    assert ["Nobody can come: move the session or cancel it" in one for one in homes] == [True, False]


async def test_nobody_came_is_offered_until_the_session_is_invoiced(planned: Planned) -> None:
    house, first = planned.house, planned.sessions[0]
    offered, next_month = planned.of(first, "nobody-came"), local_date(first.starts_at) + timedelta(days=40)
    await house.ask(held(first, first.supervisor_id or planned.member))
    await house.ask(SELLER)
    await house.quiet()
    house.move_clock(start_of(next_month))
    async with await planned.browser(planned.member) as browser:
        assert offered in (await browser.get(f"{planned.path}/schedule")).text
        period = local_date(first.starts_at).strftime("%Y-%m")
        await house.ask(RunBilling(period=period, as_of=start_of(next_month)))
        page = await browser.get(f"{planned.path}/schedule")
        assert page.status_code == 200 and offered not in page.text


async def test_of_a_session_to_which_nobody_came_the_row_says_what_it_costs(planned: Planned) -> None:
    house, first = planned.house, planned.sessions[0]
    house.move_clock(first.ends_at + timedelta(hours=1))
    recorded = {
        "session_id": first.session_id,
        "recorded_by": first.supervisor_id,
        "as_of": house.clock.now(),
    }
    await house.ask(RecordNoShow.model_validate(recorded))
    await house.quiet()
    for reader in (planned.commissioner, planned.member):
        async with await planned.browser(reader) as browser:
            page = (await browser.get(f"{planned.path}/schedule")).text
        assert page.count("charged at 100") == 1 and "€" not in page


async def test_what_was_recorded_otherwise_than_it_was_is_disputed_until_it_is_invoiced(
    planned: Planned,
) -> None:
    house, first = planned.house, planned.sessions[0]
    path = planned.of(first, "not-right")
    house.move_clock(first.ends_at + timedelta(hours=1))
    recorded = {
        "session_id": first.session_id,
        "recorded_by": first.supervisor_id,
        "as_of": house.clock.now(),
    }
    async with await planned.browser(planned.member) as browser:
        assert path not in (await browser.get(f"{planned.path}/schedule")).text
        await house.ask(RecordNoShow.model_validate(recorded))
        await house.quiet()
        assert path in (await browser.get(f"{planned.path}/schedule")).text
        page = await browser.get(path)
        assert page.status_code == 200 and "Nobody came" in page.text and "€" not in page.text
        form = dict(re.findall(r'type="hidden" name="(dispute_id|item_id)" value="([^"]+)"', page.text))
        for _time in range(2):
            said = await browser.post(path, data=form | {"words": "Olimme paikalla."})
            assert said.headers["location"] == f"{planned.path}/disputes"
        shown = (await browser.get(f"{planned.path}/disputes")).text
        assert "It went otherwise than recorded" in shown and "Olimme paikalla." in shown
        assert path not in (await browser.get(f"{planned.path}/schedule")).text
        assert (await browser.get(path)).headers["location"] == f"{planned.path}/schedule"
    async with await planned.browser(planned.commissioner) as other:
        assert (await other.get(path)).status_code == 404


async def test_who_has_left_says_it_of_the_sessions_of_their_own_days_on_the_page(planned: Planned) -> None:
    """The terms that were signed since name them no more."""
    house, leaver, [first, second, *_rest] = planned.house, contracts.MEMBERS[2], planned.sessions
    for one in (first, second):
        house.move_clock(one.ends_at + timedelta(hours=1))
        if one == second:
            left = {"process_id": planned.process_id, "person_id": leaver}
            await house.ask(LeaveGroup.model_validate(left | {"as_of": first.ends_at + timedelta(days=1)}))
        recorded = {"session_id": one.session_id, "recorded_by": one.supervisor_id}
        await house.ask(RecordNoShow.model_validate(recorded | {"as_of": house.clock.now()}))
    await house.quiet()
    await house.rows("billing", _NEXT_TERMS, leaver)
    path, form = planned.of(first, "not-right"), r'type="hidden" name="(dispute_id|item_id)" value="([^"]+)"'
    async with await planned.browser(leaver) as browser:
        schedule = (await browser.get(f"{planned.path}/schedule")).text
        assert path in schedule and planned.of(second, "not-right") not in schedule
        told = dict(re.findall(form, (await browser.get(path)).text))
        said = await browser.post(path, data=told | {"words": "Olin paikalla."})
        assert said.headers["location"] == f"{planned.path}/disputes"
        assert "Olin paikalla." in (await browser.get(f"{planned.path}/disputes")).text


async def test_who_says_that_nobody_came_to_what_was_moved_meanwhile_is_told_that_it_is_not_over(
    planned: Planned,
) -> None:
    path, gone = planned.of(planned.sessions[1], "nobody-came"), f"{planned.path}/sessions/{planned.member}"
    async with await planned.browser(planned.member) as browser:
        answers = [await browser.get(path), await browser.post(path, data={"words": ""})]
        assert all(one.status_code == 409 and "is not over yet" in one.text for one in answers)
        for what in ("nobody-came", "cancel", "move"):
            led = await browser.get(f"{gone}/{what}")
            assert led.headers["location"] == f"{planned.path}/schedule"


async def test_a_correction_of_when_it_was_told_says_both_times_on_the_schedule(planned: Planned) -> None:
    house, session = planned.house, planned.sessions[0]
    by, at = session.supervisor_id, session.ends_at
    house.move_clock(at)
    facts = {"session_id": session.session_id, "cancelled_by": "commissioner", "as_of": at}
    late, early = session.starts_at - timedelta(hours=3), session.starts_at - timedelta(days=9)
    await house.ask(RecordCancelled.model_validate(facts | {"recorded_by": by, "told_at": late}))
    word = facts | {"outcome": "cancelled", "corrected_by": by, "told_at": early, "revision": 0}
    await house.ask(CorrectRecord.model_validate(word))
    await house.quiet()
    async with await planned.browser(planned.member) as browser:
        page = (await browser.get(f"{planned.path}/schedule")).text
    formats = Formats("en")
    assert f"corrected: told {formats.moment(early)}, before that {formats.moment(late)}" in page
    assert "corrected, was" not in page
