"""Every act that is noted is called something, and nothing is called that is not noted."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from services.messages.envelope import snake
from services.messages.policy import WHO_DOES_WHAT
from services.web.access_log.acts import ACTS, OF_THE_AUTHOR_ALONE, ROWS, words_of
from tests.unit.docs.reading import ROOT, module_of

SENT = {"send_command": 1, "send_form": 2}
"""Which argument of the two ways to send a command is the command, or what makes it."""


@cache
def noted() -> set[str]:
    """All acts that the pages note: by `visit.note(...)`, or because they send a command."""
    return {act for file in _pages() for act in _acts_in(module_of(file))}


def _pages() -> Iterator[Path]:
    for folder in ("portal", "console", "web"):
        for file in (ROOT / "services" / folder).rglob("*.py"):
            if file.name != "sending.py" and any(
                word in file.read_text() for word in ("note(", ".send(", *SENT)
            ):
                yield file


def _acts_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        match node:
            case ast.Call(func=ast.Attribute(attr="note", value=ast.Name(id="live_changes"))):
                continue
            case ast.Call(func=ast.Attribute(attr="note"), args=[ast.Constant(value=str(code)), *_]):
                yield code
            case ast.Call(func=ast.Attribute(attr="note"), args=[ast.Name(id=command), *_]):
                yield snake(command)
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in SENT:
                yield snake(_command(arguments[SENT[name]], tree))
            case ast.Call(func=ast.Attribute(attr="send"), args=[_form, made], keywords=named):
                if "said" in {one.arg for one in named}:  # of a `ProcessPage`
                    yield snake(_command(made, tree))


def _command(made: ast.expr, tree: ast.Module) -> str:
    """The name of the command that an expression makes, through the function that is called for it."""
    match made:
        case ast.Lambda(body=body):
            return _command(body, tree)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="model_validate")):
            return name
        case ast.Call(func=ast.Name(id=name)) | ast.Name(id=name):
            return name if name[0].isupper() else _made_by(name, tree)
    raise LookupError(ast.unparse(made))


def _made_by(function: str, tree: ast.Module) -> str:
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name, returns=ast.Name(id=told)) if name == function:
                return told
            case ast.AsyncFunctionDef(name=name, returns=ast.Name(id=told)) if name == function:
                return told
            case ast.ImportFrom(module=str(module), names=names) if function in {one.name for one in names}:
                return _made_by(function, module_of(ROOT / f"{module.replace('.', '/')}.py"))
    raise LookupError(function)


def test_every_act_that_is_noted_has_its_words() -> None:
    assert {act for act in noted() if not words_of(act)} == set()


def test_nothing_is_called_that_no_page_notes() -> None:
    assert (ACTS.keys() | ROWS.keys() | OF_THE_AUTHOR_ALONE) - noted() == set()


def test_an_act_is_called_something_in_one_place_only() -> None:
    assert ACTS.keys() & (ROWS.keys() | WHO_DOES_WHAT.keys()) == set()
    assert set(ROWS.values()) <= WHO_DOES_WHAT.keys()


def test_an_act_of_an_earlier_release_has_no_words() -> None:
    assert words_of("danced_on_the_table") is None


def test_an_act_is_found_however_it_is_written() -> None:
    tree = ast.parse(
        'v.note("signed_in"); v.note(EndRelation, about=p); send_command(v, NudgeProcess(process_id=p))\n'
        "send_form(v, form, lambda typed: SetGoal(typed)); send_form(v, form, lambda typed: order(typed))\n"
        "send_form(v, form, lambda typed: SetPrice.model_validate(typed)); send_form(v, form, later)\n"
        "page.send(form, lambda typed: ScoreGoal(typed), said=done); line.send(mail)\n"
        "def order(typed) -> SetSeller: ...\n"
        "async def later(typed) -> CompleteContract: ..."
    )
    commands = {"end_relation", "nudge_process", "set_goal", "set_seller", "set_price", "complete_contract"}
    commands.add("score_goal")
    assert set(_acts_in(tree)) == {"signed_in", *commands}


def test_what_makes_a_command_must_be_found() -> None:
    with pytest.raises(LookupError):
        list(_acts_in(ast.parse("send_form(v, form, makers[0])")))
