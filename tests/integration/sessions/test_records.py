"""By whom and when sessions were recorded, for who decides what of them is paid: no attendance and no ground."""

from uuid import uuid4

import pytest

from services.messages.sessions import ListRecords
from services.messages.values import Role
from tests.house import House
from tests.integration.sessions.builders import A_DAY, cancel, held, planned_anew, viewer
from tests.integration.sessions.planning.test_replanning import a_coordinator
from tests.integration.sessions.test_correcting import correction


@pytest.fixture
async def sessions(house: House) -> House:
    """With billing, which is asked before anything is put right."""
    await house.open("directory", "intake", "contracts", "sessions", "billing")
    return house


async def test_finance_reads_whose_each_session_was_and_who_said_last_what_became_of_it(
    sessions: House,
) -> None:
    contract, series = await planned_anew(sessions)
    supervisor, (first, second, third, fourth, *_) = contract.parties.supervisor_id, series
    for one in (first, second):
        await sessions.ask(held(one, supervisor))
    coordinator = await a_coordinator(sessions)
    await sessions.quiet()
    again = correction(second, coordinator, outcome="no_show", present=[], ground="Väärä nappi")
    await sessions.ask(again)
    await sessions.ask(cancel(third, second.ends_at + A_DAY, "supervisee"))
    query = ListRecords(
        session_ids=[one.session_id for one in (first, second, third, fourth)],
        viewer=viewer(uuid4(), Role.FINANCE),
    )
    told = await sessions.ask(query)
    assert [(one.session_id, one.by) for one in told.records] == [
        (first.session_id, "supervisor"),
        (second.session_id, "coordinator"),
        (third.session_id, "supervisee"),
        (fourth.session_id, None),
    ]
    assert {one.supervisor_id for one in told.records} == {supervisor}
    assert told.records[1].recorded_at == second.ends_at + A_DAY and told.records[3].recorded_at is None
    assert not {"nappi", "present", "ground"} & set(told.model_dump_json().replace('"', " ").split())
    others = query.model_copy(update={"viewer": viewer(uuid4(), Role.SUPERVISOR)})
    assert (await sessions.ask(others)).records == []
