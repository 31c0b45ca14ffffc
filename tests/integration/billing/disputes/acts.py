"""A dispute is opened and decided: the orders, and who gives them."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
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
from services.messages.sessions import SessionShown, ShowSession
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


@pytest.fixture
async def everybody_was_there(billing: House) -> None:
    """Whoever asks sessions about a session was a member on its day."""
    await billing.stand_in(ShowSession, to_everybody)


async def to_everybody(message: Any) -> None:
    asked = ShowSession.model_validate_json(message.data)
    await message.respond(shown(asked.session_id).model_dump_json().encode())


def to_who_was_there(person_id: UUID, session_ids: set[UUID]) -> Callable[[Any], Awaitable[None]]:
    """What sessions would answer to that person: of others' days, that it knows none."""

    async def answer(message: Any) -> None:
        asked = ShowSession.model_validate_json(message.data)
        if asked.viewer.person_id != person_id or asked.session_id not in session_ids:
            refused = Refusal("unknown_session", "session_id")
            await message.respond(b"", headers=refused.headers())
        else:
            await message.respond(shown(asked.session_id).model_dump_json().encode())

    return answer


def shown(session_id: UUID) -> SessionShown:
    times = {"starts_at": OPENED, "ends_at": OPENED + timedelta(hours=1), "sequence": 0, "status": "held"}
    ids = {"session_id": session_id, "process_id": uuid4()}
    about = {"process_id": ids["process_id"], "organisation_id": uuid4(), "supervisor_id": uuid4()}
    return SessionShown.model_validate(about | {"card": times | ids | {"number": 1}, "format": "group"})
