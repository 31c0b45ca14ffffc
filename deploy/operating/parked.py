"""`./luotsi parked`: messages that could not be handled or sent, of every service; shown without their content."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

from deploy.operating.entering import entered
from deploy.operating.printable import printable
from deploy.streams import LISTENERS, SPEAKERS
from services.messages.operations import ListParked, ParkedMessage, ReplayParked
from services.runtime.broker.address import BrokerAddress
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault, Refusal


def parked(at: BrokerAddress, action: str, *, message_id: str | None, service: str | None) -> int:
    """action: list, show or replay. 1 if the message is not there, or is refused again."""
    services = [service] if service else list(dict.fromkeys((*SPEAKERS, *LISTENERS)))
    try:
        return asyncio.run(carry_out(at, action, message_id, services))
    except Refusal as refusal:
        print(printable(f"luotsi: refused: {refusal}"))
    except Fault as fault:
        print(printable(f"luotsi: no answer: {fault}"))
    return 1


async def carry_out(at: BrokerAddress, action: str, message_id: str | None, services: list[str]) -> int:
    connection = await entered(at)
    try:
        ask = Asker(connection)
        found, silent = await held_by(ask, services)
        if action == "list":
            return tell_all(found, silent)
        chosen = [(name, one) for name, one in found if str(one.parked_id) == message_id]
        if not chosen:
            tell_silent(silent)
            print("luotsi: no parked message has this id; `./luotsi parked list` shows them")
            return 1
        name, message = chosen[0]
        return tell_one(name, message) if action == "show" else await replay(ask, name, message.parked_id)
    finally:
        await connection.close()


async def held_by(ask: Asker, services: list[str]) -> tuple[list[tuple[str, ParkedMessage]], dict[str, str]]:
    """And who gives no answer, with why: it hides nobody else's."""
    found, silent = [], {}
    for name in services:
        try:
            found += [(name, one) for one in (await ask(ListParked(), of=name)).messages]
        except (Refusal, Fault) as no:
            silent[name] = str(no)
    return found, silent


def tell_all(found: list[tuple[str, ParkedMessage]], silent: Mapping[str, str]) -> int:
    for name, one in found:
        print(printable(f"{one.parked_id}  {name:<10} {one.subject:<40} {one.reason}"))
    print(f"{len(found)} parked message(s)")
    tell_silent(silent)
    return 1 if silent else 0


def tell_silent(silent: Mapping[str, str]) -> None:
    for name, why in silent.items():
        print(printable(f"luotsi: {name} gives no answer: {why}"))


def tell_one(name: str, message: ParkedMessage) -> int:
    for field, value in {"service": name, **message.model_dump()}.items():
        print(printable(f"{field:<14}{value if value is not None else '-'}"))
    return 0


async def replay(ask: Asker, name: str, parked_id: UUID) -> int:
    await ask(ReplayParked(parked_id=parked_id), of=name)
    print(f"handled now by {name}")
    return 0
