"""Conflicts of interest on the paper: nobody signs with a party, and what is new at the signature stops it."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.contracts import ShowContractText
from services.messages.envelope import Command
from services.messages.intake import InterestDeclared, ShowInterests
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.contracts.builders import (
    COORDINATOR,
    MEMBERS,
    completion,
    draft,
    drafted,
    show,
    sign_by,
    signature,
    signing,
)
from tests.integration.intake.builders import (
    answer,
    choice,
    declaration,
    in_matching,
    price,
    proposal,
    supervisor,
)

FIRST_TWO = (Party.COMMISSIONER, Party.SUPERVISEE)
AS_COORDINATOR = Viewer(person_id=COORDINATOR, role=Role.COORDINATOR)


async def code(house: House, order: Command[Any]) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as refused:
        await house.ask(order)
    return refused.value.code, refused.value.field


async def with_interest(house: House, said: str, of: UUID | None = None, **facts: Any) -> UUID:
    """The draft of a process whose supervisor said that before the choice."""
    who = of or await supervisor(house)
    await house.ask(price())
    process_id = await in_matching(house)
    await house.ask(declaration(process_id, who, said, **facts))
    orders: tuple[Command[Any], ...] = (choice(process_id, who), proposal(process_id), answer(process_id))
    for order in (*orders, draft(process_id)):
        await house.ask(order)
    return process_id


async def test_the_supervisor_is_none_of_the_members(contracts: House) -> None:
    process_id = await drafted(contracts)
    who = (await show(contracts, process_id)).parties.supervisor_id
    order = completion(process_id, supervisee_ids=[*MEMBERS[:4], who])
    assert await code(contracts, order) == ("supervisor_is_a_party", "supervisee_ids")
    await contracts.ask(completion(process_id))


async def test_who_is_supervised_by_a_member_supervises_them_not(contracts: House) -> None:
    one, other = await supervisor(contracts), await supervisor(contracts, "toinen@virta.example")
    first = await with_interest(contracts, "none", of=one)
    await contracts.ask(completion(first, supervisee_ids=[*MEMBERS[:4], other]))
    second = await with_interest(contracts, "none", of=other)
    order = completion(second, supervisee_ids=[*MEMBERS[:4], one])
    assert await code(contracts, order) == ("supervisor_is_a_party", "supervisee_ids")
    await contracts.ask(completion(second))


async def test_the_signature_says_it_once_more(contracts: House) -> None:
    card = await signing(contracts)
    await sign_by(contracts, card, FIRST_TWO)
    silent = signature(card, Party.SUPERVISOR, interest=None)
    assert await code(contracts, silent) == ("interest_not_declared", "interest")
    order = signature(card, Party.SUPERVISOR)
    assert (await contracts.ask(order)).status == "signed"
    assert (await contracts.ask(order)).status == "signed"
    await contracts.quiet()
    told = [one for one in await contracts.events("intake") if isinstance(one, InterestDeclared)]
    assert [one.hinders for one in told] == [False, False]


async def test_what_nobody_knew_when_they_consented_stops_the_signature_and_is_kept(contracts: House) -> None:
    card = await signing(contracts)
    await sign_by(contracts, card, FIRST_TWO)
    for said in ("private_acquaintance", "family"):
        order = signature(card, Party.SUPERVISOR, interest={"code": said, "words": "Vain koordinaattorille."})
        assert await code(contracts, order) == ("interest_hinders", "interest")
    assert (await show(contracts, card.process_id)).status == "signing"
    await contracts.quiet()
    told = [one for one in await contracts.events("intake") if isinstance(one, InterestDeclared)]
    assert [(one.hinders, one.is_known) for one in told] == [(False, False), (True, False), (True, False)]
    [kept] = (await contracts.ask(ShowInterests(process_id=card.process_id, viewer=AS_COORDINATOR))).cards
    assert kept.interest
    assert (kept.interest.code, kept.at_signing) == ("family", True)


async def test_what_was_said_at_the_signature_is_unsaid_by_a_coordinator_alone(contracts: House) -> None:
    card = await signing(contracts)
    await sign_by(contracts, card, FIRST_TWO)
    grave, harmless = {"code": "former_customer", "since": 2024}, {"code": "none"}
    for said in (grave, harmless, harmless):
        order = signature(card, Party.SUPERVISOR, interest=said)
        assert await code(contracts, order) == ("interest_hinders", "interest"), said
    await contracts.quiet()
    told = [one for one in await contracts.events("intake") if isinstance(one, InterestDeclared)]
    assert [(one.hinders, one.is_known) for one in told[1:]] == [(True, False), (True, True)]
    who = card.parties.supervisor_id
    await contracts.ask(declaration(card.process_id, who, "none", declared_by=COORDINATOR))
    order = signature(card, Party.SUPERVISOR, interest=harmless)
    assert (await contracts.ask(order)).status == "signed"


async def test_what_the_paper_shows_does_not_take_the_place_of_what_waits_for_the_coordinator(
    contracts: House,
) -> None:
    on_paper = {"code": "former_colleague", "since": 2024, "until": 2025}
    process_id = await with_interest(contracts, "former_colleague", since=2024, until=2025)
    card = await contracts.ask(completion(process_id))
    await sign_by(contracts, card, FIRST_TWO)
    waits, harmless = {"code": "private_acquaintance"}, {"code": "none"}
    for said in (waits, on_paper, harmless, on_paper):
        order = signature(card, Party.SUPERVISOR, interest=said)
        assert await code(contracts, order) == ("interest_hinders", "interest"), said
        [kept] = (await contracts.ask(ShowInterests(process_id=process_id, viewer=AS_COORDINATOR))).cards
        assert kept.interest and kept.interest.code == "private_acquaintance", said
    who = card.parties.supervisor_id
    await contracts.ask(declaration(process_id, who, "private_acquaintance", declared_by=COORDINATOR))
    for _ in range(2):
        order = signature(card, Party.SUPERVISOR, interest=harmless)
        assert await code(contracts, order) == ("interest_hinders", "interest"), (
            "the entry is not unsaid either"
        )
    await contracts.ask(declaration(process_id, who, "none", declared_by=COORDINATOR))
    order = signature(card, Party.SUPERVISOR, interest=on_paper)
    assert (await contracts.ask(order)).status == "signed"


async def test_whatever_was_told_at_the_signature_is_read_by_the_coordinator_beside_what_stands(
    contracts: House,
) -> None:
    card = await signing(contracts)
    await sign_by(contracts, card, FIRST_TWO)
    for code_ in ("private_acquaintance", "former_customer", "private_acquaintance", "none"):
        order = signature(card, Party.SUPERVISOR, interest={"code": code_})
        assert await code(contracts, order) == ("interest_hinders", "interest"), code_
    [kept] = (await contracts.ask(ShowInterests(process_id=card.process_id, viewer=AS_COORDINATOR))).cards
    assert kept.interest and kept.interest.code == "private_acquaintance"
    assert [one.code for one in kept.also] == ["former_customer"]
    who = card.parties.supervisor_id
    await contracts.ask(declaration(card.process_id, who, "former_customer", declared_by=COORDINATOR))
    [entered] = (await contracts.ask(ShowInterests(process_id=card.process_id, viewer=AS_COORDINATOR))).cards
    assert entered.interest and (entered.interest.code, entered.also) == ("former_customer", [])


async def test_another_answer_after_the_signature_is_kept_and_told_not_thrown_away(contracts: House) -> None:
    card = await signing(contracts)
    await sign_by(contracts, card, FIRST_TWO)
    await contracts.ask(signature(card, Party.SUPERVISOR))
    other = signature(
        card, Party.SUPERVISOR, interest={"code": "former_colleague", "since": 2019, "until": 2024}
    )
    assert await code(contracts, other) == ("interest_hinders", "interest")
    await contracts.quiet()
    told = [one for one in await contracts.events("intake") if isinstance(one, InterestDeclared)]
    assert [one.hinders for one in told] == [False, False, True]
    assert (await show(contracts, card.process_id)).status == "signed"


async def test_what_is_shown_stands_on_the_paper_that_all_consent_to(contracts: House) -> None:
    process_id = await with_interest(
        contracts, "former_colleague", since=2019, until=2024, words="Vain koordinaattorille."
    )
    card = await contracts.ask(completion(process_id))
    member = Viewer(person_id=MEMBERS[1], role=Role.SUPERVISEE)
    text = await contracts.ask(ShowContractText(process_id=process_id, viewer=member))
    assert text.interest
    assert (text.interest.code, text.interest.since, text.interest.until) == ("former_colleague", 2019, 2024)
    assert "koordinaattorille" not in text.model_dump_json()
    [row] = await contracts.rows("contracts", "SELECT paper FROM contract")
    assert '"former_colleague"' in row["paper"]
    await sign_by(contracts, card, FIRST_TWO)
    again = {"code": "former_colleague", "since": 2019, "until": 2024}
    assert (await contracts.ask(signature(card, Party.SUPERVISOR, interest=again))).status == "signed"


async def test_a_paper_is_not_completed_with_what_blocks(contracts: House) -> None:
    process_id = await drafted(contracts)
    who = (await show(contracts, process_id)).parties.supervisor_id
    await contracts.ask(declaration(process_id, who, "owner_of_customer"))
    assert await code(contracts, completion(process_id)) == ("interest_blocks", "process_id")
    assert await code(contracts, completion(uuid4())) == ("unknown_process", "process_id")
