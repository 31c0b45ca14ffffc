"""A year is ended early whose renewal was chosen and not signed by all: whoever asks for that reads it first."""

from typing import Any

import pytest

from services.messages.contracts import (
    ContractGivenUp,
    EarlierEndProposed,
    EndAtOnce,
    PreviewTermination,
    ProcessTerminated,
    TerminationPreview,
)
from services.messages.values import Role, Viewer
from tests.house import House
from tests.integration.contracts.builders import (
    COMMISSIONER,
    MEMBERS,
    SUCCESSOR,
    draft,
    renew,
    said,
    show,
    signed,
)
from tests.integration.contracts.renewing.test_what_follows import followed, sign_by_all
from tests.integration.contracts.test_earlier_ends import answer, proposal, seen
from tests.integration.contracts.test_terminating import TOLD, termination


async def previewed(house: House, process_id: Any) -> TerminationPreview:
    seen_by = Viewer(person_id=MEMBERS[0], role=Role.SUPERVISEE)
    shown: TerminationPreview = await house.ask(
        PreviewTermination(process_id=process_id, viewer=seen_by, as_of=TOLD)
    )
    return shown


@pytest.mark.parametrize("signing", [False, True])
async def test_all_agree_on_an_earlier_day_and_read_before_and_after_that_the_renewal_is_off(
    contracts: House, *, signing: bool
) -> None:
    old, _ = await followed(contracts, signing=signing)
    for who, role in ((MEMBERS[0], Role.SUPERVISEE), (COMMISSIONER, Role.COMMISSIONER)):
        assert (await seen(contracts, old, who, role, TOLD)).renewal_off
    await contracts.ask(proposal(old))
    [asked] = await said(contracts, EarlierEndProposed)
    assert (asked.renewal_off, asked.successor_stands) == (True, None)
    for party in ("supervisor", "commissioner"):
        await contracts.ask(answer(old, party))
    [told] = await said(contracts, ProcessTerminated)
    assert told.renewal_off == SUCCESSOR
    [ended] = await said(contracts, ContractGivenUp)
    assert (ended.process_id, ended.told_with) == (SUCCESSOR, old.process_id)
    assert (await previewed(contracts, old.process_id)).renewal_off


@pytest.mark.parametrize("how", ["notice", "at once"])
async def test_who_ends_it_alone_reads_it_too(contracts: House, how: str) -> None:
    old, _ = await followed(contracts, signing=True)
    assert (await previewed(contracts, old.process_id)).renewal_off
    order: Any = termination(old)
    if how == "at once":
        facts = {"process_id": old.process_id, "by": "supervisee", "ended_by": MEMBERS[0], "as_of": TOLD}
        order = EndAtOnce.model_validate(facts)
    for _ in range(2):
        await contracts.ask(order)
    [told] = await said(contracts, ProcessTerminated)
    assert told.renewal_off == SUCCESSOR
    assert (await previewed(contracts, old.process_id)).renewal_off


async def test_what_is_not_drafted_yet_is_off_as_well(contracts: House) -> None:
    old = await signed(contracts)
    assert not (await previewed(contracts, old.process_id)).renewal_off
    await renew(contracts, old.process_id)
    assert (await previewed(contracts, old.process_id)).renewal_off
    await contracts.ask(termination(old))
    [told] = await said(contracts, ProcessTerminated)
    assert told.renewal_off == SUCCESSOR
    await contracts.ask(draft(SUCCESSOR, renews=old.process_id))
    [ended] = await said(contracts, ContractGivenUp)
    assert ended.told_with == old.process_id


async def test_of_what_all_have_signed_it_is_said_whether_it_stands(contracts: House) -> None:
    old, follows = await followed(contracts, signing=True)
    await sign_by_all(contracts, follows)
    assert not (await previewed(contracts, old.process_id)).renewal_off
    await contracts.ask(proposal(old, successor_stands=True))
    [asked] = await said(contracts, EarlierEndProposed)
    assert (asked.renewal_off, asked.successor_stands) == (False, True)
    for party in ("supervisor", "commissioner"):
        await contracts.ask(answer(old, party))
    [told] = await said(contracts, ProcessTerminated)
    assert told.renewal_off is None
    assert (await show(contracts, SUCCESSOR)).status == "signed"
