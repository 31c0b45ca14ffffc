"""Another supervisor costs the process of a year nothing, of the eight actions that a turn may: its dates stay."""

from types import SimpleNamespace
from typing import Any

from services.messages.contracts import ContractAmended
from services.messages.envelope import snake
from services.messages.intake import SupervisorReplaced
from services.messages.sessions import SessionsHandedOver
from tests.told.amending import of_contract
from tests.told.known import BEGIN, PARTIES, TERMS, YEAR
from workflows import events_to_signals


class Told:
    """Keeps what a process would be woken with."""

    def __init__(self) -> None:
        self.facts: list[Any] = []

    async def tell(self, _process_id: Any, fact: Any) -> None:
        self.facts.append(fact)


async def woken_by(changes: list[str]) -> int:
    told = Told()
    work: Any = SimpleNamespace(
        resources=SimpleNamespace(processes=told), heard=SimpleNamespace(event_id="1", said_at=BEGIN)
    )
    amended = of_contract(YEAR, TERMS, PARTIES, BEGIN)[-1]
    assert isinstance(amended, ContractAmended)
    await events_to_signals.contract_amended(amended.model_copy(update={"changes": changes}), work)
    return len(told.facts)


async def test_no_process_is_woken_by_it() -> None:
    assert await woken_by(["supervisor_id"]) == 0
    assert await woken_by(["supervisor_id", "ends_on"]) == 1
    for event in (SessionsHandedOver, SupervisorReplaced):
        assert not hasattr(events_to_signals, snake(event.__name__))
