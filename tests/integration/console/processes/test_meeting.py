"""The three-way meeting: proposed on the proposal's page, recorded or left out on the contract's."""

from datetime import timedelta
from uuid import UUID

from services.messages.contracts import DraftContract, ShowContract
from services.messages.intake import ShowInquiry, ShowProposal
from services.runtime.finland import local_date
from tests.integration.console.arranged import Arranged
from tests.integration.console.processes.test_proposing import TERMS
from tests.integration.intake import builders as intake


async def _proposed(arranged: Arranged) -> tuple[str, UUID]:
    process_id, number = await arranged.matched()
    today = local_date(arranged.house.clock.now())
    form = TERMS | {"valid_until": f"{today + timedelta(days=14)}", "three_way_meeting": "true"}
    await arranged.send(f"/processes/{number}/proposing", form)
    return number, process_id


async def a_draft(arranged: Arranged) -> tuple[str, UUID]:
    number, process_id = await _proposed(arranged)
    contact_id = (await arranged.house.ask(ShowInquiry(process_id=process_id))).contact_id
    now = arranged.house.clock.now()
    await arranged.house.ask(intake.answer(process_id, answered_by=contact_id, as_of=now))
    await arranged.house.ask(DraftContract(process_id=process_id, as_of=now))
    return f"/processes/{number}/contracting", process_id


async def test_it_is_offered_with_the_proposal(arranged: Arranged) -> None:
    number, process_id = await _proposed(arranged)
    assert (await arranged.house.ask(ShowProposal(process_id=process_id))).three_way_meeting
    page = await arranged.open(f"/processes/{number}/proposing")
    assert "before the signatures" in page
    [box] = [line for line in page.splitlines() if 'name="three_way_meeting"' in line]
    assert " checked" in box


async def test_it_is_recorded_on_the_contracts_page(arranged: Arranged) -> None:
    path, process_id = await a_draft(arranged)
    assert "Record the meeting" in await arranged.open(path)
    today = local_date(arranged.house.clock.now())
    early = await arranged.send(f"{path}/meeting", {"held_on": f"{today + timedelta(days=1)}"}, status=422)
    assert "Held on: This day has not come yet." in early
    assert "Held on: " in await arranged.send(f"{path}/meeting", {"held_on": ""}, status=422)
    assert await arranged.send(f"{path}/meeting", {"held_on": f"{today}"}) == path
    page = await arranged.open(path)
    assert "The three parties met on" in page and "Record the meeting" not in page
    meeting = (await arranged.house.ask(ShowContract(process_id=process_id))).meeting
    assert meeting and meeting.held_on == today


async def test_it_is_left_out_with_a_reason(arranged: Arranged) -> None:
    path, _id = await a_draft(arranged)
    await arranged.send(f"{path}/meeting/waive", {"reason": ""}, status=422)
    await _keeps_the_reason(arranged, path)
    await arranged.send(f"{path}/meeting/waive", {"reason": "They know each other."})
    page = await arranged.open(path)
    assert "The three-way meeting was left out" in page and "They know each other." in page
    await arranged.send(f"{path}/meeting/waive", {"reason": "Otherwise."}, role="finance", status=404)


async def _keeps_the_reason(arranged: Arranged, path: str) -> None:
    """In the form that was sent, which is open, and in no other."""
    old = {"version": "9", "reason": "Ei tullut mitään."}
    refused = await arranged.send(f"{path}/give-up", old, status=422)
    [before, box] = refused.split(f'action="{path}/give-up"')
    assert "Ei tullut mitään." in box and "Ei tullut mitään." not in before
    assert before.rstrip().rpartition("<details")[2].split(">")[0].strip().endswith("open")
    missing = await arranged.send(f"{path}/give-up", {"version": "1", "reason": ""}, status=422)
    assert missing.count('id="field-reason"') == 1 and 'href="#field-reason"' in missing


async def test_it_is_given_a_time_and_what_was_recorded_is_put_right(arranged: Arranged) -> None:
    path, process_id = await a_draft(arranged)
    now = arranged.house.clock.now()
    today = local_date(now)
    past = {"day": f"{today - timedelta(days=1)}", "start": "10:00"}
    assert "Choose a time that has not passed." in await arranged.send(
        f"{path}/meeting/arrange", past, status=422
    )
    half = await arranged.send(f"{path}/meeting/arrange", {"day": f"{today}", "start": ""}, status=422)
    assert f'name="day" type="date" value="{today}"' in half, "what was typed stays"
    await arranged.send(f"{path}/meeting/arrange", {"day": f"{today + timedelta(days=2)}", "start": "10:00"})
    page = await arranged.open(path)
    assert "Its time:" in page and "no place yet" in page
    at = {"day": f"{today + timedelta(days=2)}", "start": "10:00", "meeting_place": "Kirkkokatu 3"}
    short = await arranged.send(f"{path}/meeting/arrange", at | {"meeting_minutes": "5"}, status=422)
    assert 'name="meeting_place"' in short and 'value="Kirkkokatu 3"' in short, "what was typed stays"
    await arranged.send(f"{path}/meeting/arrange", at | {"meeting_minutes": "90"})
    page = await arranged.open(path)
    assert "Kirkkokatu 3" in page and "no place yet" not in page
    assert 'name="meeting_minutes"' in page and 'value="90"' in page and 'value="10:00"' in page
    await arranged.send(f"{path}/meeting", {"held_on": f"{today}"})
    assert "Put the record of the meeting right" in await arranged.open(path)
    missing = await arranged.send(f"{path}/meeting/correct", {"outcome": "held"}, status=422)
    assert "Choose the day." in missing
    day_before = {"outcome": "held", "held_on": f"{today - timedelta(days=1)}"}
    await arranged.send(f"{path}/meeting/correct", day_before)
    page = await arranged.open(path)
    assert "and put right since:" in page
    meeting = (await arranged.house.ask(ShowContract(process_id=process_id))).meeting
    assert meeting and meeting.held_on == today - timedelta(days=1)
