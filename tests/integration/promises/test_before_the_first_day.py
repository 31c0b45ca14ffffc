"""A contract that begins soon is due on My day before it begins, whoever says the day."""

from datetime import timedelta

import pytest

from services.messages import contracts, intake
from services.runtime.finland import ONE_DAY, end_of, local_date, morning_of, working_days_before
from tests.integration.console.arranged import Arranged
from tests.integration.contracts import builders as paper
from tests.integration.intake import builders as asking
from tests.integration.promises.test_readers_follow import LATER, due, signed, the

FIRST_DAY = local_date(LATER) + timedelta(days=5)
READY = end_of(working_days_before(FIRST_DAY, 1))


@pytest.mark.parametrize("meets", [False, True], ids=["at once", "after a meeting"])
async def test_an_accepted_proposal_is_a_contract_before_its_first_day(
    promised: Arranged, meets: bool
) -> None:
    house = promised.house
    process_id, _ = await promised.matched()
    soon = {"starts_on": FIRST_DAY, "valid_until": FIRST_DAY - ONE_DAY, "three_way_meeting": meets}
    await house.ask(asking.proposal(process_id, **soon))
    await house.ask(asking.answer(process_id))
    assert (await the(house, "intake", intake.ProposalAnswered)).complete_by == READY
    assert await due(house, "complete_contract") == READY
    order = contracts.DraftContract(process_id=process_id, as_of=LATER)
    draft = await house.ask(order)
    assert draft.completing_reminders_at == [READY, morning_of(FIRST_DAY)]


async def test_a_renewal_says_its_own_first_day(promised: Arranged) -> None:
    old = await signed(promised)
    await paper.renew(promised.house, old.process_id)
    chosen = await the(promised.house, "contracts", contracts.ContinuationChosen)
    assert chosen.starts_on == old.terms.ends_on + ONE_DAY
