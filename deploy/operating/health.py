"""`./luotsi health [NAME...]`: what every program says of itself; red where one is silent or waits for somebody.

Of several processes of one kind each is heard: they are asked at once, and all who answer in time count.
"""

import asyncio
import dataclasses
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from nats.aio.client import Client
from pydantic import BaseModel, ValidationError

from deploy.operating.entering import entered
from deploy.operating.printable import printable
from deploy.processes import PROCESSES
from deploy.running.launch import CannotStart
from services.runtime.broker.address import BrokerAddress
from services.runtime.broker.refused import BrokerLog, Refused

NAMES = tuple(process.name for process in PROCESSES if process.kind in ("service", "worker"))
LISTENED_FOR_S = 3.0
NOBODY_LISTENS = "503"


MOST_ANSWERS = 50
"""Of one name: whoever has its seed answers as often as they like."""


class Waits(BaseModel):
    who: str
    since: str


class Answer(BaseModel):
    """What a process says of itself (services/runtime/health.py), as far as it is told here."""

    ready: bool
    error_type: str = "it starts"
    version: str = ""
    away: list[Waits] = []
    outbox_pending: int = 0
    outbox_oldest_s: int = 0
    rights_refused: int = 0
    last_refused: str = ""
    parked: int = 0


@dataclasses.dataclass(frozen=True)
class Standing:
    """answers: of each process that runs under the name; none: it is silent. A None among them cannot be read: none of
    ours has said it.
    """

    name: str
    answers: tuple[Answer | None, ...]

    @property
    def is_well(self) -> bool:
        return bool(self.answers) and all(one and one.ready and not one.away for one in self.answers)

    def lines(self) -> Iterator[str]:
        if not self.answers:
            yield f"{self.name:<12}silent"
        for one in filter(None, self.answers):
            yield printable(f"{self.name:<12}{'; '.join(_words(one))}")
        if unread := self.answers.count(None):
            yield f"{self.name:<12}{unread} answers cannot be read: none of ours says so, and somebody has its seed"


def health(at: BrokerAddress, names: Collection[str], broker_log: Path | None) -> int:
    """0: all of them are there and wait for nobody. names: none are all. broker_log: where it can be read.

    Refuses: CannotStart (no broker, no such log).
    """
    found = asyncio.run(ask(at, names or NAMES))
    for one in found:
        print(*one.lines(), sep="\n")
    try:
        refused = BrokerLog(broker_log).read() if broker_log else []
    except OSError as error:
        raise CannotStart(f"{broker_log} cannot be read: {error.strerror}") from error
    for each in refused:
        print(f"{'broker':<12}{words_of(each)}")
    return 0 if all(one.is_well for one in found) else 1


def words_of(one: Refused) -> str:
    who = f"with the seed of {one.whose}" if one.whose else "without a seed that is known"
    when = f"at {one.at:%Y-%m-%d %H:%M:%S} UTC " if one.at else ""
    told = f"{one.times} times the broker refused somebody {who}, the last {when}from {one.by}"
    return f"{told}: {'saying' if one.is_said else 'hearing'} {one.what}" if one.whose else told


async def ask(at: BrokerAddress, names: Iterable[str]) -> list[Standing]:
    """Of each name. Refuses: CannotStart (no broker)."""
    connection = await entered(at)
    try:
        return list(await asyncio.gather(*(_standing(connection, name) for name in names)))
    finally:
        await connection.close()


async def _standing(connection: Client, name: str) -> Standing:
    """All who answer are waited for as long as the slowest may take: nobody says how many there are."""
    inbox = connection.new_inbox()
    heard = await connection.subscribe(inbox)
    await connection.publish(f"health.{name}", b"{}", reply=inbox)
    answers: list[Answer | None] = []
    try:
        async with asyncio.timeout(LISTENED_FOR_S):
            async for message in heard.messages:
                if (message.headers or {}).get("Status") == NOBODY_LISTENS:
                    continue  # or somebody says so for it
                answers.append(_read(message.data))
                if len(answers) == MOST_ANSWERS:
                    break
    except TimeoutError:
        pass
    await heard.unsubscribe()
    return Standing(name, tuple(answers))


def _read(body: bytes) -> Answer | None:
    try:
        return Answer.model_validate_json(body)
    except ValidationError:
        return None


def _words(told: Answer) -> Iterator[str]:
    yield "ready" if told.ready else f"not ready ({told.error_type})"
    if told.version:
        yield f"release {told.version}"
    for one in told.away:
        yield f"waits for {one.who} since {one.since}"
    if told.outbox_pending:
        yield f"{told.outbox_pending} events not sent, the oldest for {told.outbox_oldest_s} s"
    if told.rights_refused:
        yield f"{told.rights_refused} rights refused by the broker, the last {told.last_refused}"
    if told.parked:
        yield f"{told.parked} messages parked: ./luotsi parked list"
