"""What all have signed to follow is ended before its first day: it never begins, and how the year goes on is open."""

from datetime import timedelta

from services.messages.contracts import (
    ContinuationTakenBack,
    EndProcess,
    PreviewTermination,
    ProcessClosed,
    ProcessRenewed,
    ProcessTerminated,
)
from services.messages.values import Role, Viewer
from tests.house import House
from tests.integration.contracts.builders import MEMBERS, SUCCESSOR, end, renew, said, show
from tests.integration.contracts.renewing.test_what_follows import followed, sign_by_all
from tests.integration.contracts.test_terminating import LAST_DAY, TOLD, termination


async def test_it_never_begins_and_how_the_year_before_goes_on_is_open_again(contracts: House) -> None:
    old, follows = await followed(contracts, signing=True)
    await sign_by_all(contracts, follows)
    follows, first_day = await show(contracts, SUCCESSOR), follows.terms.starts_on
    seen_by = Viewer(person_id=MEMBERS[0], role=Role.SUPERVISEE)
    look = PreviewTermination(process_id=SUCCESSOR, viewer=seen_by, as_of=TOLD)
    before = await contracts.ask(look)
    assert (before.last_day, before.unbegun_from, before.begins_on) == (LAST_DAY, first_day, first_day)
    for _ in range(2):
        await contracts.ask(termination(follows))
    [told] = await said(contracts, ProcessTerminated)
    assert (told.process_id, told.unbegun_from) == (SUCCESSOR, first_day)
    assert (await contracts.ask(look)).unbegun_from == first_day
    assert (await show(contracts, SUCCESSOR)).never_began
    [opened] = await said(contracts, ContinuationTakenBack)
    assert (opened.process_id, opened.successor_id) == (old.process_id, SUCCESSOR)
    assert (opened.terminated, opened.lapsed) == (True, False)
    after = await show(contracts, old.process_id)
    assert (after.continuation_choice, after.successor_id, after.never_began) == (None, None, False)


async def test_nobody_is_told_that_the_year_before_goes_on_nor_twice_that_what_never_began_is_over(
    contracts: House,
) -> None:
    old, follows = await followed(contracts, signing=True)
    await sign_by_all(contracts, follows)
    await contracts.ask(termination(await show(contracts, SUCCESSOR)))
    [told] = await said(contracts, ProcessTerminated)
    await contracts.ask(EndProcess(process_id=SUCCESSOR, reviewed=True, as_of=told.ends_at))
    [closed] = await said(contracts, ProcessClosed)
    assert (closed.process_id, closed.told_with_end) == (SUCCESSOR, True)
    await contracts.ask(end(old.process_id).model_copy(update={"reviewed": True}))
    assert await said(contracts, ProcessRenewed) == []
    [_, ended] = await said(contracts, ProcessClosed)
    assert (ended.process_id, ended.told_with_end) == (old.process_id, False)


async def test_it_may_be_chosen_once_more_that_the_year_goes_on(contracts: House) -> None:
    old, follows = await followed(contracts, signing=True)
    await sign_by_all(contracts, follows)
    await contracts.ask(termination(await show(contracts, SUCCESSOR)))
    again = SUCCESSOR.__class__(int=SUCCESSOR.int + 77)
    await renew(contracts, old.process_id, again)
    assert (await show(contracts, old.process_id)).successor_id == again


async def test_what_has_begun_is_ended_as_before(contracts: House) -> None:
    old, _ = await followed(contracts)
    contracts.move_clock(TOLD)
    await contracts.ask(termination(old))
    [told] = await said(contracts, ProcessTerminated)
    assert told.unbegun_from is None and told.last_day > old.terms.starts_on + timedelta(days=1)
    assert not (await show(contracts, old.process_id)).never_began
