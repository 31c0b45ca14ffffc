"""A trial's supervisor leaves before it is decided whether it goes on: who is chosen in their place says it."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.messages.contracts import (
    DraftContract,
    HandOverTrial,
    ShowContract,
    ShowTrial,
    TrialDecided,
    TrialHandedOver,
)
from services.messages.directory import EndSupervisor
from services.messages.intake import ShowInquiry
from services.messages.sessions import ListSessions, WriteNote
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from tests.integration.console.arranged import Arranged
from tests.integration.console.tried import AFTER, Tried, tried
from tests.integration.contracts.builders import said
from tests.integration.intake import builders as intake
from tests.integration.sessions.builders import A_DAY, held

__all__ = ["tried"]


async def said_by_members(tried: Tried) -> UUID:
    """The session is held, and the members say go: another supervisor, who may be chosen."""
    house = tried.arranged.house
    members = await tried.agreed()
    house.move_clock(AFTER)
    [session] = (await house.ask(ListSessions(process_id=tried.process_id))).sessions
    await house.ask(held(session, tried.arranged.staff["supervisor"], present=members))
    await tried.say(members[1], {"word": "go", "members_heard": "true"}, "/decision")
    other = await intake.supervisor(house, "other@virta.example", audiences=["group"])
    await house.quiet()
    return other


async def leaves(tried: Tried) -> None:
    house = tried.arranged.house
    await house.stop("portal")  # opened on a copy, it would wait for what was said of the leaver before
    order = {
        "supervisor_id": tried.arranged.staff["supervisor"],
        "last_day": local_date(AFTER),
        "force": True,
    }
    by = {"ended_by": tried.arranged.staff["coordinator"], "as_of": house.clock.now()}
    await house.ask(EndSupervisor.model_validate(order | by))


def coordinator(tried: Tried) -> Viewer:
    return Viewer(person_id=tried.arranged.staff["coordinator"], role=Role.COORDINATOR)


def handing_over(tried: Tried) -> HandOverTrial:
    order = {"process_id": tried.process_id, "handed_over_by": tried.arranged.staff["coordinator"]}
    return HandOverTrial.model_validate(order | {"as_of": tried.arranged.house.clock.now()})


async def chooses(tried: Tried, other: UUID) -> str:
    """The coordinator, on the page of the choice."""
    await tried.arranged.house.ask(intake.declaration(tried.process_id, other))
    form = {"supervisor_id": str(other), "instead_of": str(tried.arranged.staff["supervisor"])}
    return await tried.arranged.send(f"/matching/{tried.number}", form)


@pytest.mark.parametrize(
    ("after", "is_late"),
    [(timedelta(0), False), (15 * A_DAY, True)],
    ids=["on the last day", "after the day of the decision"],
)
async def test_who_is_chosen_says_it_and_the_contract_is_made_with_them(
    tried: Tried, after: timedelta, is_late: bool
) -> None:
    house = tried.arranged.house
    other = await said_by_members(tried)
    await leaves(tried)
    if after:
        house.move_clock(AFTER + after)
    await house.quiet()
    page = await tried.arranged.open(tried.path)
    assert "last day is set, and it is not decided whether it goes on" in page
    assert f'href="/matching/{tried.number}"' in page
    assert "Who is chosen says it in their place" in await tried.arranged.open(f"/matching/{tried.number}")
    with pytest.raises(Refusal, match="nobody_else_chosen"):
        await house.ask(handing_over(tried))
    assert await chooses(tried, other) == tried.path
    await house.quiet()
    [told] = await said(house, TrialHandedOver)
    assert (told.former_id, told.parties.supervisor_id) == (tried.arranged.staff["supervisor"], other)
    trial = await house.ask(ShowTrial(process_id=tried.process_id, viewer=coordinator(tried)))
    assert told.decide_by == (trial.lapses_at if is_late else trial.decide_by)
    assert told.decide_by > house.clock.now()
    page = await tried.arranged.open(tried.path)
    assert "The supervisor leaves" not in page and "Says whether it goes on" in page
    theirs = Arranged(house, tried.arranged.staff | {"supervisor": other})
    assert tried.path in await theirs.open("/", "supervisor")
    assert "Does it go on?" in await theirs.open(tried.path, "supervisor")
    await theirs.send(f"{tried.path}/decision", {"word": "go"}, "supervisor")
    await house.quiet()
    [decided] = await said(house, TrialDecided)
    assert (decided.outcome, decided.parties and decided.parties.supervisor_id) == ("go", other)
    await house.ask(DraftContract(process_id=tried.process_id, as_of=house.clock.now()))
    assert (await house.ask(ShowContract(process_id=tried.process_id))).parties.supervisor_id == other


async def test_who_held_its_sessions_still_finds_them_and_their_note(tried: Tried) -> None:
    house = tried.arranged.house
    other = await said_by_members(tried)
    [session] = (await house.ask(ListSessions(process_id=tried.process_id))).sessions
    path = f"/sessions/{session.session_id}"
    note = {"text": "Kanarialintu", "author_id": tried.arranged.staff["supervisor"]}
    note |= {"session_id": session.session_id, "as_of": house.clock.now()}
    await house.ask(WriteNote.model_validate(note))
    await leaves(tried)
    await house.quiet()
    await chooses(tried, other)
    await house.quiet()
    assert "Kanarialintu" in await tried.arranged.open(path, "supervisor")
    assert tried.number in await tried.arranged.open(f"/processes/{tried.number}", "supervisor")
    theirs = Arranged(house, tried.arranged.staff | {"supervisor": other})
    assert "Kanarialintu" not in await theirs.open(path, "supervisor", status=404)


async def test_nobody_else_is_chosen_while_its_supervisor_stays(tried: Tried) -> None:
    other = await said_by_members(tried)
    await tried.arranged.house.ask(intake.declaration(tried.process_id, other))
    form = {"supervisor_id": str(other), "instead_of": str(tried.arranged.staff["supervisor"])}
    page = await tried.arranged.send(f"/matching/{tried.number}", form, status=422)
    assert "Everybody has said yes already" in page
    page = await tried.arranged.open(f"/matching/{tried.number}")
    assert "Somebody else is chosen once its sessions are over" in page
    assert "as long as not everybody has agreed" not in page and 'name="supervisor_id"' not in page
    with pytest.raises(Refusal, match="supervisor_stays"):
        await tried.arranged.house.ask(handing_over(tried))
    process = await tried.arranged.house.ask(ShowInquiry(process_id=tried.process_id))
    assert process.supervisor_id == tried.arranged.staff["supervisor"]


async def test_nothing_is_handed_over_while_a_session_of_it_is_to_come(tried: Tried) -> None:
    await tried.agreed()
    with pytest.raises(Refusal, match="trial_sessions_to_come"):
        await tried.arranged.house.ask(handing_over(tried))
