"""Where the three parties meet: kept with the time, told to those of whom the meeting is, and gone with the time."""

from datetime import time, timedelta
from uuid import UUID

from services.messages.contracts import (
    ContractCard,
    MeetingArranged,
    MeetingShown,
    MeetingWaived,
    ShowContract,
    ShowMeetingPlace,
)
from services.messages.intake import ProposalAnswered
from services.messages.values import Role, Viewer
from services.runtime.finland import is_working_day, local_date, to_utc
from tests.house import House
from tests.integration.contracts.builders import COORDINATOR, DRAFTED, draft
from tests.integration.contracts.test_meetings import (
    arranged,
    corrected,
    held,
    to_meet,
    told,
    waived,
)
from tests.integration.intake.builders import answer, proposal

ROOM = "Kirkkokatu 3, neuvotteluhuone"


async def place(house: House, process_id: UUID) -> str:
    return (await house.ask(ShowMeetingPlace(process_id=process_id))).place


async def meeting(house: House, process_id: UUID) -> MeetingShown:
    shown: MeetingShown | None = (await house.ask(ShowContract(process_id=process_id))).meeting
    assert shown
    return shown


async def test_it_is_told_to_the_parties_and_in_no_event(contracts: House) -> None:
    process_id = await to_meet(contracts)
    drafted = await contracts.ask(draft(process_id))
    assert await place(contracts, process_id) == ""
    await contracts.ask(arranged(process_id, place=ROOM, minutes=90))
    await contracts.ask(arranged(process_id, place=ROOM, minutes=90))
    await contracts.ask(arranged(process_id, place="Etänä", minutes=90))
    first, second = await told(contracts, MeetingArranged)
    assert second.previous_starts_at == second.starts_at == first.starts_at, "only the place is another"
    assert second.sequence > first.sequence
    assert "Kirkkokatu" not in first.model_dump_json() and "Etänä" not in second.model_dump_json()
    assert await place(contracts, process_id) == "Etänä"
    parties = (await contracts.ask(ShowContract(process_id=process_id))).parties
    supervisor = Viewer(person_id=parties.supervisor_id, role=Role.SUPERVISOR)
    coordinator = Viewer(person_id=COORDINATOR, role=Role.COORDINATOR)
    for viewer in (supervisor, coordinator):
        card: ContractCard = await contracts.ask(ShowContract(process_id=process_id, viewer=viewer))
        assert card.meeting and (card.meeting.place, card.meeting.ends_at) == ("Etänä", second.ends_at)
    finance = Viewer(person_id=COORDINATOR, role=Role.FINANCE)
    assert (await contracts.ask(ShowContract(process_id=process_id, viewer=finance))).meeting is None
    assert drafted.meeting is not None


async def test_a_time_that_is_called_off_is_no_time_and_may_be_given_again(contracts: House) -> None:
    """It was left out by mistake: whoever was told that it is off is invited anew to the same hour."""
    process_id = await to_meet(contracts)
    await contracts.ask(draft(process_id))
    await contracts.ask(arranged(process_id, place=ROOM))
    await contracts.ask(waived(process_id))
    await contracts.ask(corrected(process_id, "open"))
    shown = await meeting(contracts, process_id)
    assert shown.is_open and (shown.starts_at, shown.place) == (None, "")
    assert await place(contracts, process_id) == ""
    await contracts.ask(arranged(process_id, place=ROOM))
    first, again = await told(contracts, MeetingArranged)
    assert again.starts_at == first.starts_at and again.previous_starts_at is None
    assert again.sequence > first.sequence + 1


async def test_one_that_was_held_at_its_time_keeps_it(contracts: House) -> None:
    process_id = await to_meet(contracts)
    await contracts.ask(draft(process_id))
    at = DRAFTED + timedelta(minutes=5)
    await contracts.ask(arranged(process_id, starts_at=at))
    await contracts.ask(held(process_id, held_on=local_date(at)))
    assert (await meeting(contracts, process_id)).starts_at == at


async def test_a_correction_without_a_meeting_calls_its_time_off(contracts: House) -> None:
    process_id = await to_meet(contracts)
    await contracts.ask(draft(process_id))
    await contracts.ask(arranged(process_id))
    [accepted] = [one for one in await contracts.events("intake") if isinstance(one, ProposalAnswered)]
    again = {"three_way_meeting": False, "valid_until": local_date(accepted.answered_at) + timedelta(days=20)}
    await contracts.ask(proposal(process_id, **again, replaces=1))
    await contracts.ask(answer(process_id, revision=2))
    assert (await contracts.ask(draft(process_id))).meeting is None
    assert await told(contracts, MeetingWaived) == [MeetingWaived(process_id=process_id)]


async def test_a_day_that_is_late_or_off_is_said_to_be(contracts: House) -> None:
    process_id = await to_meet(contracts)
    await contracts.ask(draft(process_id))
    due_on = (await meeting(contracts, process_id)).due_on
    for days in range(8):
        day = due_on + timedelta(days=days)
        await contracts.ask(
            arranged(process_id, starts_at=to_utc(day, time(15)), as_of=to_utc(due_on, time(8)))
        )
        shown = await meeting(contracts, process_id)
        assert (shown.too_late, shown.on_day_off) == (days > 0, not is_working_day(day)), day
