"""Private persons, customers abroad and groups in no register: each asks, is matched, agrees and signs."""

from typing import Any
from uuid import UUID

import pytest

from services.messages import directory
from services.messages.contracts import (
    AnswerEarlierEnd,
    EarlierEndAgreed,
    EarlierEndProposed,
    ProcessTerminated,
    ProposeEarlierEnd,
)
from services.messages.intake import ListInquiries, ShowInquiry
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.contracts.builders import SUCCESSOR, choice, completion, draft, said, show, signature
from tests.integration.contracts.test_earlier_ends import DAY
from tests.integration.contracts.test_terminating import TOLD
from tests.integration.intake.builders import (
    answer,
    chosen,
    decision,
    inquiry,
    price,
    proposal,
    supervisor,
)
from tests.visitor import visitor

ABROAD = {"country": "SE", "street": "Storgatan 1", "postal_code": "111 22", "town": "Stockholm"}
ALONE = {"audience": "individual", "headcount": 1, "duration_minutes": 60}
KINDS: dict[str, dict[str, Any]] = {
    "private_person": {"organisation_name": None, "business_id": None},
    "company": {
        "organisation_name": "Storbolaget AB",
        "business_id": None,
        "foreign_id": "SE 556036-0793",
        "address": ABROAD,
        "region": None,
        "remote_ok": True,
    },
    "unregistered": {"organisation_name": "Kesäillan kuoro", "business_id": None},
}


@pytest.fixture
async def matched_with(contracts: House) -> UUID:
    await contracts.open("billing")
    await contracts.ask(price(format="individual", duration_minutes=60))
    return await supervisor(contracts, audiences=["individual"], remote=True)


async def screened(house: House, kind: str, **facts: Any) -> tuple[UUID, UUID]:
    """The process and who asked, once it is supervision."""
    order = inquiry(
        **{"organisation_kind": kind, "contact_email": f"{kind}@koti.example"} | ALONE | KINDS[kind] | facts
    )
    await house.ask(order)
    card = await house.ask(ShowInquiry(process_id=order.inquiry_id))
    assert card.contact_id
    await house.ask(decision(order.inquiry_id))
    return order.inquiry_id, card.contact_id


async def signed_by_all(house: House, process_id: UUID, contact_id: UUID, supervisor_id: UUID) -> str:
    await chosen(house, process_id, supervisor_id)
    await house.ask(proposal(process_id, duration_minutes=60))
    await house.ask(answer(process_id, answered_by=contact_id))
    await house.ask(draft(process_id))
    people = {"commissioner_id": contact_id, "representative_id": contact_id, "supervisee_ids": [contact_id]}
    card = await house.ask(completion(process_id, **people))
    for party in Party:
        await house.ask(signature(card, party))
    return (await show(house, process_id)).status


async def test_each_asks_is_matched_agrees_and_signs(contracts: House, matched_with: UUID) -> None:
    for kind in KINDS:
        process_id, contact_id = await screened(contracts, kind)
        assert await signed_by_all(contracts, process_id, contact_id, matched_with) == "signed", kind


async def test_who_is_both_sides_renews_for_both_by_one_word(contracts: House, matched_with: UUID) -> None:
    process_id, contact_id = await screened(contracts, "private_person")
    await signed_by_all(contracts, process_id, contact_id, matched_with)
    order = choice(process_id, "renew", SUCCESSOR).model_copy(update={"chosen_by": contact_id})
    for _ in range(2):
        said = await contracts.ask(order)
        assert said.choice == "renew" and set(said.parties) == {Party.COMMISSIONER, Party.SUPERVISEE}


async def test_a_private_person_reads_the_price_with_vat_before_signing(
    contracts: House, matched_with: UUID
) -> None:
    """175.00 without it; organisations read it so."""
    process_id, contact_id = await screened(contracts, "private_person")
    await contracts.open("sessions", "portal")
    await chosen(contracts, process_id, matched_with)
    await contracts.ask(proposal(process_id, duration_minutes=60))
    number = (await contracts.ask(ShowInquiry(process_id=process_id))).number
    async with await visitor(contracts, "portal", contact_id, language="en") as browser:
        offered = (await browser.get(f"/processes/{number}/proposal")).text
        assert "Yksi tapaaminen, arvonlisäveroineen" in offered and "josta arvonlisäveroa" in offered
        assert "219,63" in offered and "44,63" in offered and "ilman arvonlisäveroa" not in offered
        await contracts.ask(answer(process_id, answered_by=contact_id))
        await contracts.ask(draft(process_id))
        people = {"commissioner_id": contact_id, "representative_id": contact_id}
        await contracts.ask(completion(process_id, **people, supervisee_ids=[contact_id]))
        paper = (await browser.get(f"/processes/{number}/contract")).text
        shown = (await browser.get(f"/processes/{number}")).text
    assert "219,63\N{NO-BREAK SPACE}€. Hintaan sisältyy arvonlisäveroa 44,63" in paper
    assert "Hintaan lisätään" not in paper and "€219.63, VAT included" in shown


