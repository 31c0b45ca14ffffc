"""Commands: `ask` sends one and gives its typed reply; `answer` is the edge that every handler stands behind."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic
from uuid import UUID

from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import MaxPayloadError, NoRespondersError
from nats.js import JetStreamContext
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession
from typing_extensions import TypeVar

from services.messages.envelope import Command, Query, Reply, command_subject, owner, reply_type
from services.messages.operations import ReportState
from services.runtime.away import Dependencies, Judge, Suspicion
from services.runtime.clock import Clock
from services.runtime.commands.refusal import (
    AWAY_HEADER,
    FAULT_HEADER,
    AnswerTooLarge,
    Fault,
    Refusal,
    Unavailable,
    UnknownAnswer,
    UnknownCommand,
    has_more_choices,
    refusal_of,
)
from services.runtime.commands.sizes import LARGEST_BODY, body_of, too_large
from services.runtime.events.announcing import begin_saying, has_announced
from services.runtime.logs import log
from services.runtime.same_person.same_people import SamePeople
from services.runtime.settings import Settings
from services.runtime.storage.database import is_collision, is_lost, question, transaction

R = TypeVar("R", bound=Reply)
Resources = TypeVar("Resources", covariant=True, default=object)
"""What a service prepares at its start; a handler that needs none of it takes plain `Work`."""
BROKER = "broker"
ANSWERS = "answers"
"""In a question about health, and in its answer: a command's subject, and whether it is answered."""
_TRIES_AFTER_COLLISION = 4
_ASKED_AGAIN_AFTER_S = (0.05, 0.2)
"""What nobody heard was not done, and may be asked again: a service that is just coming (back) hears it then."""


class Asker:
    """Sends commands over one connection."""

    def __init__(self, nats: Nats, timeout_s: float = 10, same: SamePeople | None = None) -> None:
        """same: by which the answers are read, of a service that knows of entries that are one person."""
        self._nats = nats
        self._timeout_s = timeout_s
        self.same = same or SamePeople()
        self._unanswered: set[str] | None = None

    def for_one_batch(self) -> "Asker":
        """Over the same connection; what nobody answered is not asked again, and not waited for again."""
        asker = Asker(self._nats, self._timeout_s, self.same)
        asker._unanswered = set()
        return asker

    def knowing_nobody(self) -> "Asker":
        """Over the same connection, for who learns anew which entries are one person."""
        return Asker(self._nats, self._timeout_s)

    @property
    def jetstream(self) -> JetStreamContext:
        """For those who read a stream from its beginning."""
        return self._nats.jetstream()

    async def __call__(self, command: Command[R], of: str | None = None, timeout_s: float | None = None) -> R:
        """The command's reply. of: the service, where it is not the one in whose module the class stands.

        Raises Refusal (the service said no, or the command is too_large to be sent), Fault (it broke down),
        AnswerTooLarge, Unavailable (nobody answered), UnknownCommand (it is of a release that does not know it),
        UnknownAnswer (it is of one that answers what we do not know).
        """
        subject = command_subject(type(command), of)
        service = of or owner(type(command))
        answer = await self._answer_to(command, subject, service, timeout_s)
        if refusal := Refusal.from_headers(answer.headers):
            raise UnknownCommand(subject) if refusal.is_of_an_older_release else refusal
        told = answer.headers or {}
        if away := told.get(AWAY_HEADER):
            raise Unavailable(f"{subject}: it waits for {away}", service, waits_for=away)
        if fault := told.get(FAULT_HEADER):
            if fault == AnswerTooLarge.__name__:
                raise AnswerTooLarge(subject)
            raise Fault(f"{subject}: {fault}")
        try:
            reply = reply_type(type(command)).model_validate_json(answer.data)
        except ValidationError as error:
            kind = UnknownAnswer if has_more_choices(error) else Fault
            raise kind(f"{subject}: its answer cannot be read") from None
        return self.same.read(reply)  # type: ignore[return-value]  # the class says so: Command[R]

    async def _answer_to(
        self, command: Command[Any], subject: str, service: str, timeout_s: float | None
    ) -> Msg:
        if self._unanswered and subject in self._unanswered:
            raise Unavailable(f"{subject}: nobody was there", service)
        try:
            return await self._heard(subject, body_of(command), timeout_s)
        except NoRespondersError as error:
            told = await self._health_of(service, subject)
            if told.get(ANSWERS) is False:
                raise UnknownCommand(subject) from None
            if self._unanswered is not None:
                self._unanswered.add(subject)
            kind, waits_for = type(error).__name__, _waits_for(told)
            raise Unavailable(f"{subject}: {kind}", service, waits_for=waits_for) from None
        except MaxPayloadError:  # a broker with a lower limit than ours
            raise too_large(command) from None
        except (NatsError, TimeoutError, ConnectionError) as error:
            who = service if self._nats.is_connected else BROKER
            raise Unavailable(f"{subject}: {type(error).__name__}", who) from None

    async def _health_of(self, service: str, subject: str) -> dict[str, Any]:
        """What the service says of itself and of this command; nothing where it is not there."""
        asked = json.dumps({ANSWERS: subject}).encode()
        try:
            return dict(json.loads((await self._nats.request(f"health.{service}", asked, timeout=1)).data))
        except (NatsError, TimeoutError, ConnectionError, ValueError, TypeError):
            return {}

    async def _heard(self, subject: str, body: bytes, timeout_s: float | None) -> Msg:
        for wait_s in _ASKED_AGAIN_AFTER_S:
            try:
                return await self._nats.request(subject, body, timeout=timeout_s or self._timeout_s)
            except NoRespondersError:
                await asyncio.sleep(wait_s)
        return await self._nats.request(subject, body, timeout=timeout_s or self._timeout_s)


