"""The languages that the provider serves: of both doors, of new inquiries, and of letters."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Asked, Command, Done, Event, Reply
from services.messages.values import NEVER_SET, Day, Language, Mark, Utc


class ServeLanguages(Command[Done]):
    """From today on; what was agreed in another one keeps it. The same again changes nothing.

    seen: LanguageList's mark. Refuses: administrators_only, set_meanwhile.
    """

    languages: Annotated[list[Language], Field(min_length=1, max_length=10)]
    set_by: UUID
    as_of: Utc
    seen: Mark | None = None


class LanguagesInForce(Reply):
    """In the order in which they are offered. ever_set: whether anybody has ever decided."""

    languages: list[Language]
    since: Day | None = None
    ever_set: bool = False
    set_by: UUID | None = None
    set_at: Utc | None = None


class LanguageList(Reply):
    """mark: of what was set last."""

    languages: list[LanguagesInForce]
    mark: Mark = NEVER_SET


class ShowLanguages(Asked[LanguagesInForce]):
    """Which are served on a local day."""

    on: Day


class ListLanguages(Asked[LanguageList]):
    """All that were ever set, the latest first."""


class LanguagesServed(Event):
    """languages: in the order in which they are offered."""

    about: ClassVar[str] = "provider_id"
    provider_id: UUID
    languages: list[Language]
    valid_from: Day
