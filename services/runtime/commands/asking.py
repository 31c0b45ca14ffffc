"""Commands: `ask` sends one, and gives its typed reply."""

import asyncio
import json
from typing import Any, TypeVar

from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import MaxPayloadError, NoRespondersError
from pydantic import ValidationError

from services.messages.envelope import Command, Query, Reply, named_in, owner, reply_type
from services.messages.operations import ReportState
from services.runtime.away import Judge, Suspicion
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
)
from services.runtime.commands.sealed_answers import AnswerKey, Unsealed
from services.runtime.commands.sealed_questions import Questions
from services.runtime.commands.sizes import body_of, too_large
from services.runtime.commands.viewing import subject_of
from services.runtime.proofs.signing import header
from services.runtime.same_person.same_people import SamePeople

R = TypeVar("R", bound=Reply)
BROKER = "broker"
ANSWERS = "answers"
"""In a question about health, and in its answer: a command's subject, and whether it is answered."""
_ASKED_AGAIN_AFTER_S = (0.05, 0.2)
"""What nobody heard was not done, and may be asked again: a service that is just coming (back) hears it then."""


class Asker:
    """Sends commands over one connection."""

    def __init__(
        self,
        nats: Nats,
        timeout_s: float = 10,
        same: SamePeople | None = None,
        who: str = "",
        sealing: Questions | None = None,
    ) -> None:
        """same: by which the answers are read, of a service that knows of entries that are one person. who: the program
        that asks. sealing: for whom; without it only answers are sealed.
        """
        self._sealing = sealing or Questions({})
        self._nats = nats
        self._who = who
        self._timeout_s = timeout_s
        self.same = same or SamePeople()
        self._unanswered: set[str] | None = None
        self._answered: dict[tuple[str, bytes], Any] = {}

    def for_one_batch(self) -> "Asker":
        """Over the same connection; what nobody answered is not asked again, and not waited for again. The same
        question has the same answer: several letters of a batch are about one customer.
        """
        asker = Asker(self._nats, self._timeout_s, self.same, self._who, self._sealing)
        asker._unanswered = set()
        return asker

    def knowing_nobody(self) -> "Asker":
        """Over the same connection, for who learns anew which entries are one person."""
        return Asker(self._nats, self._timeout_s, who=self._who, sealing=self._sealing)

    @property
    def nats(self) -> Nats:
        """For those who read a stream from its beginning."""
        return self._nats

    async def __call__(
        self, command: Command[R], of: str | None = None, timeout_s: float | None = None, proof: str = ""
    ) -> R:
        """The command's reply. of: the service, where it is not the one in whose module the class stands. proof: of who
        is signed in, by which the service knows who asks; it is sent where that is looked at.

        Raises Refusal (the service said no, or the command is too_large to be sent), Fault (it broke down),
        AnswerTooLarge, Unavailable (nobody answered), UnknownCommand (it is of a release that does not know it),
        UnknownAnswer (it is of one that answers what we do not know).
        """
        subject = subject_of(command, of, self._who)
        if self._unanswered is None or not isinstance(command, Query):
            return await self._ask(command, subject, of or owner(type(command)), timeout_s, proof)
        asked = subject, body_of(command)
        if asked not in self._answered:
            self._answered[asked] = await self._ask(command, subject, of or owner(type(command)), timeout_s)
        return self._answered[asked]  # type: ignore[no-any-return]  # what was answered to it

    async def _ask(
        self, command: Command[R], subject: str, service: str, timeout_s: float | None, proof: str = ""
    ) -> R:
        key, body = self._sealing.to(service) or AnswerKey(), body_of(command)
        proven = header(proof, subject, body, key.text) if proof and named_in(type(command)) else {}
        answer = await self._answer_to(command, subject, service, timeout_s, *key.sent(subject, body, proven))
        told = answer.headers or {}
        try:
            said = key.read(subject, answer.data, told)
        except Unsealed:
            raise Fault(f"{subject}: its answer cannot be read") from None
        if refusal := Refusal.from_headers(told):
            raise UnknownCommand(subject) if refusal.is_of_an_older_release else refusal
        if away := told.get(AWAY_HEADER):
            raise Unavailable(f"{subject}: it waits for {away}", service, waits_for=away)
        if fault := told.get(FAULT_HEADER):
            if fault == AnswerTooLarge.__name__:
                raise AnswerTooLarge(subject)
            raise Fault(f"{subject}: {fault}")
        try:
            reply = reply_type(type(command)).model_validate_json(said)
        except ValidationError as error:
            kind = UnknownAnswer if has_more_choices(error) else Fault
            raise kind(f"{subject}: its answer cannot be read") from None
        return self.same.read(reply)  # type: ignore[return-value]  # the class says so: Command[R]

    async def _answer_to(
        self,
        command: Command[Any],
        subject: str,
        service: str,
        timeout_s: float | None,
        body: bytes,
        headers: dict[str, str],
    ) -> Msg:
        if self._unanswered and subject in self._unanswered:
            raise Unavailable(f"{subject}: nobody was there", service)
        try:
            return await self._heard(subject, body, timeout_s, headers)
        except NoRespondersError as error:
            told = await self._health_of(service, subject)
            if told and told.get(ANSWERS) is False:
                raise UnknownCommand(subject) from None
            if self._unanswered is not None:
                self._unanswered.add(subject)
            reason, waits_for = f"{subject}: {type(error).__name__}", _waits_for(told or {})
            raise Unavailable(reason, service, waits_for=waits_for, is_gone=told is None) from None
        except MaxPayloadError:  # a broker with a lower limit than ours
            raise too_large(command) from None
        except (NatsError, TimeoutError, ConnectionError) as error:
            who = service if self._nats.is_connected else BROKER
            raise Unavailable(f"{subject}: {type(error).__name__}", who) from None

    async def _health_of(self, service: str, subject: str) -> dict[str, Any] | None:
        """What the service says of itself and of this command; none where nobody hears that it is asked."""
        asked = json.dumps({ANSWERS: subject}).encode()
        try:
            return dict(json.loads((await self._nats.request(f"health.{service}", asked, timeout=1)).data))
        except NoRespondersError:
            return None
        except (NatsError, TimeoutError, ConnectionError, ValueError, TypeError):
            return {}

    async def _heard(
        self, subject: str, body: bytes, timeout_s: float | None, headers: dict[str, str]
    ) -> Msg:
        patience = timeout_s or self._timeout_s
        for wait_s in _ASKED_AGAIN_AFTER_S:
            try:
                return await self._nats.request(subject, body, timeout=patience, headers=headers)
            except NoRespondersError:
                await asyncio.sleep(wait_s)
        return await self._nats.request(subject, body, timeout=patience, headers=headers)


def _waits_for(told: dict[str, Any]) -> str:
    """Whom a service that starts waits for; "" where it says nothing that can be read: others may have its seed."""
    try:
        return str(told["away"][0]["who"])
    except (LookupError, TypeError):
        return ""


def services_judge(ask: Asker) -> Judge:
    """Whether another service is away, or only does not answer this one question: it is asked how it is."""

    def judge(error: BaseException) -> Suspicion | None:
        if not isinstance(error, Unavailable):
            return None
        if error.is_gone or error.waits_for or not error.who or error.who == BROKER:
            return Suspicion(error.who or "another service")

        return Suspicion(error.who, lambda: ask(ReportState(), of=error.who))

    return judge
