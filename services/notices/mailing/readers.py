"""Who the readers of a batch are: directory is asked once per batch, and nothing of it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.messages.directory import People, Relation, ShowContacts, ShowOrganisation, ShowStaff
from services.notices.mailing.letters import Recipient
from services.runtime.asking import Asker
from services.runtime.refusal import Refusal


class UnknownReader(LookupError):
    """directory knows nobody of this id; quotes no id, so it may be logged."""


@dataclass(frozen=True)
class Reader:
    """accepted: the address is known to be this person's, or somebody of ours took it for theirs."""

    recipient: Recipient
    language: str
    accepted: bool = True


@dataclass(frozen=True)
class Readers:
    """known: by the id of a person or an organisation. staff: the ids of those who have a role."""

    known: Mapping[UUID, Reader]
    staff: Mapping[str, Sequence[UUID]]

    def of(self, notice: Any) -> Reader:
        """The reader of a row that is not for staff. Raises UnknownReader."""
        reader = self.known.get(notice.person_id or notice.organisation_id)
        if reader is None:
            raise UnknownReader("unknown_reader")
        return reader

    def in_role(self, role: str) -> Sequence[UUID]:
        """Raises UnknownReader while nobody has the role."""
        if not self.staff.get(role):
            raise UnknownReader("nobody_in_role")
        return self.staff[role]


async def look_up(ask: Asker, notices: Sequence[Any]) -> Readers:
    """Everybody whom these rows are for. Raises Unavailable while directory does not answer."""
    known: dict[UUID, Reader] = {}
    if person_ids := {notice.person_id for notice in notices if notice.person_id}:
        known.update(_by_id(await ask(ShowContacts(person_ids=sorted(person_ids)))))
    for organisation_id in {notice.organisation_id for notice in notices if notice.organisation_id}:
        known.update(await _organisation(ask, organisation_id))
    roles: set[Relation] = {notice.role for notice in notices if notice.role}
    staff: dict[str, list[UUID]] = {}
    for role in roles:
        staff[role] = [one.person_id for one in (await ask(ShowStaff(relation=role))).people]
    return Readers(known, staff)


def _by_id(found: People) -> dict[UUID, Reader]:
    return {
        one.person_id: Reader(Recipient(one.name, one.email), one.language, one.accepted)
        for one in found.people
    }


async def _organisation(ask: Asker, organisation_id: UUID) -> dict[UUID, Reader]:
    try:
        card = await ask(ShowOrganisation(organisation_id=organisation_id))
    except Refusal:
        return {}
    return {organisation_id: Reader(Recipient(card.name, card.invoice_email), card.language)}
