"""Where nothing was chosen, a form says "choose": nobody types into radios, boxes and lists."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from services.web.pages.forms import Filled, Form, missing_in

ROOT = Path(__file__).parents[4]
_CHOSEN = re.compile(r'\b(?:radios|select|checkboxes)\(\s*\w+\s*,\s*"(\w+)"')
TYPED = {
    "AmendmentForm.duration_minutes", "PriceForm.duration_minutes", "_Numbers.duration_minutes",
    "CodeForm.code", "ProofForm.code", "DecisionForm.ground", "ActingForm.acting", "PromisesForm.unit_minutes",
    "_Prepared.place", "TrialForm.place",
}  # fmt: skip
"""They have the name of a field that is chosen elsewhere; who acts is chosen by a button, promises are filled in."""


def test_every_field_that_is_chosen_says_so_where_nothing_was() -> None:
    chosen = {name for file in ROOT.glob("services/**/*.html") for name in _CHOSEN.findall(file.read_text())}
    asked = {
        f"{form.__name__}.{name}"
        for form in forms()
        for name, field in form.model_fields.items()
        if name in chosen and field.is_required() and name not in missing_in(form)
    }
    assert asked == TYPED


def test_a_box_of_several_and_one_of_a_list_are_told_apart() -> None:
    class Asked(Form):
        not_typed = frozenset({"minutes"})
        languages: list[str]
        minutes: int
        name: str

    assert Filled[Asked]({"languages": [], "minutes": "", "name": ""}).check(Asked).errors == {
        "languages": "Choose at least one.",
        "minutes": "Choose one of the alternatives.",
        "name": "Fill in this field.",
    }


def forms() -> set[type[Form]]:
    files = [*ROOT.glob("services/*/pages/**/*.py"), *ROOT.glob("services/web/**/*.py")]
    for file in files:
        if "migrations" not in file.parts:
            import_module(".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    return {one for one in _below(Form) if one.__module__.startswith("services.")}


def _below(form: type[Form]) -> Iterator[type[Form]]:
    for one in form.__subclasses__():
        yield one
        yield from _below(one)
