"""A signed contract that ends before its first day: nothing of it is held, and no review waits for anybody."""

from datetime import timedelta

from services.messages import sessions as messages
from services.messages.contracts import EndProcess, PreviewTermination, ProcessTerminated
from services.messages.values import Role
from services.runtime.finland import start_of
from tests.house import House
from tests.integration.contracts.builders import MEMBERS
from tests.integration.contracts.builders import said as said_of_contracts
from tests.integration.contracts.test_terminating import termination
from tests.integration.sessions.builders import planned, said, viewer


async def test_all_that_was_planned_is_called_off_and_it_closes_on_its_day(sessions: House) -> None:
    contract, series = await planned(sessions)
    at = start_of(contract.terms.starts_on) - timedelta(days=60)
    asked = {"process_id": contract.process_id, "viewer": viewer(MEMBERS[0], Role.SUPERVISEE), "as_of": at}
    last_day = (await sessions.ask(PreviewTermination.model_validate(asked))).last_day
    assert last_day < contract.terms.starts_on
    order = termination(contract, as_of=at, last_day=last_day, waives_review=True)
    await sessions.ask(order)
    await sessions.quiet()
    off = await said(sessions, messages.SessionCancelled)
    assert {one.session_id for one in off} == {one.session_id for one in series}
    [ended] = await said_of_contracts(sessions, ProcessTerminated)
    found = await sessions.ask(EndProcess(process_id=contract.process_id, as_of=ended.ends_at))
    assert found.ended_as == "closed"
