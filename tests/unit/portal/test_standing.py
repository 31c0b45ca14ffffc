"""Which of a person's relations are a way in at the portal."""

from typing import Any, cast
from uuid import UUID

from services.messages.contracts import IsMember, Membership
from services.messages.directory import RelationCard, Relations
from services.messages.values import Role
from services.portal.standing import standings
from services.runtime.asking import Asker
from services.web.sign_in.identity import Standing

PERSON, TOWN, LIBRARY = UUID(int=1), UUID(int=2), UUID(int=3)


def hr(department_id: UUID | None = None) -> RelationCard:
    return RelationCard(
        relation="hr", organisation_id=TOWN, organisation_name="Järvikunta", department_id=department_id
    )


async def of(*relations: RelationCard) -> list[Standing]:
    async def ask(query: Any) -> Any:
        if isinstance(query, IsMember):
            return Membership(member=False)
        return Relations(relations=list(relations), is_supervisor=False)

    return await standings(cast(Asker, ask), PERSON)


async def test_a_role_in_the_whole_organisation_reaches_it() -> None:
    assert await of(hr()) == [Standing(Role.COMMISSIONER, TOWN, "Järvikunta")]


async def test_a_role_in_one_department_does_not_reach_the_whole() -> None:
    assert await of(hr(LIBRARY)) == [Standing(Role.COMMISSIONER)]
    assert await of(hr(LIBRARY), hr()) == [Standing(Role.COMMISSIONER, TOWN, "Järvikunta")]
