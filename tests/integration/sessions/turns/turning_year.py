"""A year that turns in any order, by the orders of its people: what is shown before each, and what stands after."""

from datetime import date, time
from uuid import UUID

from services.messages.contracts import ContractCard
from tests.grown import copied
from tests.house import House
from tests.integration.contracts.builders import signed
from tests.integration.intake.builders import declaration, supervisor
from tests.integration.sessions.builders import hours, plan
from tests.integration.sessions.planning.test_replanning import a_coordinator
from tests.integration.sessions.turns.turns_of_sessions import TurnsOfSessions
from tests.integration.sessions.turns.turns_of_the_contract import TurnsOfTheContract

LASTS = {"valid_from": date(2027, 1, 1), "valid_until": date(2028, 2, 29), "from_time": time(13)}
"""Not for ever: some of what is paused finds no day."""


@copied
async def begun(house: House) -> tuple[ContractCard, UUID, UUID]:
    """A signed contract with its plan; who could take over, with fewer free hours; and a coordinator."""
    contract = await signed(house)
    other = await supervisor(house, "toinen@virta.example")
    for weekday in (0, 3):
        await house.ask(hours(contract.parties.supervisor_id, weekday=weekday, to_time=time(16), **LASTS))
    await house.ask(hours(other, weekday=0, to_time=time(14, 30), **LASTS))
    await plan(house, contract.process_id)
    await house.ask(declaration(contract.process_id, other))
    coordinator = await a_coordinator(house)
    await house.quiet()
    return contract, other, coordinator


class TurningYear(TurnsOfTheContract, TurnsOfSessions):
    """Every turn there is, by its name."""
