"""While an operator takes its time: nothing in the database waits, nobody else sends, and a kill ends it."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal
from uuid import UUID

import pytest

from services.billing.delivery.operators.connecting import Operators
from services.billing.delivery.operators.folder import Folder
from services.billing.delivery.operators.handing_over import NotReached, Outgoing
from services.billing.delivery.sending import deliver_one
from services.runtime.commands.refusal import Refusal
from services.runtime.storage.database import transaction
from tests.house import House
from tests.integration.billing.delivery import delivering
from tests.integration.billing.delivery.test_channels import (
    Standin,
    again,
    an_invoice,
    by,
    delivery,
    tried,
    written,
)
from tests.patience import PATIENCE_S

_OPEN = (
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'"
)


class Holding(Standin):
    """Has the file, and answers when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.has_it = asyncio.Event()
        self.may_answer = asyncio.Event()

    async def send(self, message: Outgoing) -> Literal["taken"]:
        taken = await super().send(message)
        self.has_it.set()
        await self.may_answer.wait()
        return taken


async def waiting_invoice(house: House, grouping: str) -> UUID:
    """Nobody has taken it yet; at its next time, which it is now, nobody who delivers is open."""
    by(house, Standin([NotReached("operator_away")]))
    invoice_id = await an_invoice(house, "finvoice", grouping=grouping)
    at = (await delivery(house, invoice_id)).next_try_at
    assert at
    await house.stop("billing")
    house.move_clock(at)
    return invoice_id


async def found_by_another(house: House, operator: Standin) -> bool:
    """As another process of the service looks."""
    engine = house.services["billing"].engine
    async with transaction(engine) as db:
        return await deliver_one(db, house.clock, engine, Operators(operator, operator))


@pytest.fixture(autouse=True)
async def folder_afterwards(billing: House) -> AsyncIterator[None]:
    yield
    by(billing, Folder(billing.einvoices))


@asynccontextmanager
async def held_by_an_operator(house: House) -> AsyncIterator[tuple[UUID, Holding]]:
    by(house, Standin([NotReached("operator_away")]))
    invoice_id = await an_invoice(house, "finvoice")
    operator = Holding()
    by(house, operator)
    at = (await delivery(house, invoice_id)).next_try_at
    assert at
    house.move_clock(at)
    try:
        async with asyncio.timeout(PATIENCE_S):
            await operator.has_it.wait()
        yield invoice_id, operator
    finally:
        operator.may_answer.set()


async def test_no_transaction_stays_open_while_an_operator_takes_its_time(billing: House) -> None:
    async with held_by_an_operator(billing) as (invoice_id, operator):
        assert await billing.rows("billing", _OPEN) == []
        with pytest.raises(Refusal, match="still_on_its_way"):
            await billing.ask(again(invoice_id))
        assert tried(await delivery(billing, invoice_id))[-1] == ("finvoice", None, None)
        operator.may_answer.set()
        await billing.quiet()
        assert (await delivery(billing, invoice_id)).status == "taken"


async def test_what_one_process_has_in_hand_another_leaves(billing: House) -> None:
    other = Standin()
    async with held_by_an_operator(billing) as (_, operator):
        assert not await found_by_another(billing, other)
        operator.may_answer.set()
        await billing.quiet()
    assert (len(operator.messages), other.messages) == (1, [])
    assert not await found_by_another(billing, other)


@pytest.mark.parametrize("grouping", ["process", "organisation"])
async def test_after_a_kill_the_same_message_goes_once_more_and_is_one_there(
    billing: House, grouping: str
) -> None:
    invoice_id = await waiting_invoice(billing, grouping)
    settings = await billing.settings_for("billing")
    killed = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        delivering.__name__,
        *map(str, (settings.database_url, settings.clock_file, billing.einvoices)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert killed.stdout
    async with asyncio.timeout(PATIENCE_S):
        assert (await killed.stdout.readline()).decode().strip() == delivering.HANDED_OVER
    [before] = written(billing)
    killed.kill()
    await killed.wait()
    await billing.open("billing")
    await billing.quiet()
    found = await delivery(billing, invoice_id)
    assert tried(found) == [("finvoice", "failed", "operator_away"), ("finvoice", "sent", None)]
    assert (found.status, written(billing)) == ("sent", [before])
    assert before.name == f"1001-{found.attempts[-1].message_id}.xml"
