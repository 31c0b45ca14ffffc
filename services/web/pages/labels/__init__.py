"""What the values of messages are called for people: `kind.value` -> English, to be translated where it is shown. They
stand in a file for each area.

In a template: `{{ card.phase | label("phase") }}`. A test asks one for every value of every enumeration. Roles and the
rows and scopes of the table of who sees what are called as in the contract (`services/wording`).
"""

from collections.abc import Callable

from services.messages.values import Language
from services.web.pages.labels.contracts import OF_CONTRACTS
from services.web.pages.labels.inquiries import OF_INQUIRIES
from services.web.pages.labels.money import OF_MONEY
from services.web.pages.labels.register import OF_REGISTER
from services.web.pages.labels.rights import OF_RIGHTS
from services.web.pages.labels.sessions import OF_SESSIONS
from services.wording import who_sees_what
from services.wording.countries import country_names
from services.wording.ordering import by_name

AREAS = (OF_REGISTER, OF_INQUIRIES, OF_CONTRACTS, OF_SESSIONS, OF_MONEY, OF_RIGHTS)
LABELS = {value: called for area in AREAS for value, called in area.items()}

_OF_PEOPLE = frozenset({"role", "relation", "party", "canceller", "recorder"})
"""Kinds whose values are called as the role of the same name, where LABELS says nothing else."""


def label(kind: str, value: str, language: Language, gettext: Callable[[str], str]) -> str:
    """What the reader's language calls it. KeyError: it has no name."""
    key = f"{kind}.{value}"
    if key in LABELS:
        return gettext(LABELS[key])
    if kind == "country":
        return country_names(language)[value]
    if kind in _OF_PEOPLE:
        return who_sees_what.heading(who_sees_what.role(value, language))
    if kind == "what":
        return who_sees_what.heading(who_sees_what.what(value, language))
    if kind == "scope":
        return who_sees_what.scope(value, language)
    raise KeyError(key)


def options(kind: str, language: Language, gettext: Callable[[str], str]) -> list[tuple[str, str]]:
    """All values of a kind with what they are called, for a field of which one or several are chosen.

    Places by name, everything else as it stands in its area.
    """
    if kind == "country":
        return by_name(country_names(language).items(), language, lambda one: one[1])
    named = (key.partition(".") for key in LABELS)
    found = [(value, gettext(LABELS[f"{kind}.{value}"])) for of, _dot, value in named if of == kind]
    return by_name(found, language, lambda one: one[1]) if kind == "region" else found
