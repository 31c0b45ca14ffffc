"""What the pages of clauses and of letters share: a text of the provider's own in one language, from a day on."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from services.console.pages.names import names_of
from services.messages.values import Day, Language, Mark
from services.runtime.finland import local_date
from services.web.pages.forms import Filled, Form
from services.web.pages.languages import LANGUAGES, NAMES
from services.web.pages.languages import marked as _
from services.web.pages.visit import Visit

SAVED = _("Saved. What has begun keeps the text that it has.")
AGAIN = _("The usual text holds again from that day on.")


class WordedForm(Form):
    """From when on."""

    valid_from: Day
    seen: Mark | None = None


class Said(Protocol):
    @property
    def set_by(self) -> UUID: ...


S = TypeVar("S", bound=Said)


def open_form(visit: Visit, texts: dict[str, str]) -> Filled[Any]:
    return Filled[WordedForm]({**texts, "valid_from": local_date(visit.now)})


def ways(chosen: Language, path: Callable[[Language], str]) -> list[tuple[str, str, bool]]:
    """To the same text in each language, which is called by its own name."""
    return [(path(one), NAMES[one], one == chosen) for one in LANGUAGES]


async def told(visit: Visit, history: Sequence[S]) -> list[tuple[S, str]]:
    """Each with the name of who said it."""
    names = await names_of(visit, [one.set_by for one in history])
    return [(one, names.get(one.set_by, "")) for one in history]
