"""The three kinds of words, and the one rule that gives each its subject.

`SubmitInquiry` in `messages/intake/` is `commands.intake.submit_inquiry` on the wire and
`handlers.submit_inquiry` in the service; `InquiryReceived` is `events.intake.inquiry_received`.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import Annotated, Any, ClassVar, Generic, Self, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

_HERE = "services.messages."
SERVICES = ("directory", "intake", "contracts", "sessions", "billing", "notices", "console")


class Message(BaseModel):
    """Checked by what is built for its class when the first one comes: most programs never meet most of the others'."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class Reply(Message):
    """What a command is answered with. A newer answer may hold more than an older asker knows."""


class Done(Reply):
    """The order was carried out, now or on an earlier asking."""


class ListPart(Reply):
    """As much of a list as one message holds. go_on_after: its last row, where there are more; none: it ends here.

    The same query with this as its `after` gives the next part.
    """

    go_on_after: UUID | None = None


R = TypeVar("R", bound=Reply)


class Command(Message, Generic[R]):
    """An order to one service; asking twice is asking once. Unknown fields are refused.

    proved: the field that names who orders it, where its name does not tell (`named_in`): whoever does so at a door
    sends their proof along (services/runtime/commands/proving.py).
    """

    model_config = ConfigDict(extra="forbid")
    proved: ClassVar[str | None] = None

    def is_from(self) -> UUID | None:
        """Who asks or orders; none also where the field that would name them is left out."""
        field = named_in(type(self))
        named = getattr(self, field) if field else None
        who: UUID | None = getattr(named, "person_id", named)
        return who


class Query(Command[R]):
    """A question: whoever answers it changes nothing, and what they answer, its viewer decides."""


class Asked(Query[R], Generic[R]):
    """A question without a viewer that is for nobody unknown. asked_by: who is signed in at the door that asks it, or
    has a mailed link there, and proves it; none: a service. own_at: the doors at which one asks it of oneself alone.
    """

    proved = "asked_by"
    own_at: ClassVar[frozenset[str]] = frozenset()
    asked_by: UUID | None = None

    def by(self, person_id: UUID | None) -> Self:
        return self.model_copy(update={"asked_by": person_id})


class FilePart(Reply):
    """A part of a file. parts: how many it has; sha256: of the whole of it, in hex."""

    parts: int = 1
    sha256: str = ""


F = TypeVar("F", bound=FilePart)


class FileQuery(Query[F], Generic[F]):
    """For a file that may be larger than one message. part: from 0."""

    part: Annotated[int, Field(ge=0, le=100)] = 0


class FileSent(Command[Done]):
    """A part of a file that is sent in, for the service that owns it. It waits there until the whole is taken in by its
    id, and goes after a day if it never is.

    part: from 0, of `parts`. content: base64. sent_by: who alone may have the whole taken in.
    Refuses: not_yours_to_decide, file_damaged, file_too_large, files_waiting (more than one person may leave there).
    """

    file_id: UUID
    part: Annotated[int, Field(ge=0, le=100)]
    parts: Annotated[int, Field(ge=1, le=101)]
    content: Annotated[str, Field(max_length=512 << 10, pattern="^[A-Za-z0-9+/=]*$")]
    sent_by: UUID


_NAMED, _NOBODY = ("signer_id", "author_id"), ("cancelled_by", "trial_ends_by")
"""Fields that name who gives an order though they do not end like the others, and that end so and name nobody."""


@cache
def named_in(command: type[Command[Any]]) -> str | None:
    """The field that names who asks or orders: the viewer, else whom the class says, else who did it (`changed_by`)."""
    if "viewer" in command.model_fields:
        return "viewer"
    if command.proved or issubclass(command, Query):
        return command.proved
    said = [
        name
        for name in command.model_fields
        if name in _NAMED or (name.endswith("_by") and name not in _NOBODY)
    ]
    return said[-1] if said else None


class Event(Message):
    """A fact: ids, dates, amounts, codes and organisations' names, never a person's name or a word said.

    about: the field that names the aggregate whose events are kept in order.
    """

    about: ClassVar[str] = "process_id"

    @property
    def aggregate_id(self) -> UUID:
        value: UUID = getattr(self, self.about)
        return value


def snake(name: str) -> str:
    """`SubmitInquiry` -> `submit_inquiry`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def owner(message: type[BaseModel]) -> str:
    """The service in whose folder the class stands."""
    return message.__module__.removeprefix(_HERE).split(".", 1)[0]


def command_subject(command: type[Command[Any]], service: str | None = None) -> str:
    return f"commands.{service or owner(command)}.{snake(command.__name__)}"


VIEWED = "viewed"


def viewed_subject(command: type[Command[Any]], side: str, service: str | None = None, door: str = "") -> str:
    """Of one that names who asks: only programs that have seen who it is may say it. side: where that person stands
    (`services/messages/values.py:Side`). door: which of the two asks; none: a service.
    """
    way = f"{VIEWED}_at_{door}" if door else VIEWED
    return f"{way}.{side}.{service or owner(command)}.{snake(command.__name__)}"


AT_PORTAL, AT_CONSOLE = "at_portal", "at_console"


def at_door_subject(command: type[Command[Any]], door: str, service: str | None = None) -> str:
    """Of an order that was given at a door. At the portal nobody who gives one has a role of the provider's."""
    return f"at_{door}.{service or owner(command)}.{snake(command.__name__)}"


def may_name_a_viewer(command: type[Command[Any]]) -> bool:
    return "viewer" in command.model_fields


def comes_by_a_door(command: type[Command[Any]]) -> bool:
    """Whether a door says it on a way of its own: what orders something, and what names who asks, though no viewer."""
    return not issubclass(command, Query) or command.proved is not None


def must_name_a_viewer(command: type[Command[Any]]) -> bool:
    return may_name_a_viewer(command) and command.model_fields["viewer"].is_required()


def event_subject(event: type[Event]) -> str:
    return f"events.{owner(event)}.{snake(event.__name__)}"


def reply_type(command: type[Command[Any]]) -> type[Reply]:
    """The R of `class X(Command[R])`."""
    for base in command.__mro__:
        arguments = getattr(base, "__pydantic_generic_metadata__", {}).get("args")
        if arguments:
            reply: type[Reply] = arguments[0]
            return reply
    raise TypeError(f"{command.__name__} names no reply")


def messages_of(service: str) -> ModuleType:
    return import_module(_HERE + service)


def _classes(service: str, kind: type[BaseModel]) -> Iterator[type[Any]]:
    for value in vars(messages_of(service)).values():
        is_one = (
            isinstance(value, type)
            and issubclass(value, kind)
            and value not in (Command, Query, Asked, Event)
        )
        if is_one and owner(value) == service and "[" not in value.__name__:
            yield value


@cache  # which looks at each name that the room has
def commands_of(service: str) -> Mapping[str, type[Command[Any]]]:
    """Handler name -> command class, for everything that the service answers."""
    return MappingProxyType({snake(c.__name__): c for c in _classes(service, Command)})


@cache
def events_of(service: str) -> Mapping[str, type[Event]]:
    """Handler name -> event class, for everything that the service says."""
    return MappingProxyType({snake(e.__name__): e for e in _classes(service, Event)})
