"""A change of the signed contract, from the mails alone: each who is asked opens their own link, reads and presses."""

import re
from datetime import timedelta
from typing import Any

import pytest

from services.messages.contracts import ContractCard, DraftAmendment, ShowContract
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.contracts.builders import COORDINATOR
from tests.integration.portal.test_signing_links import Signers
from tests.integration.sessions.builders import hours, plan

CHANGES: dict[str, Any] = {
    "fewer": {"sessions_agreed": 5},
    "more": {"sessions_agreed": 30},
    "interval": {"base_interval_days": 42},
    "length": {"duration_minutes": 60},
    "price": {"price_cents": 20000},
    "clause": {"clauses": {"methods": "Keskustelua ja kuvia."}},
}


@pytest.fixture
async def parties(signers: Signers) -> tuple[Signers, ContractCard]:
    """The contract is signed by all, and its series is booked."""
    await signers.house.open("sessions")
    aino, bo, cia = signers.members
    for who in (signers.commissioner, bo, cia, aino, signers.supervisor):
        await signers.act(who)
    await signers.house.quiet()
    contract = await signers.house.ask(ShowContract(process_id=signers.process_id))
    await signers.house.ask(hours(contract.parties.supervisor_id))
    await plan(signers.house, signers.process_id)
    return signers, contract


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_whatever_changes_is_read_and_signed_from_the_mails_alone(
    parties: tuple[Signers, ContractCard], change: dict[str, Any]
) -> None:
    signers, contract = parties
    house: House = signers.house
    first = max(local_date(house.clock.now()), contract.terms.starts_on) + timedelta(days=60)
    order = {"process_id": signers.process_id, "changes": change, "effective_from": first}
    draft = await house.ask(
        DraftAmendment.model_validate(order | {"drafted_by": COORDINATOR, "as_of": house.clock.now()})
    )
    for who in (signers.commissioner, *reversed(signers.members), signers.supervisor):
        *_, link = await signers.links(who)
        page = await signers.open(link)
        if path := re.search(r'action="(/sign/[^"]+)"', page.text):
            interest = {"code": "none"} if who == signers.supervisor else {}
            done = await signers.press(path[1], version=str(draft.version), **interest)
            assert done.status_code == 200, done.text
        assert page.status_code == 200, who
    now = await house.ask(ShowContract(process_id=signers.process_id))
    assert (now.version, now.open_amendment) == (draft.version, None)
