"""Who somebody is: a person, and the standings in which they may come in. One of them is acted in at a time."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any
from uuid import UUID

from services.messages.directory import PersonCard, ShowPerson
from services.messages.envelope import Asked, Query
from services.messages.values import Language, Role, Viewer
from services.runtime.commands.asking import Asker

_REMEMBERED_S = 5.0
_MOST_REMEMBERED = 5000


@dataclass(frozen=True)
class Standing:
    """A role, and for a customer's role the organisation, or the department of it.

    organisation_name: for showing only, with the department's. own: of a private person, who acts for themselves.
    """

    role: Role
    organisation_id: UUID | None = None
    organisation_name: str = ""
    department_id: UUID | None = None
    own: bool = False

    @property
    def key(self) -> str:
        """What a session keeps of it."""
        return f"{self.role.value}:{self.department_id or self.organisation_id or ''}"


@dataclass(frozen=True)
class Identity:
    """standings: never empty for somebody who is let in; the first is acted in until another is chosen.

    accepted: the name is known to be theirs.
    """

    person_id: UUID
    name: str
    email: str
    language: Language
    standings: tuple[Standing, ...]
    accepted: bool = True

    def acting(self, key: str | None) -> Standing:
        """The standing chosen earlier, if it still holds."""
        return next((one for one in self.standings if one.key == key), self.standings[0])


_MORE_THAN_A_CODE = frozenset({Role.SUPERVISOR, Role.COORDINATOR, Role.FINANCE, Role.ADMINISTRATOR})


def is_proven_enough(standings: Sequence[Standing], proven_by: str, *, local: bool) -> bool:
    """Whether a sign-in proves enough for these standings: a mailed code is as safe as a mailbox.

    Who has a passkey for this door comes in by it. Roles with money or notes need a passkey or a single sign-on; the
    local profile asks nobody to make one.
    """
    return proven_by != "half" and (
        local or proven_by != "code" or not any(one.role in _MORE_THAN_A_CODE for one in standings)
    )


def viewer_of(identity: Identity, standing: Standing) -> Viewer:
    """The one place where the scope of every query comes from: the signed-in session's own standing."""
    return Viewer(
        person_id=identity.person_id,
        role=standing.role,
        organisation_id=standing.organisation_id,
        department_id=standing.department_id,
    )


AsksOfItself = Callable[[Query[Any]], Awaitable[Any]]
"""Asks something of a person in their own name."""
Standings = Callable[[AsksOfItself, UUID], Awaitable[list[Standing]]]
"""A door's own answer to: in which roles may this person come in here? Empty: in none."""


class Identities:
    """Asked from directory, and remembered for a few seconds: a role that is taken away is soon gone."""

    def __init__(self, ask: Asker, standings: Standings) -> None:
        self._ask = ask
        self._standings = standings
        self._remembered: dict[UUID, tuple[float, Identity | None]] = {}

    async def of(self, person_id: UUID, proof: str) -> Identity | None:
        """None for somebody who has no standing at this door. proof: theirs, of a sign-in of whatever kind, or a mailed
        link. Raises Refusal: unknown_person, not_proved.
        """
        asked_at, identity = self._remembered.get(person_id, (0.0, None))
        if asked_at and monotonic() - asked_at < _REMEMBERED_S:
            return identity
        identity = await self._asked(person_id, proof)
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[person_id] = (monotonic(), identity)
        return identity

    def forget(self, person_id: UUID) -> None:
        """After a change to the person that the next page must show."""
        self._remembered.pop(person_id, None)

    async def _asked(self, person_id: UUID, proof: str) -> Identity | None:
        async def ask(query: Query[Any]) -> Any:
            named = query.by(person_id) if isinstance(query, Asked) else query
            return await self._ask(named, proof=proof)

        standings = await self._standings(ask, person_id)
        if not standings:
            return None
        person: PersonCard = await ask(ShowPerson(person_id=person_id))
        if person.person_id != person_id:  # this entry is gone, and its sign-ins with it
            return None
        name = f"{person.given_name} {person.family_name}"
        return Identity(
            person_id, name, person.email, person.language, tuple(standings), accepted=person.accepted
        )
