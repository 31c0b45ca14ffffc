"""Somebody asks in the name of an organisation that is known: what was typed, and what comes of it."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.messages import directory
from services.messages.contracts import ContractGivenUp
from services.messages.intake import (
    CustomerFound,
    FindProcess,
    ListInquiries,
    ShowCustomerFound,
    ShowInquiry,
    WithdrawInquiry,
)
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.directory.builders import relate
from tests.integration.intake.builders import (
    LATER,
    answer,
    chosen,
    decision,
    in_matching,
    inquiry,
    price,
    proposal,
    supervisor,
)

LIBRARY: dict[str, Any] = {
    "organisation_name": "Järvikunta, kirjasto",
    "address": {"street": "Kirjastokuja 3", "postal_code": "33200", "town": "Tampere"},
    "invoice_email": "kirjasto@jarvikunta.example",
    "contact_email": "outi.outo@jarvikunta.example",
    "contact_given_name": "Outi",
    "contact_family_name": "Outo",
}
NEW_DEPARTMENT = {"department_name": "Kirjasto"}
COORDINATOR = Viewer(person_id=FOUNDER, role=Role.COORDINATOR)


async def asked(house: House, **facts: Any) -> UUID:
    order = inquiry(**LIBRARY | facts)
    await house.ask(order)
    return order.inquiry_id


async def decide(house: House, process_id: UUID, **placed: Any) -> None:
    await house.ask(decision(process_id).model_copy(update=placed))


async def found(house: House, process_id: UUID) -> CustomerFound:
    return await house.ask(ShowCustomerFound(process_id=process_id, viewer=COORDINATOR))


async def numbers(house: House, viewer: Viewer) -> list[str]:
    return [one.number for one in (await house.ask(ListInquiries(viewer=viewer))).inquiries]


async def test_two_departments_of_one_town_do_not_see_each_others_groups_and_nothing_typed_is_lost(
    intake: House,
) -> None:
    first = await asked(
        intake, organisation_name="Järvikunta", contact_email="helena.laine@jarvikunta.example"
    )
    care = {"organisation_name": "Järvikunta", "department_name": "Varhaiskasvatus"}
    await decide(intake, first, **care)
    second = await asked(intake)
    shown = await found(intake, second)
    assert (shown.contact, shown.another_domain) == ("new_contact", False)
    await decide(intake, second, **NEW_DEPARTMENT)
    cards = [await intake.ask(ShowInquiry(process_id=one)) for one in (first, second)]
    assert [one.organisation_name for one in cards] == ["Järvikunta, Varhaiskasvatus", "Järvikunta, Kirjasto"]
    assert cards[0].organisation_id == cards[1].organisation_id
    assert cards[0].department_id != cards[1].department_id

    customer = directory.ShowCustomer(
        organisation_id=cards[1].organisation_id, department_id=cards[1].department_id
    )
    library = await intake.ask(customer)
    assert (library.department_name, library.invoice_email) == ("Kirjasto", LIBRARY["invoice_email"])
    assert library.address.street == "Kirjastokuja 3"
    answer = directory.AnswerAdmission(process_id=second, admit=True, answered_by=FOUNDER, as_of=LATER)
    await intake.ask(answer)  # nobody is HR of the whole town, so a coordinator need not wait
    await intake.quiet()
    for card, number in zip(cards, ("TO-1001", "TO-1002"), strict=True):
        (role,) = (await intake.ask(directory.ShowRelations(person_id=card.contact_id))).relations
        assert (role.relation, role.department_id) == ("hr", card.department_id)
        own = Viewer(
            person_id=card.contact_id,
            role=Role.COMMISSIONER,
            organisation_id=role.organisation_id,
            department_id=role.department_id,
        )
        assert await numbers(intake, own) == [number]


async def test_a_stranger_who_types_a_known_y_tunnus_sees_their_own_inquiry_and_no_more(
    intake: House,
) -> None:
    ours = await in_matching(intake)
    organisation_id = (await intake.ask(ShowInquiry(process_id=ours))).organisation_id
    process_id = await asked(intake, contact_email="outi@evil.example")
    shown = await found(intake, process_id)
    assert (shown.contact, shown.another_domain) == ("new_contact", True)
    assert {one.field for one in shown.differences} == {"name", "address", "invoice_email"}
    with pytest.raises(Refusal, match="typed_facts_differ"):
        await decide(intake, process_id)
    await decide(intake, process_id, typed_facts="keep")
    card = await intake.ask(ShowInquiry(process_id=process_id))
    assert card.organisation_id == organisation_id
    outi = await intake.ask(directory.ShowRelations(person_id=card.contact_id))
    assert (outi.relations, outi.waits) == ([], True)
    stranger = Viewer(person_id=card.contact_id, role=Role.COMMISSIONER)
    assert await numbers(intake, stranger) == ["TO-1002"]
    with pytest.raises(Refusal, match="unknown_process"):
        await intake.ask(FindProcess(number="TO-1001", viewer=stranger))
    known = await intake.ask(directory.ShowOrganisation(organisation_id=organisation_id))
    assert known.invoice_email == "laskut@jarvikunta.example"

    helena = (await intake.ask(ShowInquiry(process_id=ours))).contact_id
    no = directory.AnswerAdmission(process_id=process_id, admit=False, answered_by=helena, as_of=LATER)
    await intake.ask(no)
    await intake.quiet()
    assert await numbers(intake, stranger) == []


async def test_a_known_customer_who_has_moved_is_taken_at_their_word_when_the_coordinator_says_so(
    intake: House,
) -> None:
    ours = await in_matching(intake)
    helena = (await intake.ask(ShowInquiry(process_id=ours))).contact_id
    moved = {"contact_email": "helena.laine@jarvikunta.example"}
    process_id = await asked(intake, **moved, organisation_name="Järvikunta, sosiaalipalvelut")
    shown = await found(intake, process_id)
    assert shown.contact == "known_customer"
    assert {one.field for one in shown.differences} == {"address", "invoice_email"}
    await decide(intake, process_id, typed_facts="take")
    card = await intake.ask(ShowInquiry(process_id=process_id))
    known = await intake.ask(directory.ShowOrganisation(organisation_id=card.organisation_id))
    assert (known.address.street, known.invoice_email) == ("Kirjastokuja 3", LIBRARY["invoice_email"])
    assert not (await intake.ask(directory.ShowRelations(person_id=helena))).waits


async def test_a_department_is_named_once_and_only_by_who_may_decide(intake: House) -> None:
    ours = await in_matching(intake)
    organisation_id = (await intake.ask(ShowInquiry(process_id=ours))).organisation_id
    helena = (await intake.ask(ShowInquiry(process_id=ours))).contact_id
    assert organisation_id and helena
    process_id, other = await asked(intake), await asked(intake)
    await decide(intake, process_id, **NEW_DEPARTMENT)
    with pytest.raises(Refusal, match="department_exists"):
        await decide(intake, other, department_name="kirjasto")
    known = (await found(intake, other)).organisation
    assert known
    (library,) = known.departments
    both = {"department_id": library.department_id, "department_name": "Museo"}
    with pytest.raises(Refusal, match="department_exists"):
        await decide(intake, other, **both)
    for by in (helena, library.department_id):
        forged = {"decided_by": by, "department_name": "Museo"}
        with pytest.raises(Refusal, match="not_yours_to_decide"):
            await decide(intake, other, **forged)
    seen = Viewer(person_id=helena, role=Role.COMMISSIONER, organisation_id=organisation_id)
    with pytest.raises(Refusal, match="unknown_process"):
        await intake.ask(ShowCustomerFound(process_id=other, viewer=seen))
    await relate(intake, helena, "payer", organisation_id, library.department_id)
    await decide(intake, other, department_id=library.department_id)
    assert (await intake.ask(ShowInquiry(process_id=other))).department_id == library.department_id


async def test_of_two_strangers_who_ask_for_one_new_organisation_at_once_one_becomes_its_hr(
    intake: House,
) -> None:
    """Turns red where decisions about one Y-tunnus do not take turns."""
    both = [await asked(intake, contact_email=f"{name}@evil.example") for name in ("outi", "timo")]
    await asyncio.gather(*(decide(intake, one, typed_facts="keep") for one in both))
    cards = [await intake.ask(ShowInquiry(process_id=one)) for one in both]
    known = [await intake.ask(directory.ShowRelations(person_id=one.contact_id)) for one in cards]
    assert sorted((len(one.relations), one.waits) for one in known) == [(0, True), (1, False)]


async def test_a_customer_who_is_called_otherwise_now_is_called_so_on_all_its_processes(
    intake: House,
) -> None:
    whole = await asked(
        intake, organisation_name="Järvikunta", contact_email="helena.laine@jarvikunta.example"
    )
    await decide(intake, whole)
    below = await asked(intake)
    await decide(intake, below, **NEW_DEPARTMENT)
    customer = (await intake.ask(ShowInquiry(process_id=below))).organisation_id
    await intake.ask(
        directory.ChangeOrganisation(
            organisation_id=customer, name="Järvikaupunki", changed_by=FOUNDER, as_of=LATER
        )
    )
    await intake.quiet()
    names = [(await intake.ask(ShowInquiry(process_id=one))).organisation_name for one in (whole, below)]
    assert names == ["Järvikaupunki", "Järvikaupunki, Kirjasto"]


@pytest.mark.parametrize("ends", ["withdrawn", "declined", "given up"])
async def test_nobody_is_asked_to_let_in_who_asked_for_what_has_ended(intake: House, ends: str) -> None:
    """Neither HR nor, three working days later, a coordinator; who was let in before stays in."""
    await decide(intake, await asked(intake, contact_email="helena.laine@jarvikunta.example"))
    process_id = await asked(intake)
    await decide(intake, process_id)
    waiting = directory.ListAdmissions(viewer=COORDINATOR)
    [card] = (await intake.ask(waiting)).admissions
    assert card.process_id == process_id
    if ends == "withdrawn":
        await intake.ask(WithdrawInquiry(process_id=process_id, withdrawn_by=FOUNDER, as_of=LATER))
    elif ends == "declined":
        who = await supervisor(intake)
        await chosen(intake, process_id, who)
        await intake.ask(price())
        await intake.ask(proposal(process_id))
        [first] = await intake.rows("directory", "SELECT person_id FROM relation WHERE relation = 'hr'")
        await intake.ask(answer(process_id, "decline", reason="Ei nyt.", answered_by=first["person_id"]))
    else:
        over = ContractGivenUp(process_id=process_id, version=1, asked=[], given_up_at=LATER)
        await intake.say("contracts", over)
        await intake.quiet()
    assert (await intake.ask(waiting)).admissions == []
    late = {
        "process_id": process_id,
        "admit": True,
        "answered_by": FOUNDER,
        "as_of": LATER + timedelta(days=9),
    }
    with pytest.raises(Refusal, match="admission_over"):
        await intake.ask(directory.AnswerAdmission.model_validate(late))
