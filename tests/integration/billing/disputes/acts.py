"""A dispute is opened and decided: the orders, and who gives them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.billing import (
    OpenDispute,
    ResolveDispute,
    RunBilling,
)
from services.messages.directory import RegisterPerson, RelatePerson
from services.messages.envelope import Command
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    MARCH_FIRST,
    ORGANISATION,
    SIGNED,
)

OPENED = datetime(2027, 2, 20, 9, tzinfo=UTC)


async def code(house: House, order: Command[Any]) -> str:
    with pytest.raises(Refusal) as refused:
        await house.ask(order)
    return refused.value.code


async def payer(house: House) -> UUID:
    person = await house.ask(
        RegisterPerson(
            person_id=uuid4(),
            given_name="Paula",
            family_name="Maksaja",
            email="paula@salmi.example",
            language="fi",
            as_of=SIGNED,
        )
    )
    facts = {"person_id": person.person_id, "relation": "payer", "organisation_id": ORGANISATION}
    await house.ask(RelatePerson.model_validate(facts | {"given_by": FOUNDER, "as_of": SIGNED}))
    return person.person_id


async def item_of(house: House, session_id: UUID) -> UUID:
    [row] = await house.rows(
        "billing", f"SELECT item_id FROM billable_item WHERE session_id = '{session_id}'"
    )
    item_id: UUID = row["item_id"]
    return item_id


def dispute(process_id: UUID, item_id: UUID, by: UUID, **facts: Any) -> OpenDispute:
    told = {"dispute_id": uuid4(), "process_id": process_id, "item_ids": [item_id], "claim": "quality"}
    return OpenDispute.model_validate(told | {"opened_by": by, "as_of": OPENED} | facts)


def decision(dispute_id: UUID, outcome: str = "rejected", **facts: Any) -> ResolveDispute:
    told = {"dispute_id": dispute_id, "outcome": outcome, "ground": "Kuultu molempia."}
    return ResolveDispute.model_validate(told | {"resolved_by": FOUNDER, "as_of": MARCH_FIRST} | facts)


async def run(house: House, period: str, at: datetime) -> int:
    return (await house.ask(RunBilling(period=period, as_of=at))).total_cents


async def heard(house: House, *sessions: Any, contract: Any) -> None:
    await house.say("contracts", contract)
    await house.quiet()
    for one in sessions:
        await house.say("sessions", one)
    await house.quiet()
