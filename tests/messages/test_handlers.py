"""Every message has its handler, and every handler its message; who listens is what `deploy` declares."""

import importlib
import inspect
from types import ModuleType
from typing import Any, get_origin, get_type_hints

import pytest

from deploy.machine.installation import DOORS
from deploy.streams import LISTENERS, SPEAKERS
from services.messages.envelope import (
    SERVICES,
    Command,
    Event,
    commands_of,
    event_subject,
    events_of,
    reply_type,
)
from services.messages.operations import CountRefusedCodes, ListAccess, ListOpenings, ListSignIns
from services.runtime.commands.transactions import Work
from services.runtime.finding_handlers import find_handlers
from tests.messages import hearing
from tests.messages.hearing import ANSWERS, handlers_of
from tests.messages.schemas import as_text

OF_THE_DOORS: set[type[Command[Any]]] = {CountRefusedCodes, ListAccess, ListOpenings, ListSignIns}
"""What a door answers about itself by a handler of its own."""


@pytest.mark.parametrize("who", ANSWERS)
def test_every_command_has_its_handler_and_no_handler_is_without_a_command(who: str) -> None:
    commands, _ = find_handlers(who, handlers_of(who))
    about_itself = OF_THE_DOORS if who in DOORS else set()
    assert set(commands) - about_itself == set(commands_of(ANSWERS[who]).values())


@pytest.mark.parametrize("door", DOORS)
def test_both_doors_answer_who_opened_what(door: str) -> None:
    commands, _ = find_handlers(door, handlers_of(door))
    assert set(commands) >= OF_THE_DOORS


@pytest.mark.parametrize("who", ANSWERS)
def test_every_handler_takes_its_message_and_its_work_and_gives_the_commands_reply(who: str) -> None:
    commands, listened = find_handlers(who, handlers_of(who))
    wanted: dict[Any, type[Any]] = {handler: reply_type(command) for command, handler in commands.items()}
    wanted |= {handler: type(None) for handlers in listened.values() for handler in handlers.values()}
    for handler, gives in wanted.items():
        name = f"{who}.{handler.__name__}"
        hints = get_type_hints(handler)
        assert (len(inspect.signature(handler).parameters), hints["return"]) == (2, gives), name
        work = list(hints.values())[1]
        assert (get_origin(work) or work) is Work, name


@pytest.mark.parametrize("who", ANSWERS)
def test_the_declared_consumers_are_what_the_handlers_listen_to(who: str) -> None:
    _, listened = find_handlers(who, handlers_of(who))
    assert set(listened) == set(LISTENERS.get(who, ()))
    for source, handlers in listened.items():
        assert set(handlers) <= set(events_of(source))


def test_nobody_has_gone_deaf_to_an_event_that_they_heard() -> None:
    recorded = hearing.FILE.read_text()
    assert as_text(hearing.who_hears()) == recorded, "meant? python -m tests.messages.record"


def test_only_those_who_exist_listen() -> None:
    assert set(LISTENERS) <= {*ANSWERS, *DOORS}


def test_who_says_events_has_a_stream_and_nobody_else() -> None:
    assert {service for service in SERVICES if events_of(service)} == set(SPEAKERS)


def test_every_event_class_is_known_by_its_service_and_has_a_subject_of_its_own() -> None:
    for module in (*SERVICES, "process", "operations", "policy", "values"):
        importlib.import_module(f"services.messages.{module}")
    defined = {kind for kind in _subclasses(Event) if kind.__module__.startswith("services.messages.")}
    known = {kind for service in SERVICES for kind in events_of(service).values()}
    assert defined == known
    assert len({event_subject(kind) for kind in known}) == len(known)


def _subclasses(kind: type[Any]) -> set[type[Any]]:
    direct = set(kind.__subclasses__())
    return direct.union(*(_subclasses(one) for one in direct))


def test_a_handler_whose_name_is_not_its_messages_is_found() -> None:
    module = ModuleType("misnamed")
    right = handlers_of("directory").show_organisation

    async def show_organization(order: Any, work: Work) -> Any:
        return await right(order, work)

    show_organization.__annotations__ = dict(right.__annotations__)
    vars(module)["show_organization"] = show_organization
    with pytest.raises(TypeError, match="show_organization handles ShowOrganisation"):
        find_handlers("directory", module)


def test_a_message_that_two_handle_is_found(tmp_path, monkeypatch) -> None:
    room = tmp_path / "twice_handled"
    room.mkdir()
    (room / "__init__.py").touch()
    (room / "one.py").write_text("from services.directory.handlers import show_organisation\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    commands, _ = find_handlers("directory", importlib.import_module("twice_handled"))
    assert [command.__name__ for command in commands] == ["ShowOrganisation"]
    (room / "other.py").write_text("from services.directory.handlers import show_organisation\n")
    importlib.invalidate_caches()
    find_handlers.cache_clear()  # the room has another module since
    with pytest.raises(TypeError, match="two functions handle ShowOrganisation"):
        find_handlers("directory", importlib.import_module("twice_handled"))
