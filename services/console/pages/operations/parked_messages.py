"""Parked messages of the whole platform, each with its process and with what the house has decided about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.console.board.queries.process_numbers import numbers_of
from services.console.pages.labels.platform import REASONS
from services.console.pages.labels.processes import EVENTS
from services.console.pages.operations.parked_cases import Key, cases
from services.console.pages.operations.platform import PROCESSES, ask_each
from services.console.tables import ParkedCase
from services.messages.operations import FALLS_DUE, ListParked, ParkedMessage
from services.web.http.errors import NotFound, Over
from services.web.pages.languages import marked as _
from services.web.pages.refusals import SENTENCES
from services.web.pages.visit import Visit


@dataclass(frozen=True)
class Parked:
    """number: of the process that it is about, where that is known."""

    service: str
    message: ParkedMessage
    number: str | None
    case: ParkedCase | None

    @property
    def key(self) -> Key:
        return self.service, self.message.parked_id

    @property
    def process_id(self) -> UUID | None:
        return self.message.aggregate_id if self.number else None

    @property
    def path(self) -> str:
        return f"/exceptions/parked/{self.service}/{self.message.parked_id}"

    @property
    def is_skipped(self) -> bool:
        return self.case is not None and self.case.skipped_reason is not None


@dataclass(frozen=True)
class Found:
    """away: services that did not answer, whose messages are not among these. not_told: more than an answer holds."""

    waiting: Sequence[Parked]
    skipped: Sequence[Parked]
    away: Sequence[str]
    not_told: int = 0


async def look(visit: Visit, services: Sequence[str] = PROCESSES) -> Found:
    """Each of them is asked; the oldest first."""
    answers = await ask_each(visit, ListParked(), services)
    told = [(name, one) for name, reply in answers.items() if reply for one in reply.messages]
    told.sort(key=lambda pair: pair[1].parked_at)
    async with visit.transaction() as db:
        numbers = await numbers_of(db, [one.aggregate_id for _name, one in told if one.aggregate_id])
        decided = await cases(db)
    everything = [
        Parked(name, one, numbers.get(one.aggregate_id or UUID(int=0)), decided.get((name, one.parked_id)))
        for name, one in told
    ]
    return Found(
        [one for one in everything if not one.is_skipped],
        [one for one in everything if one.is_skipped],
        [name for name, reply in answers.items() if reply is None],
        sum(max(reply.count - len(reply.messages), 0) for reply in answers.values() if reply),
    )


async def find(visit: Visit, key: Key) -> Parked:
    """Raises NotFound for a process of ours that is none. From what is not parked any more, on to what is."""
    if key[0] not in PROCESSES:
        raise NotFound
    found = await look(visit, key[:1])
    for one in (*found.waiting, *found.skipped):
        if one.key == key:
            return one
    raise Over("/exceptions")


def title_of(visit: Visit, message: ParkedMessage) -> str:
    """What it tells; the name itself, where it is no event of ours."""
    name = message.subject.rsplit(".", 1)[-1]
    if message.source == FALLS_DUE:
        return visit.text(_("What fell due: %(what)s")) % {"what": name}
    return visit.text(EVENTS[name]) if name in EVENTS else name


def reason_of(visit: Visit, code: str) -> str:
    """Why it could not be handled: of a parked message, or of a stuck process's step."""
    if sentence := REASONS.get(code) or SENTENCES.get(code):
        return visit.text(sentence)
    kind = code.removeprefix("failed: ")
    return visit.text(_("It failed again and again: %(kind)s")) % {"kind": kind}
