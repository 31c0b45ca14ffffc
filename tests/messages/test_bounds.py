"""Whatever is typed or ordered has an end: no text, list, number or day is as large as its sender likes."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from datetime import date, time
from functools import cache
from typing import Any

import pytest
from pydantic import BaseModel

import services
from services.messages import operations, process
from services.messages.envelope import SERVICES, Command, commands_of
from services.messages.values import Day, LocalTime, Utc, of_our_years
from services.web.pages.forms import Form

_PASSED_THROUGH = {
    "model", "model-field", "nullable", "default", "function-before", "function-after", "function-wrap",
    "lax-or-strict", "json-or-python",
}  # fmt: skip
_FINITE = {"uuid", "bool", "enum", "literal", "none"}
_UNCHECKED = (of_our_years.__name__, "_to_utc", "_local_time")
"""Also of what could be typed with an offset that nobody would look at."""


def all_commands() -> list[type[BaseModel]]:
    of_all = [
        found
        for module in (operations, process)
        for _, found in inspect.getmembers(module, inspect.isclass)
        if issubclass(found, Command) and found is not Command and "[" not in found.__name__
    ]
    return [*(one for service in SERVICES for one in commands_of(service).values()), *of_all]


@cache
def all_forms() -> list[type[BaseModel]]:
    for door in ("portal", "console", "web"):
        package = importlib.import_module(f"services.{door}")
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if ".migrations" not in module.name and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    found: list[type[BaseModel]] = []
    waiting: list[type[BaseModel]] = [Form]
    while waiting:
        kind = waiting.pop()
        found.append(kind)
        waiting += [one for one in kind.__subclasses__() if one.__module__.startswith(services.__name__)]
    return found


def test_every_field_has_a_bound() -> None:
    models = [*all_commands(), *all_forms()]
    assert [
        one for model in models for one in unbounded(model.__pydantic_core_schema__, model.__name__, {})
    ] == []


class Planted(Form):
    text: str
    texts: list[Utc]
    number: int
    day: date
    at: time
    known: dict[str, bool]


def test_planted_fields_without_a_bound_are_found() -> None:
    found = {one.split(" ")[0] for one in unbounded(Planted.__pydantic_core_schema__, "Planted", {})}
    assert found == {f"Planted.{name}" for name in ("text", "texts", "number", "day", "at", "known")}


def unbounded(
    schema: Any, path: str, known: dict[str, Any], given: frozenset[str] = frozenset()
) -> Iterator[str]:
    """The paths of what may grow, with their kind. given: bounds that are checked after the value is read."""
    kind = schema["type"]
    if kind == "definitions":
        known.update({one["ref"]: one for one in schema["definitions"]})
        yield from unbounded(schema["schema"], path, known)
    elif kind == "definition-ref":
        yield from unbounded(known[schema["schema_ref"]], path, known)
    elif kind == "function-after" and _name_of(schema) in _UNCHECKED:
        return
    elif kind in _PASSED_THROUGH:
        checked = getattr(schema.get("function", {}).get("function"), "keywords", {})
        inner = schema.get("schema") or schema["json_schema"]
        yield from unbounded(inner, path, known, given | frozenset(checked))
    elif kind == "model-fields":
        for name, field in schema["fields"].items():
            yield from unbounded(field, f"{path}.{name}", known)
    elif kind == "union":
        for choice in schema["choices"]:
            yield from unbounded(choice[0] if isinstance(choice, tuple) else choice, path, known)
    elif kind == "list":
        yield from _without(schema, path, given, "max_length")
        yield from unbounded(schema["items_schema"], path, known)
    elif kind == "dict":
        yield from unbounded(schema["keys_schema"], path, known)
        yield from unbounded(schema["values_schema"], path, known)
    elif kind == "str" and "pattern" not in schema:
        yield from _without(schema, path, given, "max_length")
    elif kind in ("int", "decimal"):
        yield from _without(schema, path, given, "le", "lt")
        yield from _without(schema, path, given, "ge", "gt")
    elif kind != "str" and kind not in _FINITE:
        yield f"{path} {kind}"


def _name_of(schema: Any) -> str:
    """Of the function that looks at the value; a bound that pydantic adds has none."""
    return getattr(schema["function"]["function"], "__name__", "")


def _without(schema: Any, path: str, given: frozenset[str], *names: str) -> Iterator[str]:
    if not set(names) & (set(schema) | given):
        yield f"{path} {schema['type']} without {names[0]}"


@pytest.mark.parametrize("year", [27, 1999, 2100, 2207, 9999])
def test_a_day_of_other_centuries_is_none_of_ours(year: int) -> None:
    class Typed(BaseModel):
        day: Day | None = None
        at: Utc | None = None

    for typed in ({"day": f"{year:04}-05-05"}, {"at": f"{year:04}-05-05T12:00:00Z"}):
        with pytest.raises(ValueError, match="between the years 2000 and 2099"):
            Typed.model_validate(typed)


@pytest.mark.parametrize("at", ["2000-01-01T00:30:00+02:00", "2099-12-31T23:30:00-02:00"])
def test_an_instant_is_of_our_years_in_utc_too(at: str) -> None:
    class Typed(BaseModel):
        at: Utc

    with pytest.raises(ValueError, match="between the years 2000 and 2099"):
        Typed.model_validate({"at": at})


def test_a_time_of_day_with_an_offset_is_refused_and_not_read_as_ours() -> None:
    class Typed(BaseModel):
        at: LocalTime

    for typed in ("13:00Z", "13:00+05:00", "13:00:00+00:00"):
        with pytest.raises(ValueError, match="is a local time without an offset"):
            Typed.model_validate({"at": typed})
    assert Typed.model_validate({"at": "13:00"}).at == time(13)
