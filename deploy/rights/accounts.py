"""Which program takes in what of whose account at the broker. Pure: from the table of rights.

Each program has an account of its own, in which it is alone; the streams have one that no program signs into. What a
program may say to others is taken into its account, word by word, and is said there. So whatever it names as the place
of an answer, its own or the broker's, is a place in its own account, from which no more leads on than it may say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from deploy.rights.table import WORKER, WORKERS_COMMANDS, Rights
from deploy.streams import ACCOUNT as STREAMS
from deploy.streams import LISTENERS
from services.messages.envelope import VIEWED
from services.runtime.broker.address import OPERATOR
from services.runtime.broker.jetstream import API
from services.runtime.events.neighbours import CLOCK_MOVED, RESTED

OF_THE_BROKER = "$JS.API"
_ACKNOWLEDGED = "$JS.ACK"
_MANY_ANSWERS = (f"{OF_THE_BROKER}.CONSUMER.MSG.NEXT.", f"{OF_THE_BROKER}.DIRECT.GET.", "health.")
"""Of several messages, or of several processes; to anything else there is one answer."""


@dataclass(frozen=True)
class Taken:
    """subject: in the account that gives it. to: the same here, where it is called otherwise."""

    account: str
    subject: str
    to: str = ""


@dataclass(frozen=True)
class Account:
    """user: who signs in. asks: what it takes in to say it there, and be answered. hears: what others say to anybody.

    answers, tells: what it gives out of either kind.
    """

    user: str
    asks: tuple[Taken, ...]
    hears: tuple[Taken, ...]
    answers: tuple[str, ...]
    tells: tuple[str, ...]


def accounts(rights: Mapping[str, Rights]) -> dict[str, Account]:
    """By its name. rights: as `table` has them."""
    programs = {name: one for name, one in rights.items() if name != OPERATOR}
    taken = {
        name: tuple(dict.fromkeys(_taken(name, one.publish, programs))) for name, one in programs.items()
    }
    told = {name: tuple(_told(name, programs)) for name in programs}
    heard = {name: tuple(_heard(name, one.subscribe, told)) for name, one in programs.items()}
    answered = {name: tuple(filter(_is_asked, one.subscribe)) for name, one in programs.items()}
    made = {name: Account(name, taken[name], heard[name], answered[name], told[name]) for name in programs}
    of_streams = sorted({one.subject for asks in taken.values() for one in asks if one.account == STREAMS})
    asked = tuple(Taken(name, subject) for name, subjects in answered.items() for subject in subjects)
    clock = tuple(Taken(name, CLOCK_MOVED) for name, words in told.items() if CLOCK_MOVED in words)
    return made | {STREAMS: Account(OPERATOR, asked, clock, tuple(of_streams), ())}


def answers_many(subject: str) -> bool:
    return subject.startswith(_MANY_ANSWERS)


def _taken(name: str, said: tuple[str, ...], programs: Mapping[str, Rights]) -> Iterator[Taken]:
    """Of whom, for each thing that it says; what it says to processes of its own kind is nobody else's."""
    for subject in said:
        words = subject.split(".")
        if words[0] == API:
            yield Taken(STREAMS, subject.replace(API, OF_THE_BROKER, 1), subject)
        elif words[0] == "events" or subject.startswith(_ACKNOWLEDGED):
            yield Taken(STREAMS, subject)
        elif words[0] == RESTED:
            yield from [Taken(WORKER, subject)] if name != WORKER else []
        elif subject != CLOCK_MOVED:
            place = 2 if words[0].startswith(VIEWED) else 1
            for one in programs if words[place] == "*" else [words[place]]:
                owner = WORKER if one == WORKERS_COMMANDS else one
                if owner != name:
                    yield Taken(owner, ".".join([*words[:place], one, *words[place + 1 :]]))


def _told(name: str, programs: Mapping[str, Rights]) -> Iterator[str]:
    """To whoever cares: that the clock has moved, and, to who waits for it, that an event was dealt with."""
    if CLOCK_MOVED in programs[name].publish:
        yield CLOCK_MOVED
    waited_for = f"{_ACKNOWLEDGED}.>" in programs[WORKER].subscribe
    if waited_for and name in LISTENERS and name != WORKER:
        yield f"{_ACKNOWLEDGED}.*.{name}.>"


def _heard(name: str, subscribed: tuple[str, ...], told: Mapping[str, tuple[str, ...]]) -> Iterator[Taken]:
    words = {subject.split(".")[0] + "." + subject.split(".")[1] for subject in subscribed}
    for teller, subjects in told.items():
        for subject in subjects:
            if teller != name and ".".join(subject.split(".")[:2]) in words:
                yield Taken(teller, subject)


def _is_asked(subject: str) -> bool:
    return subject.startswith(("commands.", VIEWED, "at_", "health.", f"{RESTED}."))
