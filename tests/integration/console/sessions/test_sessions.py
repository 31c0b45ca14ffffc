"""One session's page: said what became of it in two presses, with a note that only its author reads."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.messages.directory import EndSupervisor
from services.messages.sessions import ShowSession
from services.messages.values import Role
from services.runtime.finland import local_date, to_local
from services.runtime.storage.database import transaction
from services.web.sign_in import browser_sessions
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.console.in_series import A_FORM, InSeries, in_series
from tests.integration.contracts.builders import MEMBERS
from tests.integration.intake import builders as intake
from tests.integration.sessions.builders import viewer
from tests.visitor import proof_of, visitor

NOTE = "Kanarialintu: ryhmä pysähtyi."


@pytest.fixture
async def year(house: House) -> InSeries:
    return await in_series(house)


@pytest.fixture
async def over(year: InSeries) -> InSeries:
    """The first session has ended and nobody has said what became of it."""
    year.move_clock((await year.first()).ends_at + timedelta(minutes=5))
    return year


async def present(year: InSeries) -> list[object]:
    seen_by = viewer(year.arranged.staff["supervisor"], Role.SUPERVISOR)
    session_id = (await year.first()).session_id
    return list((await year.house.ask(ShowSession(session_id=session_id, viewer=seen_by))).present)


async def test_my_day_leads_to_it_everybody_is_ticked_and_one_press_confirms(over: InSeries) -> None:
    path = await over.path()
    assert f'href="{path}"' in await over.get("supervisor", "/")
    page = await over.get("supervisor", path)
    ticked = re.findall(r'name="present"[^>]*value="([^"]+)" checked', page)
    assert ticked == [str(one) for one in MEMBERS] and "Aino0 Aalto" in page
    async with await over.browser("supervisor") as browser:
        answer = await browser.post(f"{path}/held", data={"present": ticked})
        await over.house.quiet()
        my_day = await browser.get(answer.headers["location"])
    assert answer.headers["location"] == "/"
    assert f"Session 1 of {over.number} is confirmed." in my_day.text and f'href="{path}"' not in my_day.text


async def test_confirmed_twice_it_is_once_and_otherwise_it_is_refused(over: InSeries) -> None:
    path, some = f"{await over.path()}/held", [str(one) for one in MEMBERS[:3]]
    statuses = [(await over.post("supervisor", path, present=some))[0] for _ in range(2)]
    assert statuses == [303, 303] and await present(over) == MEMBERS[:3]
    status, page = await over.post("supervisor", path, present=some[:1])
    assert status == 422 and "recorded already, otherwise" in page
    assert await present(over) == MEMBERS[:3]


async def test_who_ticks_nobody_is_asked_to_say_that_nobody_came(over: InSeries) -> None:
    status, page = await over.post("supervisor", f"{await over.path()}/held")
    assert status == 422 and "Tick at least one, or say that nobody came." in page
    assert (await over.post("supervisor", f"{await over.path()}/nobody"))[0] == 303
    assert (await over.first()).status == "no_show"


async def test_a_cancellation_by_telephone_is_recorded_afterwards_with_the_notice_that_there_was(
    over: InSeries,
) -> None:
    path, first = f"{await over.path()}/cancelled", await over.first()
    assert path in await over.get("supervisor", await over.path())
    assert "Told on" in await over.get("supervisor", path)
    told = to_local(first.starts_at - timedelta(hours=20))
    form = {"told_on": told.date().isoformat(), "told_at": f"{told:%H:%M}"}
    assert (await over.post("supervisor", path, **form))[0] == 422
    late = form | {"told_on": to_local(first.starts_at).date().isoformat(), "told_at": "23:00"}
    page = (await over.post("supervisor", path, **late, cancelled_by="commissioner"))[1]
    assert "This is after the session began." in page
    assert (await over.post("coordinator", path, **form, cancelled_by="commissioner"))[0] == 404
    assert (await over.post("supervisor", path, **form, cancelled_by="commissioner"))[0] == 303
    assert (await over.first()).status == "cancelled"
    await over.house.quiet()
    items = await over.house.rows("billing", "select kind, percent, notice_hours from billable_item")
    assert [tuple(one) for one in items] == [("cancelled", 100, 20)]


async def test_a_record_is_put_right_on_its_page_and_both_words_are_read_by_those_who_may(
    over: InSeries,
) -> None:
    path, first = await over.path(), await over.first()
    assert (await over.post("supervisor", f"{path}/nobody"))[0] == 303
    await over.house.quiet()
    assert f"{path}/correct" in await over.get("supervisor", path)
    page = await over.get("supervisor", f"{path}/correct")
    assert "Correct the record" in page and "Aino0 Aalto" in page
    form = {"outcome": "held", "present": [str(one) for one in MEMBERS[:3]], "minutes": "40", "revision": "0"}
    assert (await over.post("supervisor", f"{path}/correct", **form, ground="Väärä nappi"))[0] == 303
    assert (await over.first()).status == "held"
    async with await over.browser("supervisor") as browser:
        again = form | {"revision": "1", "ground": "Väärä nappi"}
        assert (await browser.post(f"{path}/correct", data=again, headers=A_FORM)).status_code == 303
        assert "It was recorded so already: nothing is changed." in (await browser.get(path)).text
    assert (await over.first()).revision == 1
    own, told = await over.get("supervisor", path), await over.get("coordinator", path)
    for read in (own, told):
        assert "What was recorded before" in read and "Nobody came" in read and "Väärä nappi" in read
    assert "Aino0" not in told
    status, page = await over.post("supervisor", f"{path}/correct", **form | {"minutes": "45"})
    assert status == 422 and "recorded otherwise meanwhile" in page
    off = {"outcome": "cancelled", "revision": "1"}
    status, page = await over.post("coordinator", f"{path}/correct", **off)
    assert status == 422 and "Fill in this field." in page
    told_on = to_local(first.starts_at - timedelta(days=20)).date().isoformat()
    off |= {"cancelled_by": "supervisee", "told_on": told_on, "told_at": "10:00"}
    status, page = await over.post("coordinator", f"{path}/correct", **off)
    assert status == 422 and "Write why it is recorded otherwise." in page
    assert (await over.post("coordinator", f"{path}/correct", **off, ground="Ohjaaja soitti"))[0] == 303
    await over.house.quiet()
    items = await over.house.rows("billing", "select kind, percent from billable_item")
    assert [tuple(one) for one in items] == [("cancelled", 0)]
    assert (await over.post("finance", f"{path}/correct", **off))[0] == 404


async def test_what_its_supervisor_leaves_unsaid_a_coordinator_records_by_the_way_on_its_page(
    over: InSeries,
) -> None:
    """Their task leads there once whoever supervised has left."""
    path, house = await over.path(), over.house
    assert f"{path}/correct" not in await over.get("coordinator", path)
    leaver, today = over.arranged.staff["supervisor"], local_date(house.clock.now())
    leaves = {"supervisor_id": leaver, "last_day": today, "force": True, "ended_by": FOUNDER}
    await house.ask(EndSupervisor.model_validate(leaves | {"as_of": house.clock.now()}))
    over.move_clock(house.clock.now() + timedelta(days=2))
    await house.quiet()
    page = await over.get("coordinator", path)
    [way] = re.findall(r'<a [^>]*href="([^"]+/correct)"', page)
    assert "Record it in their place" in await over.get("coordinator", way)
    form = {"outcome": "held", "present_count": "3", "revision": "0"}
    status, page = await over.post("coordinator", way, **form)
    assert status == 422 and "Write why it is recorded otherwise." in page
    assert "that it was held is told by the invoice" in await over.get("coordinator", way)
    async with await over.browser("coordinator") as browser:
        first = await browser.post(way, data=form | {"ground": "Ohjaaja on lopettanut"}, headers=A_FORM)
        assert first.status_code == 303
        told = (await browser.get(path)).text
    assert "Session 1 is recorded." in told and "recorded otherwise now" not in told
    await over.house.quiet()
    items = await over.house.rows("billing", "select kind, percent from billable_item")
    assert [tuple(one) for one in items] == [("held", 100)]
    assert way in await over.get("coordinator", path)


async def test_a_stranger_cannot_be_said_to_have_been_there(over: InSeries) -> None:
    status, _page = await over.post("supervisor", f"{await over.path()}/held", present=str(uuid4()))
    assert status == 422 and (await over.first()).status == "planned"


async def test_before_its_end_the_page_says_why_it_cannot_be_confirmed(year: InSeries) -> None:
    path = await year.path()
    page = await year.get("supervisor", path)
    assert "The session is not over yet." in page and 'name="present"' not in page
    status, page = await year.post("supervisor", f"{path}/held", present=str(MEMBERS[0]))
    assert status == 422 and "The session is not over yet." in page
    year.move_clock((await year.first()).starts_at + timedelta(minutes=1))
    assert "The session has begun" in await year.get("supervisor", path)


async def test_a_coordinator_sees_how_many_came_and_never_who(over: InSeries) -> None:
    path = await over.path()
    asked = await over.get("coordinator", path)
    assert "Aino" not in asked and "Its supervisor, Sari Salo," in asked
    assert (await over.post("coordinator", f"{path}/held", present=str(MEMBERS[0])))[0] == 404
    await over.post("supervisor", f"{path}/held", present=[str(one) for one in MEMBERS[:3]])
    told, own = await over.get("coordinator", path), await over.get("supervisor", path)
    assert "3 of 5" in told and "Aino" not in told
    assert "Aino0 Aalto, Aino1 Aalto, Aino2 Aalto" in own


async def test_a_note_is_its_authors_alone(over: InSeries) -> None:
    path = await over.path()
    async with await over.browser("supervisor") as browser:
        answer = await browser.post(f"{path}/note", data={"text": NOTE})
        again = await browser.get(path)
    assert answer.status_code == 303 and NOTE not in answer.headers["location"]
    assert NOTE in again.text and "Your note is sealed and saved." in again.text
    assert "Only you can ever read it." in again.text
    colleague = await over.get("coordinator", path)
    assert NOTE not in colleague and "Your private note" not in colleague
    assert (await over.post("coordinator", f"{path}/note", text=NOTE))[0] == 404


async def test_a_note_is_written_on_and_an_empty_one_is_none(over: InSeries) -> None:
    path = await over.path()
    await over.post("supervisor", f"{path}/note", text=NOTE)
    await over.post("supervisor", f"{path}/note", text=f"{NOTE} Jatkuu.")
    status, page = await over.post("supervisor", f"{path}/note", text=" ")
    assert status == 422 and "Fill in this field." in page
    assert f"{NOTE} Jatkuu." in await over.get("supervisor", path)


async def test_others_do_not_find_it(over: InSeries) -> None:
    path = await over.path()
    for role in ("finance", "administrator"):
        async with await over.browser(role) as browser:
            assert (await browser.get(path)).status_code == 404
    another = await intake.supervisor(over.house, "toinen@virta.example")
    async with await visitor(over.house, "console", another) as browser:
        missing = await browser.get(f"/sessions/{uuid4()}")
        for way in ("", "/move", "/cancel"):
            found = await browser.get(path + way)
            assert (found.status_code, len(found.text)) == (404, len(missing.text) + len(way))
        answers = [
            await browser.post(f"{path}/{act}", data={"text": NOTE, "present": str(MEMBERS[0])})
            for act in ("held", "nobody", "note")
        ]
    assert [one.status_code for one in answers] == [404, 404, 404]


async def test_a_note_that_came_after_the_sign_in_had_ended_waits_sealed_for_its_author(
    over: InSeries,
) -> None:
    path, author = await over.path(), over.arranged.staff["supervisor"]
    console = over.house.services["console"].engine
    async with await over.browser("supervisor") as browser:
        async with transaction(console) as db:
            await browser_sessions.revoke_others(db, author, None, datetime.now(UTC))
        ended = await browser.post(f"{path}/note", data={"text": NOTE})
        assert ended.headers["location"] == f"/sign-in?next={path}"
        rows = await over.house.rows("console", "SELECT to_jsonb(unsent_form)::text AS row FROM unsent_form")
        assert len(rows) == 1 and "Kanarialintu" not in rows[0]["row"]
        async with transaction(console) as db:
            again = await browser_sessions.begin(
                db,
                author,
                proof=proof_of(over.house, author, "console"),
                proven_by="passkey",
                device="",
                now=datetime.now(UTC),
            )
        browser.cookies.set("console", again, domain="localhost.local", path="/")
        page = (await browser.get(path)).text
        assert NOTE in page and "sealed and saved" not in page
        assert (await browser.post(f"{path}/note", data={"text": NOTE})).status_code == 303
    assert await over.house.rows("console", "SELECT 1 FROM unsent_form") == []
