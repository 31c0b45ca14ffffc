"""Which of a setting's states a form was filled in from, so that a later save from an older page is told."""

from collections.abc import Mapping
from typing import Any

from services.web.pages.forms import Filled


def seen_by(form: Filled[Any], mark: str) -> str:
    """mark: of what stands now, which a page shows that is opened, or shown again because of it."""
    typed = form.values.get("seen")
    return mark if typed is None or was_set_meanwhile(form) else str(typed)


def was_set_meanwhile(form: Filled[Any]) -> bool:
    return form.refused_by is not None and form.refused_by.code == "set_meanwhile"


def stands_otherwise(form: Filled[Any], now: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Of a save that came later than another, by input: what stands by now, and what was typed instead.

    now: by input, as a form that is opened shows it; inputs that are not sent are left out.
    """
    if not was_set_meanwhile(form):
        return {}
    both = {
        name: (stands, _alike(stands, form.values[name]))
        for name, stands in now.items()
        if name in form.values
    }
    return {name: (stands, typed) for name, (stands, typed) in both.items() if _sent(stands) != _sent(typed)}


def _alike(stands: Any, typed: Any) -> Any:
    """A box that is ticked or not is sent as a word or not at all."""
    return typed == "true" if isinstance(stands, bool) else typed


def _sent(value: Any) -> Any:
    """As an input sends it."""
    if isinstance(value, list):
        return sorted(str(one) for one in value)
    return "" if value is None else str(value)
