"""A sign-in on a slow day: whoever types their mail's code comes in, however late or lost a service's answer is."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from nats.aio.msg import Msg

from services.messages.directory import AcceptPerson, ChangeAddress, ShowPerson, TakeSignInCode
from services.messages.envelope import Command, Done
from services.messages.notices import MailSignInCode
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import FAULT_HEADER, Unavailable
from services.runtime.settings import Settings
from services.runtime.storage.connections import most_open
from tests.house import House
from tests.integration.web.builders import EMAIL, Mailbox, person
from tests.visitor import stranger, visitor

NEW = "aino.uusi@example.org"
Answer = Callable[[Msg], Awaitable[None]]


@pytest.fixture
async def opened(house: House) -> AsyncIterator[House]:
    await house.open("directory", "contracts", "portal")
    await person(house)
    yield house


async def mails(house: House, answer: Answer) -> Mailbox:
    """Notices mails the first code that is asked for, as for one instant of asking it does, and answers so."""
    mailbox, mailed = Mailbox(), set()

    async def keep(message: Msg) -> None:
        order = MailSignInCode.model_validate_json(message.data)
        if order.as_of not in mailed:
            mailed.add(order.as_of)
            mailbox.orders.put_nowait(order)
        await answer(message)

    await house.stand_in(MailSignInCode, keep)
    return mailbox


async def done(message: Msg) -> None:
    await message.respond(Done().model_dump_json().encode())


async def lost(message: Msg) -> None:
    """As when it comes after nobody waits any more."""
    await message.respond(b"{}", headers={FAULT_HEADER: "Late"})  # type: ignore[call-arg]  # it is sealed


def loses(monkeypatch: pytest.MonkeyPatch, of: type[Command[Any]]) -> None:
    """The first answer to such an order, which was carried out."""
    asks, left = Asker.__call__, [of]

    async def asked(self: Asker, command: Command[Any], *told: Any, **facts: Any) -> Any:
        answer = await asks(self, command, *told, **facts)
        if type(command) in left:
            left.clear()
            raise Unavailable("its answer is lost", "directory")
        return answer

    monkeypatch.setattr(Asker, "__call__", asked)


async def types(browser: httpx.AsyncClient, code: str) -> httpx.Response:
    return await browser.post("/sign-in/code", data={"code": code})


async def test_a_code_is_right_though_nobody_heard_that_it_was_mailed(opened: House) -> None:
    mailbox = await mails(opened, lost)
    async with stranger(opened, "portal") as browser:
        await browser.post("/sign-in", data={"email": EMAIL})
        entered = await types(browser, (await mailbox.next()).code)
    assert entered.status_code == 303


async def test_a_code_is_right_though_the_database_was_lost_while_it_was_mailed(opened: House) -> None:
    own = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    cut = [True]

    async def cuts(message: Msg) -> None:
        if cut.pop() if cut else False:
            await opened.rows("directory", f"{own} AND pid != pg_backend_pid()")
        await done(message)

    mailbox = await mails(opened, cuts)
    async with stranger(opened, "portal") as browser:
        await browser.post("/sign-in", data={"email": EMAIL})
        code = (await mailbox.next()).code
        await opened.quiet()
        entered = await types(browser, code)
    assert entered.status_code == 303


@pytest.mark.parametrize("of", [TakeSignInCode, AcceptPerson])
async def test_a_code_is_still_right_for_who_was_told_to_try_again(
    opened: House, monkeypatch: pytest.MonkeyPatch, of: type[Command[Any]]
) -> None:
    mailbox = await mails(opened, done)
    async with stranger(opened, "portal") as browser, stranger(opened, "portal") as other:
        await browser.post("/sign-in", data={"email": EMAIL})
        code = (await mailbox.next()).code
        loses(monkeypatch, of)
        late = await types(browser, code)
        await other.post("/sign-in", data={"email": EMAIL})
        elsewhere = await types(other, code)
        entered = await types(browser, code)
        again = await types(browser, code)
    assert late.status_code == 503 and "try again" in late.text
    assert elsewhere.status_code == 422
    assert entered.status_code == 303
    assert again.status_code == 422


async def test_more_people_come_in_at_once_than_the_door_has_connections(opened: House) -> None:
    """As on a morning: nobody holds one connection while they wait for another."""
    mailbox = await mails(opened, done)
    several = most_open(Settings.model_fields["database_pool"].default) + 2
    async with AsyncExitStack() as stack:
        coming = []
        for number in range(several):
            email = f"aino{number}@example.org"
            await person(opened, email)
            browser = await stack.enter_async_context(stranger(opened, "portal"))
            await browser.post("/sign-in", data={"email": email})
            coming.append((browser, (await mailbox.next()).code))
        entered = await asyncio.gather(*(types(browser, code) for browser, code in coming))
    assert [one.status_code for one in entered] == [303] * several


async def test_a_code_for_a_new_address_is_still_right_for_who_was_told_to_try_again(
    opened: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    [row] = await opened.rows("directory", "SELECT person_id FROM person WHERE email = $1", EMAIL)
    mailbox = await mails(opened, done)
    async with await visitor(opened, "portal", row["person_id"]) as browser:
        await browser.post("/me/address", data={"email": NEW})
        code = (await mailbox.next()).code
        loses(monkeypatch, ChangeAddress)
        late = await browser.post("/me/address/code", data={"code": code})
        changed = await browser.post("/me/address/code", data={"code": code})
        again = await browser.post("/me/address/code", data={"code": code})
    assert (late.status_code, changed.status_code, again.status_code) == (503, 303, 422)
    assert (await opened.ask(ShowPerson(person_id=row["person_id"]))).email == NEW
