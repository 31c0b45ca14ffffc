"""Which of a person's relations are a way in at the portal."""

import asyncio
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import pytest

from services.messages.contracts import IsMember, Membership
from services.messages.directory import RelationCard, Relations
from services.messages.intake import InquiryCard, InquiryList, ListInquiries
from services.messages.values import Role
from services.portal import standing
from services.portal.standing import standings
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import NOT_PROVED, Refusal, Unavailable
from services.web.sign_in.identity import Standing

PERSON, TOWN, LIBRARY = UUID(int=1), UUID(int=2), UUID(int=3)


def inquiry(organisation_id: UUID | None) -> InquiryCard:
    facts: dict[str, Any] = {"organisation_id": organisation_id}
    return InquiryCard.model_construct(**facts)


def hr(department_id: UUID | None = None) -> RelationCard:
    return RelationCard(
        relation="hr",
        organisation_id=TOWN,
        organisation_name="Järvikunta",
        department_id=department_id,
        department_name="Kirjasto" if department_id else None,
    )


async def of(
    *relations: RelationCard,
    waits: bool = False,
    was_named: bool = False,
    member: bool = False,
    asked_for: Sequence[UUID | None] = (),
    away: str = "",
) -> list[Standing]:
    async def ask(query: Any) -> Any:
        if isinstance(query, ListInquiries):
            if away == "gone":
                raise Unavailable("nobody was there", "intake")
            if away == "for a link":
                raise Refusal(NOT_PROVED, "viewer")
            if away == "hanging":
                await asyncio.Event().wait()
            return InquiryList.model_construct(inquiries=[inquiry(one) for one in asked_for])
        if isinstance(query, IsMember):
            return Membership(member=member, was_named=was_named)
        return Relations(relations=list(relations), is_supervisor=False, waits=waits)

    return await standings(cast(Asker, ask), PERSON)


async def test_a_role_in_the_whole_organisation_reaches_it() -> None:
    assert await of(hr()) == [Standing(Role.COMMISSIONER, TOWN, "Järvikunta")]


async def test_a_role_in_one_department_is_a_standing_of_its_own_beside_the_whole() -> None:
    library = Standing(Role.COMMISSIONER, TOWN, "Järvikunta, Kirjasto", LIBRARY)
    assert await of(hr(LIBRARY)) == [library]
    both = await of(hr(LIBRARY), hr())
    assert both == [library, Standing(Role.COMMISSIONER, TOWN, "Järvikunta")]
    assert len({one.key for one in both}) == 2


async def test_a_payer_who_has_asked_and_waits_to_be_let_in_looks_at_their_own_inquiry() -> None:
    payer = hr().model_copy(update={"relation": "payer"})
    assert await of(payer, waits=True) == [
        Standing(Role.PAYER, TOWN, "Järvikunta"),
        Standing(Role.COMMISSIONER),
    ]
    assert await of(hr(), waits=True) == [Standing(Role.COMMISSIONER, TOWN, "Järvikunta")]


async def test_who_was_named_in_a_contract_that_came_to_nothing_is_met_as_a_supervisee_and_may_ask() -> None:
    assert await of(was_named=True) == [Standing(Role.SUPERVISEE), Standing(Role.COMMISSIONER)]
    assert await of() == [Standing(Role.COMMISSIONER)]
    assert await of(hr(), was_named=True) == [Standing(Role.COMMISSIONER, TOWN, "Järvikunta")]


async def test_who_is_known_already_and_asks_for_something_else_follows_it_until_it_is_decided_for_whom_it_is() -> (
    None
):
    member, own = Standing(Role.SUPERVISEE), Standing(Role.COMMISSIONER)
    assert await of(member=True, asked_for=[None]) == [member, own]
    assert await of(member=True, asked_for=[TOWN]) == await of(member=True) == [member]
    town = Standing(Role.COMMISSIONER, TOWN, "Järvikunta")
    assert await of(hr(), asked_for=[TOWN, None]) == [town, own]
    assert await of(hr(), asked_for=[TOWN]) == [town]


@pytest.mark.parametrize("away", ["gone", "hanging", "for a link"])
async def test_while_intake_is_away_everybody_comes_in_as_what_they_are_known_for(
    away: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "_PATIENCE_S", 0.01)
    assert await of(member=True, asked_for=[None], away=away) == [Standing(Role.SUPERVISEE)]