async def test_who_asks_again_is_the_same_customer_and_a_group_in_no_register_is_a_new_one(
    contracts: House,
) -> None:
    customers: dict[str, set[UUID | None]] = {}
    for kind in KINDS:
        for facts in ({}, {"foreign_id": "se5560360793"} if kind == "company" else {}):
            process_id, contact_id = await screened(contracts, kind, **facts)
            shown = await contracts.ask(ShowInquiry(process_id=process_id))
            customers.setdefault(kind, set()).add(shown.organisation_id)
    assert {kind: len(known) for kind, known in customers.items()} == {
        "private_person": 1,
        "company": 1,
        "unregistered": 2,
    }
    [own] = customers["private_person"]
    viewer = Viewer(person_id=contact_id, role=Role.COMMISSIONER, organisation_id=own)
    assert len((await contracts.ask(ListInquiries(viewer=viewer))).inquiries) == 2


async def test_a_private_persons_name_is_in_no_event_and_follows_the_persons_own(contracts: House) -> None:
    process_id, contact_id = await screened(contracts, "private_person")
    card = await contracts.ask(ShowInquiry(process_id=process_id))
    assert card.organisation_name == "Helena Laine" and card.organisation_id
    renamed = directory.ChangePerson(
        person_id=contact_id, changed_by=contact_id, family_name="Lumme", as_of=inquiry().as_of
    )
    await contracts.ask(renamed)
    customer = directory.ShowCustomer(organisation_id=card.organisation_id)
    assert (await contracts.ask(customer)).name == "Helena Lumme"
    for service in ("directory", "intake"):
        said = await contracts.rows(service, "select convert_from(payload, 'UTF8') as words from outbox")
        assert not [row for row in said if "Laine" in row["words"] or "Lumme" in row["words"]]


async def test_no_invoice_shows_a_question_mark_for_a_private_persons_letters(contracts: House) -> None:
    own: dict[str, Any] = {"contact_given_name": "小明", "contact_family_name": "王"}
    own |= {"contact_email": "xiaoming@koti.example"}
    with pytest.raises(Refusal, match="latin_name_missing"):
        await screened(contracts, "private_person", **own)
    process_id, contact_id = await screened(
        contracts, "private_person", **own, organisation_name="Wang Xiaoming"
    )
    card = await contracts.ask(ShowInquiry(process_id=process_id))
    assert card.organisation_id
    customer = directory.ShowCustomer(organisation_id=card.organisation_id)
    assert (await contracts.ask(customer)).name == "Wang Xiaoming"
    person = (await contracts.ask(directory.ShowContacts(person_ids=[contact_id]))).people[0]
    assert person.name == "小明 王"
    for given_name, printed in (("大明", "Wang Xiaoming"), ("Daming", "Wang Xiaoming")):
        renamed = directory.ChangePerson(
            person_id=contact_id, changed_by=contact_id, given_name=given_name, as_of=inquiry().as_of
        )
        await contracts.ask(renamed)
        assert (await contracts.ask(customer)).name == printed


async def test_who_is_both_sides_agrees_to_an_earlier_end_once(contracts: House, matched_with: UUID) -> None:
    """Whether they propose it, in either of their roles, or are asked by the supervisor."""
    process_id, contact_id = await screened(contracts, "private_person")
    await signed_by_all(contracts, process_id, contact_id, matched_with)
    contracts.move_clock(TOLD)
    about = {"process_id": process_id, "last_day": DAY, "as_of": TOLD}
    own = about | {"by": "supervisee", "proposed_by": contact_id}
    for by in ("supervisee", "commissioner"):
        await contracts.ask(ProposeEarlierEnd.model_validate(own | {"by": by}))
    [proposed] = await said(contracts, EarlierEndProposed)
    assert proposed.asked == [Party.SUPERVISOR], "nobody is asked to agree with themselves"
    no = about | {"by": "supervisor", "agrees": False, "answered_by": matched_with}
    await contracts.ask(AnswerEarlierEnd.model_validate(no))

    theirs = about | {"by": "supervisor", "proposed_by": matched_with}
    shown = await contracts.ask(ProposeEarlierEnd.model_validate(theirs))
    assert shown.alone
    yes = about | {"by": "commissioner", "agrees": True, "answered_by": contact_id}
    await contracts.ask(AnswerEarlierEnd.model_validate(yes))
    assert {one.by for one in await said(contracts, EarlierEndAgreed)} == {
        Party.COMMISSIONER,
        Party.SUPERVISEE,
    }
    [ended] = await said(contracts, ProcessTerminated)
    assert (ended.last_day, ended.by) == (DAY, Party.SUPERVISOR)
