"""The last yes to a trial, or the last word after it, comes in the last second: its owner decides which counts."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.messages.contracts import (
    TrialAgreed,
    TrialDecided,
    TrialFound,
    TrialPutOff,
)
from services.runtime.commands.refusal import Refusal
from tests.grown import grown
from tests.house import House
from tests.integration.contracts.builders import COMMISSIONER, MEMBERS, said
from tests.integration.contracts.trials.trying import (
    ENDS_BY,
    FREE_UNTIL,
    T1,
    look,
    no,
    plan,
    prepared,
    word,
    yes,
)
from tests.integration.intake.builders import answer, matched, price, proposal, supervisor
from tests.integration.races.rounds import ROUNDS, came_out, meet

A_SECOND = timedelta(seconds=1)


async def asked(house: House) -> tuple[UUID, UUID]:
    """A process whose trial waits for one yes alone; its supervisor."""
    who = await supervisor(house)
    await house.ask(price())
    process_id = await matched(house, who)
    terms: dict[str, Any] = {"trial_sessions": 1, "trial_price": "credited", "trial_ends_by": ENDS_BY}
    await house.ask(proposal(process_id, **terms))
    await house.ask(answer(process_id))
    await house.ask(prepared(process_id))
    await plan(house, process_id, T1)
    for person in (COMMISSIONER, who, *MEMBERS[:-1]):
        await house.ask(yes(process_id, person))
    return process_id, who


async def tried(house: House) -> tuple[UUID, datetime]:
    """Its supervisor has said go; when it lapses."""
    process_id, who = await asked(house)
    await house.ask(yes(process_id, MEMBERS[-1]))
    await house.ask(word(process_id, who, "go"))
    [times] = await said(house, TrialAgreed)
    await house.ask(look(process_id, times.due_at))
    return process_id, times.lapses_at


def refused(outcomes: list[Any]) -> list[str]:
    return [one.code for one in outcomes if isinstance(one, Refusal)]


async def told(house: House, *kinds: type[Any]) -> list[type[Any]]:
    return [type(one) for one in await said(house) if isinstance(one, kinds)]


async def test_a_yes_in_the_last_second_books_the_trial_or_it_was_put_off(house: House) -> None:
    await house.open("directory", "intake", "contracts")
    for turn in range(ROUNDS):
        process_id, _ = await grown(house, asked)
        orders = (yes(process_id, MEMBERS[-1], at=FREE_UNTIL - A_SECOND), look(process_id, FREE_UNTIL))
        outcomes = await meet(house, "contracts", turn, *orders)
        events = await told(house, TrialAgreed, TrialPutOff)
        assert (refused(outcomes), events) in (([], [TrialAgreed]), (["trial_put_off"], [TrialPutOff]))
        came_out("booked" if events == [TrialAgreed] else "put off")


async def test_the_last_yes_against_a_no_books_the_trial_or_it_was_put_off(house: House) -> None:
    await house.open("directory", "intake", "contracts")
    for turn in range(ROUNDS):
        process_id, _ = await grown(house, asked)
        orders = (yes(process_id, MEMBERS[-1]), no(process_id, COMMISSIONER))
        outcomes = await meet(house, "contracts", turn, *orders)
        events = await told(house, TrialAgreed, TrialPutOff)
        assert (refused(outcomes), events) in (
            (["trial_agreed"], [TrialAgreed]),
            (["trial_put_off"], [TrialPutOff]),
        )
        came_out("booked" if events == [TrialAgreed] else "put off")


async def test_a_go_in_the_last_second_counts_or_the_trial_has_lapsed(house: House) -> None:
    await house.open("directory", "intake", "contracts")
    for turn in range(ROUNDS):
        process_id, lapses_at = await grown(house, tried)
        orders = (word(process_id, MEMBERS[0], "go", at=lapses_at - A_SECOND), look(process_id, lapses_at))
        outcomes = await meet(house, "contracts", turn, *orders)
        [found] = [one for one in outcomes if isinstance(one, TrialFound)]
        decided = [one.outcome for one in await said(house) if isinstance(one, TrialDecided)]
        assert (found.outcome, refused(outcomes), decided) in (
            ("go", [], ["go"]),
            ("lapsed", ["trial_decided"], ["lapsed"]),
        )
        came_out(f"it is {found.outcome}")
