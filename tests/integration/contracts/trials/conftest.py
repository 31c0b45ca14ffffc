"""A process that begins with a trial."""

from uuid import UUID

import pytest_asyncio

from tests.grown import copied
from tests.house import House
from tests.integration.contracts.trials.trying import (
    ENDS_BY,
)
from tests.integration.intake.builders import (
    answer,
    matched,
    price,
    proposal,
    supervisor,
)


@pytest_asyncio.fixture
async def trial(contracts):
    """A process whose accepted proposal has a trial of one session, credited; its supervisor."""
    return await _accepted(contracts)


@copied
async def _accepted(contracts: House) -> tuple[UUID, UUID]:
    who = await supervisor(contracts)
    await contracts.ask(price())
    process_id = await matched(contracts, who)
    terms = {"trial_sessions": 1, "trial_price": "credited", "trial_ends_by": ENDS_BY}
    await contracts.ask(proposal(process_id, three_way_meeting=True, **terms))
    await contracts.ask(answer(process_id))
    return process_id, who
