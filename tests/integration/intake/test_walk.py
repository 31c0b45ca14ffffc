"""From an inquiry to an accepted proposal, or to a redirect; and what comes after the contract."""

from datetime import UTC, date, datetime
from uuid import uuid4

from services.messages.contracts import ContinuationChosen, ContractExpired, ProcessClosed, ProcessRenewed
from services.messages.directory import ShowContacts, ShowOrganisation
from services.messages.intake import (
    ProposalAnswered,
    ProposalSent,
    ScreeningDecided,
    ShortlistSupervisors,
    ShowInquiry,
    ShowProposal,
    SuccessorNumbered,
)
from tests.integration.intake.builders import (
    LATER,
    answer,
    asking,
    chosen,
    decision,
    in_matching,
    inquiry,
    matched,
    price,
    proposal,
    proposed,
    said,
    supervisor,
)

ENDED = datetime(2027, 12, 10, 12, 0, tzinfo=UTC)


async def test_an_inquiry_becomes_an_accepted_proposal(intake):
    who = await supervisor(intake)
    order = await asking(intake, inquiry())
    receipt = await intake.ask(order)
    assert (receipt.process_id, receipt.number) == (order.inquiry_id, "TO-1001")
    await intake.ask(decision(order.inquiry_id))
    listed = await intake.ask(ShortlistSupervisors(process_id=order.inquiry_id, as_of=LATER))
    assert [one.supervisor_id for one in listed.suggested] == [who]
    await chosen(intake, order.inquiry_id, who)
    await intake.ask(price(17500))
    sent = await intake.ask(proposal(order.inquiry_id))
    await intake.ask(answer(order.inquiry_id))

    shown = await intake.ask(ShowProposal(process_id=order.inquiry_id))
    assert shown == sent.model_copy(update={"answer": "accept", "answered_at": LATER})
    assert (shown.price_cents, shown.expectations) == (17500, "Toivomme selkeämpää työnjakoa.")
    card = await intake.ask(ShowInquiry(process_id=order.inquiry_id))
    assert (card.status, card.outcome, card.supervisor_id) == ("accepted", "supervision", who)
    assert card.suggestion.outcome == "supervision"
    await intake.quiet()
    names = [type(event).__name__ for event in await intake.events("intake")]
    assert names == [
        "InquiryReceived",
        "ScreeningDecided",
        "InterestDeclared",
        "SupervisorMatched",
        "ProposalSent",
        "ProposalAnswered",
    ]


async def test_a_decision_for_supervision_registers_the_organisation_and_its_contact(intake):
    process_id = await in_matching(intake)
    card = await intake.ask(ShowInquiry(process_id=process_id))
    organisation = await intake.ask(ShowOrganisation(organisation_id=card.organisation_id))
    assert (organisation.business_id, organisation.address.town) == ("0201256-6", "Tampere")
    contact = (await intake.ask(ShowContacts(person_ids=[card.contact_id]))).people[0]
    assert contact.email == "helena.laine@jarvikunta.example"
    related = await intake.rows("directory", "select person_id, relation, organisation_id from relation")
    assert [tuple(row.values()) for row in related] == [(card.contact_id, "hr", card.organisation_id)]


async def test_a_second_inquiry_of_an_organisation_finds_it_and_its_contact_again(intake):
    first = await intake.ask(ShowInquiry(process_id=await in_matching(intake)))
    second = await intake.ask(ShowInquiry(process_id=await in_matching(intake)))
    assert (first.organisation_id, first.contact_id) == (second.organisation_id, second.contact_id)
    assert (first.number, second.number) == ("TO-1001", "TO-1002")


async def test_orientation_is_redirected_with_its_reason_and_closed(intake):
    order = inquiry(wishes=["orient_new_employees"])
    await intake.ask(order)
    card = await intake.ask(ShowInquiry(process_id=order.inquiry_id))
    assert (card.suggestion.outcome, card.suggestion.because) == ("orientation", ["orient_new_employees"])
    await intake.ask(decision(order.inquiry_id, "orientation", "Perehdytys kuuluu työnantajalle."))
    card = await intake.ask(ShowInquiry(process_id=order.inquiry_id))
    assert (card.status, card.outcome_reason) == ("redirected", "Perehdytys kuuluu työnantajalle.")
    (decided,) = await said(intake, ScreeningDecided)
    assert (decided.outcome, decided.organisation_id) == ("orientation", None)
    assert await intake.rows("directory", "select 1 from organisation") == []