def _waits_for(told: dict[str, Any]) -> str:
    """Whom a service that starts waits for."""
    away = told.get("away") or [{}]
    return str(away[0].get("who", ""))


def services_judge(ask: Asker) -> Judge:
    """Whether another service is away, or only does not answer this one question: it is asked how it is."""

    def judge(error: BaseException) -> Suspicion | None:
        if not isinstance(error, Unavailable):
            return None
        if error.waits_for or not error.who or error.who == BROKER:
            return Suspicion(error.who or "another service")

        return Suspicion(error.who, lambda: ask(ReportState(), of=error.who))

    return judge


@dataclass(frozen=True)
class Heard:
    """The event that is handled: its id, and when its service said it."""

    event_id: UUID
    said_at: datetime


@dataclass(frozen=True)
class Work(Generic[Resources]):
    """What a handler is given besides its message: one transaction, and the way to other services.

    resources: what the service prepared for its handlers at its start. event: none while a command is answered.
    """

    db: AsyncSession
    ask: Asker
    clock: Clock
    settings: Settings
    resources: Resources
    event: Heard | None = None

    @property
    def heard(self) -> Heard:
        """Of the event in hand. Raises LookupError in a command's handler."""
        if self.event is None:
            raise LookupError("no event is handled here")
        return self.event


Handler = Callable[[Any, Work[Any]], Awaitable[Any]]


class Transactions:
    """Opens and commits the transaction around every handler of one program."""

    def __init__(
        self,
        engine: AsyncEngine,
        ask: Asker,
        clock: Clock,
        settings: Settings,
        wake: Callable[[], None],
        resources: Any = None,
        dependencies: Dependencies | None = None,
    ) -> None:
        self.dependencies = dependencies or Dependencies()
        self.engine = engine
        self.clock = clock
        self._ask = ask
        self._settings = settings
        self.wake = wake
        self._also: list[Callable[[], None]] = []
        self._resources = resources
        self.same = ask.same

    def work(self, db: AsyncSession, cause: str | None, event: Heard | None = None) -> Work[Any]:
        """cause: the id of the message in hand, which its own events name."""
        begin_saying(db, self.clock, cause)
        return Work(db, self._ask, self.clock, self._settings, self._resources, event)

    async def carry_out(self, handler: Handler, message: Any, cause: str | None = None) -> Any:
        """One command in one transaction; a collision with another is tried again, so that one of them wins, and so is
        a connection that was lost. A query needs no transaction, and is given none.
        """
        is_question = isinstance(message, Query)
        opened = question if is_question else transaction
        learn = self.same.learn_for_a_question if is_question else self.same.learn
        for attempt in range(_TRIES_AFTER_COLLISION):
            try:
                async with opened(self.engine) as db:
                    await learn(db)
                    reply = await handler(self.same.read(message), self.work(db, cause))
                self.committed(db)
                return reply
            except Exception as error:
                if not (is_collision(error) or is_lost(error)) or attempt == _TRIES_AFTER_COLLISION - 1:
                    raise
                await asyncio.sleep(0.01 * (attempt + 1))
        raise AssertionError("unreachable")

    def tell_also(self, tell: Callable[[], None]) -> None:
        """Of a loop that sees to what such commits leave for later."""
        self._also.append(tell)

    def committed(self, db: AsyncSession) -> None:
        """The relay is woken for what was announced; most commands are questions."""
        self.same.took_over(db)
        if has_announced(db):
            for tell in (self.wake, *self._also):
                tell()


CarryOut = Callable[[Command[Any], str | None], Awaitable[Reply]]


async def answer(
    dependencies: Dependencies,
    carry_out: CarryOut,
    command: type[Command[Any]],
    body: bytes,
    cause: str | None,
) -> tuple[bytes, dict[str, str]]:
    """The reply's body and headers for one command as it came over the wire. Never raises, never echoes."""
    subject = command_subject(command)
    try:
        message = command.model_validate_json(body)
    except ValidationError as error:
        return _refused(subject, refusal_of(error, command))
    try:
        return _told(subject, (await carry_out(message, cause)).model_dump_json().encode())
    except Refusal as refusal:
        return _refused(subject, refusal)
    except Exception as error:
        return await _broken(dependencies, subject, error)


async def _broken(dependencies: Dependencies, subject: str, error: Exception) -> tuple[bytes, dict[str, str]]:
    kind = type(error).__name__
    away = await dependencies.who_is_away(error)
    log.error("command_failed", subject=subject, error_type=kind, away=away, where=_where(error))
    return b"{}", {FAULT_HEADER: kind} | ({AWAY_HEADER: away} if away else {})


def _told(subject: str, body: bytes) -> tuple[bytes, dict[str, str]]:
    """What the broker would not carry is said, so that nobody waits for it until the time is over."""
    if len(body) <= LARGEST_BODY:
        return body, {}
    log.error("answer_too_large", subject=subject, bytes=len(body), most=LARGEST_BODY)
    return b"{}", {FAULT_HEADER: AnswerTooLarge.__name__}


def _refused(subject: str, refusal: Refusal) -> tuple[bytes, dict[str, str]]:
    log.info("command_refused", subject=subject, code=refusal.code, field=refusal.field)
    return b"{}", refusal.headers()


def _where(error: BaseException) -> str:
    """File and line of the fault; its text may hold what a person wrote and is left out."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}" if trace else ""
