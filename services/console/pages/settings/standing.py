"""Which of a setting's states a form was filled in from, so that a later save from an older page is told."""

from typing import Any

from services.web.pages.forms import Filled


def seen_by(form: Filled[Any], mark: str) -> str:
    """mark: of what stands now, which a page shows that is opened, or shown again because of it."""
    typed = form.values.get("seen")
    return mark if typed is None or was_set_meanwhile(form) else str(typed)


def was_set_meanwhile(form: Filled[Any]) -> bool:
    return form.refused_by is not None and form.refused_by.code == "set_meanwhile"