async def test_the_shortlist_tells_why_the_others_are_not_on_it(intake):
    swede = await supervisor(intake, "sv@virta.example", languages=["sv"])
    full = await supervisor(intake, "full@virta.example", capacity=1)
    decided = await matched(intake, full)
    for_another = await intake.ask(ShortlistSupervisors(process_id=decided, as_of=LATER))
    assert [one.supervisor_id for one in (*for_another.suggested, *for_another.excluded)] == [swede]
    process_id = await in_matching(intake)
    listed = await intake.ask(ShortlistSupervisors(process_id=process_id, as_of=LATER))
    assert listed.suggested == []
    assert {one.supervisor_id: one.reasons for one in listed.excluded} == {
        swede: ["language"],
        full: ["no_capacity"],
    }


async def test_a_change_that_is_asked_for_makes_a_new_proposal(intake):
    process_id = await proposed(intake, await supervisor(intake))
    await intake.ask(answer(process_id, "ask_change", reason="Vasta helmikuussa."))
    await intake.ask(price(19000, valid_from=date(2027, 2, 1)))
    again = await intake.ask(proposal(process_id, starts_on=date(2027, 2, 1)))
    assert (again.price_cents, again.answer) == (19000, None)
    await intake.ask(answer(process_id))
    assert [event.price_cents for event in await said(intake, ProposalSent)] == [17500, 19000]
    assert [event.answer for event in await said(intake, ProposalAnswered)] == ["ask_change", "accept"]


async def test_a_proposal_keeps_its_price_when_the_list_changes(intake):
    process_id = await proposed(intake, await supervisor(intake))
    await intake.ask(price(99900))
    assert (await intake.ask(ShowProposal(process_id=process_id))).price_cents == 17500


async def test_a_declined_proposal_frees_its_supervisor(intake):
    who = await supervisor(intake, capacity=1)
    process_id = await proposed(intake, who)
    await intake.ask(answer(process_id, "decline", reason="Ei tänä vuonna."))
    await matched(intake, who)


async def test_a_renewal_gets_the_next_number_and_takes_the_place_of_the_old_process(intake):
    who = await supervisor(intake, capacity=1)
    await intake.ask(price())
    old = await matched(intake, who, preferred_weekdays=[1], preferred_from=date(2027, 1, 18))
    await intake.ask(proposal(old))
    await intake.ask(answer(old))
    successor = uuid4()
    goes_on = ContinuationChosen(process_id=old, choice="renew", successor_id=successor, chosen_at=ENDED)
    await intake.say("contracts", goes_on)
    await intake.say("contracts", goes_on)

    (numbered,) = await said(intake, SuccessorNumbered)
    assert (numbered.process_id, numbered.number, numbered.renews) == (successor, "TO-1002", old)
    before = await intake.ask(ShowInquiry(process_id=old))
    after = await intake.ask(ShowInquiry(process_id=successor))
    assert (after.status, after.suggestion) == ("renewal", None)
    for same in ("organisation_id", "contact_id", "audience", "headcount", "language", "supervisor_id"):
        assert getattr(after, same) == getattr(before, same)
    assert (after.preferred_weekdays, after.preferred_from) == ([1], None)
    waiting = await in_matching(intake)
    listed = await intake.ask(ShortlistSupervisors(process_id=waiting, as_of=LATER))
    assert [one.reasons for one in listed.excluded] == [["no_capacity"]]
    await intake.say("contracts", ProcessRenewed(process_id=old, successor_id=successor, renewed_at=ENDED))
    await intake.quiet()

    await intake.say("contracts", ProcessClosed(process_id=successor, closed_at=ENDED))
    await intake.quiet()
    await chosen(intake, waiting, who)


async def test_until_the_old_process_has_ended_both_are_one_place(intake):
    who = await supervisor(intake, capacity=2)
    old = await proposed(intake, who)
    await intake.ask(answer(old))
    goes_on = ContinuationChosen(process_id=old, choice="renew", successor_id=uuid4(), chosen_at=ENDED)
    await intake.say("contracts", goes_on)
    await intake.quiet()
    await chosen(intake, await in_matching(intake), who)
    more = await in_matching(intake)
    listed = await intake.ask(ShortlistSupervisors(process_id=more, as_of=LATER))
    assert [one.reasons for one in listed.excluded] == [["no_capacity"]]


async def test_a_contract_that_nobody_signed_in_time_frees_the_supervisor(intake):
    who = await supervisor(intake, capacity=1)
    process_id = await proposed(intake, who)
    await intake.ask(answer(process_id))
    await intake.say("contracts", ContractExpired(process_id=process_id, version=1))
    await intake.quiet()
    await matched(intake, who)
