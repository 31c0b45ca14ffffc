"""Which pages a process leads to, by what is done with its contract yet: a way leads to a form that is taken."""

import re
from datetime import timedelta

import pytest

from services.messages.contracts import EndProcess, PauseProcess, PreviewTermination, TerminateProcess
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import ONE_DAY, start_of
from tests.grown import grown
from tests.house import House
from tests.integration.portal.ending.test_next_contract_holds import _with_a_number
from tests.integration.portal.ending.test_next_contract_lapses import draft_what_follows, sign_what_follows
from tests.integration.portal.test_amending import coordinator
from tests.integration.portal.test_goals_and_reviews import Group

PROCESS = "/processes/TO-1001"
AT_THE_PORTAL, AT_THE_CONSOLE = (
    {"close", "pause", "terminate"},
    {"amendment", "supervisor", "pause", "terminate"},
)


@pytest.fixture
async def group(house: House) -> Group:
    return Group(house, await grown(house, _with_a_number))


async def ways(group: Group) -> tuple[set[str], set[str], set[str]]:
    """To the commissioner, to who acts for the supervisees, and to a coordinator."""
    pages = [await group.page(who, PROCESS) for who in (group.commissioner, group.members[0])]
    async with await coordinator(group) as staff:
        pages.append((await staff.get(PROCESS)).text)
    portal, members, console = (set(re.findall(rf'href="{PROCESS}/([a-z]+)"', page)) for page in pages)
    return portal & AT_THE_PORTAL, members & AT_THE_PORTAL, console & AT_THE_CONSOLE


async def terminate(group: Group) -> None:
    """By the commissioner, with notice."""
    now, process_id = group.house.clock.now(), group.contract.process_id
    viewer = Viewer(person_id=group.commissioner, role=Role.COORDINATOR)
    shown = await group.house.ask(PreviewTermination(process_id=process_id, viewer=viewer, as_of=now))
    order = {
        "process_id": process_id,
        "by": Party.COMMISSIONER,
        "reason_code": "wish_of_commissioner",
        "last_day": shown.last_day,
        "terminated_by": group.commissioner,
        "as_of": now,
    }
    await group.house.ask(TerminateProcess.model_validate(order))
    await group.house.quiet()


async def test_what_goes_on_is_paused_ended_changed_and_asked_how_it_goes_on(group: Group) -> None:
    assert await ways(group) == (AT_THE_PORTAL, AT_THE_PORTAL, AT_THE_CONSOLE)
    for way in AT_THE_PORTAL:
        assert f'action="{PROCESS}/{way}"' in await group.page(group.commissioner, f"{PROCESS}/{way}")


async def test_what_was_terminated_is_neither_paused_nor_changed_nor_renewed(group: Group) -> None:
    await terminate(group)
    portal, members, console = await ways(group)
    assert (portal, members) == ({"terminate"}, {"terminate"})
    assert console == {"terminate", "supervisor"}, "its last sessions may be another's"
    page = await group.page(group.commissioner, PROCESS)
    assert "The early end" in page and "End the process early" not in page
    async with await coordinator(group) as staff:
        page = (await staff.get(PROCESS)).text
    assert "The early end" in page and "End it early" not in page


async def test_after_the_last_day_nothing_is_offered_also_while_a_review_is_waited_for(group: Group) -> None:
    last = group.contract.terms.ends_on
    group.house.move_clock(start_of(last + ONE_DAY) + timedelta(hours=9))
    assert await ways(group) == (set(), set(), set())
    async with group.browser(group.commissioner) as browser:
        page = (await browser.get(f"{PROCESS}/pause")).text
        assert "it is not paused any more" in page and f'action="{PROCESS}/pause"' not in page
    pause = {"process_id": group.contract.process_id, "by": Party.COMMISSIONER, "reason_code": "illness"}
    when = {"from_day": last + ONE_DAY, "until_day": None, "as_of": group.house.clock.now()}
    with pytest.raises(Refusal):
        await group.house.ask(
            PauseProcess.model_validate(pause | when | {"paused_by": group.commissioner, "ends_on": None})
        )


async def test_once_it_has_ended_its_contract_is_still_read(group: Group) -> None:
    group.house.move_clock(start_of(group.contract.terms.ends_on + ONE_DAY))
    process_id, now = group.contract.process_id, group.house.clock.now()
    await group.house.ask(EndProcess(process_id=process_id, reviewed=True, as_of=now))
    await group.house.quiet()
    async with await coordinator(group) as staff:
        page = (await staff.get(PROCESS)).text
        assert "Closed" in page and f'href="{PROCESS}/contracting"' in page
        assert "Text of the contract" in (await staff.get(f"{PROCESS}/contracting")).text
    assert f'href="{PROCESS}/contract"' in await group.page(group.commissioner, PROCESS)


async def test_what_all_have_signed_to_follow_is_not_offered_to_be_taken_back(group: Group) -> None:
    for who in (group.commissioner, group.members[0]):
        async with group.browser(who) as browser:
            assert (await browser.post(f"{PROCESS}/close", data={"choice": "renew"})).status_code == 303
        await group.house.quiet()
    assert (await ways(group))[0] == AT_THE_PORTAL
    await draft_what_follows(group)
    await sign_what_follows(group)
    assert (await ways(group))[0] == {"pause", "terminate"}
