"""Every act that a page notes is called something, and nothing is called that no page notes."""

import ast
from collections.abc import Iterator
from pathlib import Path

from services.web.access_log.acts import ACTS
from tests.unit.docs.reading import ROOT, module_of

CHOICES = {"chose_to_": {"renew", "close"}, "proposal_": {"accept", "ask_change", "decline"}}
"""What is put behind the beginnings of acts that are written with a choice in them."""


def noted() -> set[str]:
    """The codes of all acts, from the calls of `visit.note(...)` in the pages and in the ground."""
    return {act for file in _pages() for act in _acts_in(module_of(file))}


def _pages() -> Iterator[Path]:
    for folder in ("portal", "console", "web"):
        yield from (ROOT / "services" / folder).rglob("*.py")


def _acts_in(tree: ast.Module) -> Iterator[str]:
    passed_on = dict(_passing_on(tree))
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="note"), args=[act, *_]):
                yield from _codes(act)
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in passed_on:
                yield from _codes(arguments[passed_on[name]])


def _passing_on(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Functions that note what they are told to: name, and which of their arguments it is."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.AsyncFunctionDef):
            continue
        names = [one.arg for one in function.args.args]
        for node in ast.walk(function):
            match node:
                case ast.Call(func=ast.Attribute(attr="note"), args=[ast.Name(id=told), *_]) if told in names:
                    yield function.name, names.index(told)


def _codes(act: ast.expr) -> Iterator[str]:
    match act:
        case ast.Constant(value=str(code)):
            yield code
        case ast.JoinedStr(values=[ast.Constant(value=str(begins)), *_]):
            yield from (begins + choice for choice in CHOICES[begins])
        case ast.IfExp(body=one, orelse=other):
            yield from (*_codes(one), *_codes(other))


def test_every_act_that_is_noted_has_its_words_and_no_other() -> None:
    assert noted() == set(ACTS)


def test_an_act_is_found_however_it_is_written() -> None:
    tree = ast.parse(
        'v.note("signed_in"); v.note(f"proposal_{x}", p); v.note("a" if x else "b"); said(v, "passed_on")\n'
        "async def said(visit, act): await visit.note(act)"
    )
    proposal = {"proposal_accept", "proposal_ask_change", "proposal_decline"}
    assert set(_acts_in(tree)) == {"signed_in", *proposal, "a", "b", "passed_on"}
