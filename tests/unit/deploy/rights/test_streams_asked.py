"""What the table lets a program ask of JetStream is what its code asks: no right is missing, and none is too many."""

import ast
import functools
import re
from collections.abc import Iterator

import pytest

from deploy.rights import asked
from deploy.rights.asked import modules_of, programs
from deploy.rights.table import table
from deploy.streams import LISTENERS, SPEAKERS
from services.runtime.broker.jetstream import API

CALLS = {
    "add_stream": ("STREAM.CREATE",),
    "update_stream": ("STREAM.UPDATE",),
    "delete_stream": ("STREAM.DELETE",),
    "purge_stream": ("STREAM.PURGE",),
    "stream_info": ("STREAM.INFO",),
    "streams_info": ("STREAM.LIST",),
    "find_stream_name_by_subject": ("STREAM.NAMES",),
    "add_consumer": ("CONSUMER.CREATE",),
    "consumer_info": ("CONSUMER.INFO",),
    "consumers_info": ("CONSUMER.LIST",),
    "delete_consumer": ("CONSUMER.DELETE",),
    "pause_consumer": ("CONSUMER.PAUSE",),
    "pull_subscribe_bind": ("CONSUMER.MSG.NEXT",),
    "pull_subscribe": ("CONSUMER.CREATE", "CONSUMER.INFO", "CONSUMER.MSG.NEXT"),
    "get_msg": ("STREAM.MSG.GET",),
    "get_last_msg": ("STREAM.MSG.GET",),
    "delete_msg": ("STREAM.MSG.DELETE",),
    "account_info": ("INFO",),
    "key_value": ("KEYS",),
    "object_store": ("OBJECTS",),
}
"""The client's own words for it -> what it then asks the broker."""
_SPOKEN = re.compile(r"\.((?:STREAM|CONSUMER|DIRECT)\.[A-Z.]*[A-Z])")
_OF_SPEAKERS = {"services.runtime.events.keeping_stream", "services.runtime.events.streams:found_or_made"}
_OF_LISTENERS = {
    "services.runtime.events.consuming",
    "services.runtime.events.pulling",
    "services.runtime.events.streams:declare_consumer",
}
"""What is shared by all and done by some: a module, or a function of one."""
_ON_ONE_MACHINE = {
    "workflows.quiet",
    "services.runtime.events.streams:found_or_made",
    "services.runtime.events.streams:declare_consumer",
}
"""Where the clock is moved, and where a speaker makes its own stream and a listener its consumer."""


def asked_of(program: str, *, local: bool) -> set[str]:
    with asked.reading():
        return set(_asked_of(program, local))


def _asked_of(program: str, local: bool) -> Iterator[str]:
    for module in modules_of(program):
        for function, verb in _verbs_of(asked.tree_of(module)):
            places = {module, f"{module}:{function}"}
            if places & _ON_ONE_MACHINE and not local:
                continue
            if places & _OF_SPEAKERS and program not in SPEAKERS:
                continue
            if places & _OF_LISTENERS and program not in LISTENERS:
                continue
            yield verb


@functools.cache
def _verbs_of(tree: ast.Module) -> tuple[tuple[str, str], ...]:
    """Most programs take in the same files."""
    return tuple(verbs_in(tree))


def verbs_in(tree: ast.AST, within: str = "") -> Iterator[tuple[str, str]]:
    """With the function that it is in: by the client's calls, and by subjects that stand in a text."""
    for node in ast.iter_child_nodes(tree):
        name = (
            node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not within else within
        )
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from ((name, verb) for verb in CALLS.get(node.func.attr, ()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from ((name, verb) for verb in _SPOKEN.findall(node.value))
        yield from verbs_in(node, name)


def granted_to(program: str, *, local: bool) -> set[str]:
    """A durable consumer is made by a subject of its own, and by the same call."""
    subjects = " ".join(table(local=local)[program].publish)
    return {verb.replace("DURABLE.", "") for verb in _verbs(subjects)}


def _verbs(subjects: str) -> Iterator[str]:
    """Without the stream and the consumer, which follow."""
    names = {name.upper() for name in SPEAKERS}
    for subject in subjects.split():
        if subject.startswith(f"{API}."):
            words = subject.removeprefix(f"{API}.").split(".")
            yield ".".join(words[: next((i for i, word in enumerate(words) if word in names), len(words))])


@pytest.mark.parametrize("local", [True, False])
@pytest.mark.parametrize("program", programs())
def test_a_program_may_ask_of_jetstream_what_its_code_asks(program: str, local: bool) -> None:
    assert granted_to(program, local=local) == asked_of(program, local=local)


@pytest.mark.parametrize(
    "planted",
    [
        "async def page(js):\n    await js.purge_stream('BILLING')",
        "async def page(nats):\n    await nats.request(f'$JS.API.STREAM.PURGE.{name}')",
    ],
)
def test_a_call_that_nobody_granted_is_noticed(monkeypatch: pytest.MonkeyPatch, planted: str) -> None:
    real = asked.tree_of
    there = "services.portal.app"
    monkeypatch.setattr(
        asked, "tree_of", lambda module: ast.parse(planted) if module == there else real(module)
    )
    assert asked_of("portal", local=False) - granted_to("portal", local=False) == {"STREAM.PURGE"}
