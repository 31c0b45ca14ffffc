"""A contract goes on through its last day, to midnight in Helsinki; the day after it is over, whatever it waits for."""

from datetime import timedelta
from typing import Any

import pytest

from services.messages.contracts import (
    ContractCard,
    EndProcess,
    PreviewTermination,
    ProcessClosed,
    ShowContract,
)
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import end_of
from tests.house import House
from tests.integration.contracts.builders import COMMISSIONER, MEMBERS, SUCCESSOR, choice, said, signed
from tests.integration.contracts.test_ending_at_once import at_once
from tests.integration.contracts.test_terminating import termination

A_SECOND, AN_HOUR = timedelta(seconds=1), timedelta(hours=1)


async def waiting(house: House) -> ContractCard:
    """Its last morning has come, nobody has chosen, and the final review is missing: it is not closed yet."""
    card = await signed(house)
    at = end_of(card.terms.ends_on) - timedelta(hours=10)
    found = await house.ask(EndProcess(process_id=card.process_id, as_of=at))
    assert found.review_missing
    return card


def orders(card: ContractCard, at: Any) -> dict[str, Any]:
    chosen = choice(card.process_id, "renew", SUCCESSOR).model_copy(update={"as_of": at})
    return {
        "how it goes on": chosen,
        "a notice": termination(card, last_day=card.terms.ends_on, as_of=at),
        "an end at once": at_once(card, as_of=at),
    }


async def test_what_was_closed_without_its_review_says_its_last_day_and_that(contracts: House) -> None:
    card = await waiting(contracts)
    later = end_of(card.terms.ends_on) + timedelta(days=30)
    contracts.move_clock(later)
    found = await contracts.ask(EndProcess(process_id=card.process_id, as_of=later))
    assert found.ended_as == "closed"
    [closed] = await said(contracts, ProcessClosed)
    assert (closed.closed_at, closed.last_day, closed.without_review) == (later, card.terms.ends_on, True)


@pytest.mark.parametrize("what", ["how it goes on", "a notice", "an end at once"])
async def test_on_the_last_day_it_is_said_and_not_after(contracts: House, what: str) -> None:
    card = await waiting(contracts)
    over = end_of(card.terms.ends_on)
    with pytest.raises(Refusal) as refused:
        await contracts.ask(orders(card, over)[what])
    assert (refused.value.code, refused.value.field) == ("process_ended", "process_id")
    await contracts.ask(orders(card, over - A_SECOND)[what])


async def test_what_may_be_done_is_shown_through_the_last_day(contracts: House) -> None:
    card = await waiting(contracts)
    over, process_id = end_of(card.terms.ends_on), card.process_id
    commissioner = Viewer(
        person_id=COMMISSIONER, role=Role.COMMISSIONER, organisation_id=card.terms.organisation_id
    )
    for at, goes_on in ((over - AN_HOUR, True), (over, False)):
        contracts.move_clock(at)
        for viewer in (commissioner, Viewer(person_id=MEMBERS[0], role=Role.SUPERVISEE)):
            own = (await contracts.ask(ShowContract(process_id=process_id, viewer=viewer))).own
            assert (own.may_end, own.may_choose) == (goes_on, goes_on), (at, viewer.role)
            query = PreviewTermination(process_id=process_id, viewer=viewer, as_of=at)
            assert (await contracts.ask(query)).may_terminate is goes_on, (at, viewer.role)
