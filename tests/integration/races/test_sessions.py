"""Two people act on one session at once: what stands is what both would make, one after the other."""

from datetime import timedelta

from services.messages import sessions as messages
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.contracts.builders import MEMBERS
from tests.integration.races.rounds import ROUNDS, came_out, meet
from tests.integration.sessions.builders import PLANNED, cancel, held, local, move, planned, said, viewer


async def test_a_session_that_is_moved_and_called_off_at_once_is_off(house: House) -> None:
    await house.open("directory", "intake", "contracts", "sessions")
    for turn in range(ROUNDS):
        contract, series = await planned(house)
        one, slot = series[3], local(2027, 7, 1, 9) + timedelta(hours=2 * turn)
        orders = (move(one, slot), cancel(one, PLANNED))
        outcomes = await meet(house, "sessions", turn, *orders)
        refused = [got.code for got in outcomes if isinstance(got, Refusal)]
        listed = (await house.ask(messages.ListSessions(process_id=contract.process_id))).sessions
        [now] = [card for card in listed if card.session_id == one.session_id]
        moves, ends = await said(house, messages.SessionMoved), await said(house, messages.SessionCancelled)
        assert (now.status, len(ends)) == ("cancelled", 1)
        assert (refused, len(moves), now.starts_at) in (
            ([], 1, slot),
            (["session_not_open"], 0, one.starts_at),
        )
        came_out("called off at its old time" if refused else "called off at its new time")


async def test_who_leaves_while_it_is_recorded_was_there_and_is_in_no_later_one(house: House) -> None:
    await house.open("directory", "intake", "contracts", "sessions")
    for turn in range(ROUNDS):
        contract, series = await planned(house)
        first, leaver = series[0], MEMBERS[2]
        leave = messages.LeaveGroup(process_id=contract.process_id, person_id=leaver, as_of=first.ends_at)
        record = held(first, contract.parties.supervisor_id, present=[leaver, MEMBERS[0]])
        orders = (leave, record)
        outcomes = await meet(house, "sessions", turn, *orders)
        assert not [one for one in outcomes if isinstance(one, BaseException)]
        theirs = messages.ListSessions(process_id=contract.process_id, viewer=viewer(leaver, Role.SUPERVISEE))
        seen = (await house.ask(theirs)).sessions
        assert [(one.number, one.status) for one in seen] == [(1, "held")]
        came_out("there, and in no later one")
