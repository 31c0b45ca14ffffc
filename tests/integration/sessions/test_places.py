"""A session is in another place than its contract says: told to who meets there, and to nobody else."""

import pytest

from services.messages import sessions as messages
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.contracts.builders import MEMBERS
from tests.integration.sessions.builders import A_DAY, PLANNED, STRANGER, cancel, planned, said, viewer

LINK = "https://etana.example/huone/7"


def place(session: messages.SessionCard, **facts: object) -> messages.SetPlace:
    order = {
        "session_id": session.session_id,
        "place": LINK,
        "set_by": session.supervisor_id,
        "as_of": PLANNED,
    }
    return messages.SetPlace.model_validate(order | facts)


async def places(house: House, session: messages.SessionCard, who: Viewer) -> list[str]:
    listed = await house.ask(messages.ListSessions(process_id=session.process_id, viewer=who))
    mine = await house.ask(messages.ListMySessions(viewer=who, from_=PLANNED, until=PLANNED + 500 * A_DAY))
    assert {one.session_id: one.place for one in mine.sessions} == {
        one.session_id: one.place for one in listed.sessions
    }
    return [one.place for one in listed.sessions]


async def test_its_supervisor_changes_it_for_one_session_or_for_the_rest(sessions: House) -> None:
    contract, series = await planned(sessions)
    for _ in range(2):
        await sessions.ask(place(series[1]))
    [event] = await said(sessions, messages.PlaceChanged)
    assert [(one.session_id, one.sequence) for one in event.sessions] == [(series[1].session_id, 1)]
    assert LINK not in event.model_dump_json()
    await sessions.ask(place(series[2], place="Pappila", and_later=True))
    [_, event] = await said(sessions, messages.PlaceChanged)
    assert [one.number for one in event.sessions] == [one.number for one in series[2:]]
    told = await places(sessions, series[0], viewer(contract.parties.supervisor_id, Role.SUPERVISOR))
    assert told == ["", LINK, *["Pappila"] * (len(series) - 2)]
    await sessions.ask(place(series[2], place=""))
    own = (await sessions.ask(messages.ListOwnPlaces(process_id=series[0].process_id))).places
    assert [one.session_id for one in own] == [one.session_id for one in (series[1], *series[3:])]


async def test_only_those_who_meet_there_and_the_coordinator_see_it(sessions: House) -> None:
    contract, series = await planned(sessions)
    await sessions.ask(place(series[0]))
    sees = [viewer(MEMBERS[0], Role.SUPERVISEE), viewer(contract.parties.supervisor_id, Role.SUPERVISOR)]
    for who in sees:
        assert (await places(sessions, series[0], who))[0] == LINK
    for role in (Role.COMMISSIONER, Role.PAYER):
        customer = viewer(STRANGER, role, contract.terms.organisation_id)
        assert set(await places(sessions, series[0], customer)) == {""}


async def test_what_is_over_called_off_or_anothers_keeps_its_place(sessions: House) -> None:
    _contract, series = await planned(sessions)
    with pytest.raises(Refusal, match="not_yours_to_decide: set_by"):
        await sessions.ask(place(series[0], set_by=MEMBERS[0]))
    await sessions.ask(cancel(series[1], PLANNED))
    for session, facts in ((series[1], {}), (series[0], {"as_of": series[0].ends_at})):
        with pytest.raises(Refusal, match="session_not_open: session_id"):
            await sessions.ask(place(session, **facts))
    with pytest.raises(Refusal, match="unknown_session: session_id"):
        await sessions.ask(place(series[0], session_id=STRANGER))
