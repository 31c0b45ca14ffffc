"""`./luotsi release`: which releases of the worker carry the open processes, and going over to another one."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from deploy.operating.entering import entered
from services.messages.process import ListFailing, ListReleases, Release, SwitchRelease
from services.runtime.broker.address import BrokerAddress
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault, Refusal

LOOK_AGAIN_S = 2.0


def release(at: BrokerAddress, build: str | None, taken_over: Sequence[str]) -> int:
    """Without a build, shows what there is."""
    try:
        with suppress(KeyboardInterrupt):
            return asyncio.run(carry_out(at, build, taken_over))
        print("luotsi: what was woken goes over by itself; the same command goes on")
    except Refusal:
        print(f"luotsi: no worker of release {build} asks for work: start one, then say it again")
    except (Fault, OSError) as fault:
        print(f"luotsi: no answer: {fault}")
    return 1


async def carry_out(at: BrokerAddress, build: str | None, taken_over: Sequence[str]) -> int:
    """0 once the release carries all that is open; 1 where it fails at something. Raises Refusal, Fault."""
    connection = await entered(at)
    try:
        ask = Asker(connection)
        return await (go_over(ask, build, taken_over) if build else show(ask))
    finally:
        await connection.close()


async def show(ask: Asker) -> int:
    for one in (await ask(ListReleases())).releases:
        print(in_words(one))
    return await tell_failing(ask)


async def go_over(ask: Asker, build: str, taken_over: Sequence[str]) -> int:
    """Who did not hear of it the first time is woken again; handed over is once."""
    left, handed = -1, list(taken_over)
    while left:
        await ask(SwitchRelease(build=build, taken_over=handed))
        found, handed = (await ask(ListReleases())).releases, []
        now_left = sum(one.processes for one in found if one.build != build)
        if now_left != left:
            print("\n".join(in_words(one) for one in found), flush=True)
        left = now_left
        if left:
            await asyncio.sleep(LOOK_AGAIN_S)
            if await tell_failing(ask):
                return 1
    print(f"release {build} carries all that is open: workers of another one may be stopped")
    return 0


async def tell_failing(ask: Asker) -> int:
    """1 where there are any."""
    failing = (await ask(ListFailing())).processes
    for one in failing:
        print(
            f"{one.process_id} stands still: release {one.build} fails at its history; go back to the one before"
        )
    return 1 if failing else 0


def in_words(one: Release) -> str:
    is_current = "current" if one.is_current else "-"
    return (
        f"{one.build:<16} {is_current:<8} {'at work' if one.has_worker else 'gone':<8} {one.processes} open"
    )
