"""What intake says no to, and that a no changes nothing."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from services.intake.askers.registering import register_contact
from services.messages.directory import (
    RecordCredential,
    RegisterDepartment,
    RegisterOrganisation,
    RegisterSupervisor,
)
from services.messages.intake import (
    ChooseSupervisor,
    ExpireProposal,
    PreviewProposal,
    RemindOfStep,
    ShortlistSupervisors,
    ShowInquiry,
    ShowProposal,
)
from services.messages.values import Address, Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.integration.intake.builders import (
    ASKED,
    COMMISSIONER,
    COORDINATOR,
    LATER,
    answer,
    choice,
    chosen,
    decision,
    declaration,
    in_matching,
    inquiry,
    matched,
    price,
    proposal,
    proposed,
    supervisor,
)

ADDRESS = Address(street="Katu 1", postal_code="00100", town="Helsinki")
AFTER_ITS_LAST_DAY = datetime(2026, 11, 30, 22, 0, tzinfo=UTC)


async def refused(house, order) -> str:
    """The code; and nobody heard of it."""
    await house.quiet()
    before = await house.events("intake")
    with pytest.raises(Refusal) as no:
        await house.ask(order)
    await house.quiet()
    assert await house.events("intake") == before
    return no.value.code


async def test_a_size_that_no_contract_takes_is_refused_and_takes_no_number(intake):
    assert await refused(intake, inquiry(headcount=13)) == "group_too_large"
    assert await refused(intake, inquiry(headcount=1)) == "group_too_small"
    assert await intake.rows("directory", "select 1 from person") == []
    assert (await intake.ask(inquiry())).number == "TO-1001"


async def test_another_inquiry_under_the_same_id_is_refused(intake):
    first = inquiry()
    await intake.ask(first)
    for otherwise in ({"message": "Jotain muuta."}, {"contact_email": "another@lumijarvi.example"}):
        other = inquiry(inquiry_id=first.inquiry_id, **otherwise)
        assert await refused(intake, other) == "already_submitted", otherwise
    assert len(await intake.rows("directory", "select 1 from person")) == 1


async def test_an_inquiry_that_was_refused_may_be_sent_again_from_another_address(intake):
    first = inquiry(contact_email="one@lumijarvi.example")
    await register_contact(intake.ask, first)  # and more than may wait are waiting
    again = first.model_copy(update={"contact_email": "two@lumijarvi.example"})
    assert (await intake.ask(again)).number == "TO-1001"


async def test_an_unknown_process_is_refused_by_every_command(intake):
    nobody = uuid4()
    for order in (
        ShowInquiry(process_id=nobody),
        decision(nobody),
        ShortlistSupervisors(process_id=nobody, as_of=LATER),
        choice(nobody, uuid4()),
        proposal(nobody),
        ShowProposal(process_id=nobody),
        answer(nobody),
        ExpireProposal(process_id=nobody, as_of=LATER),
        RemindOfStep(process_id=nobody, step="screening", as_of=LATER),
    ):
        assert await refused(intake, order) == "unknown_process"


async def test_a_redirect_needs_its_reason(intake):
    order = inquiry()
    await intake.ask(order)
    assert await refused(intake, decision(order.inquiry_id, "training", "  ")) == "reason_missing"
    assert (await intake.ask(ShowInquiry(process_id=order.inquiry_id))).status == "received"


async def test_a_process_may_belong_to_a_department_of_its_own_organisation_only(intake):
    first = await in_matching(intake)
    own = (await intake.ask(ShowInquiry(process_id=first))).organisation_id
    theirs = await organisation(intake, "Toinen kunta", "2077474-0")
    order = inquiry(inquiry_id=uuid4())
    await intake.ask(order)
    elsewhere = decision(order.inquiry_id).model_copy(
        update={"department_id": await department(intake, theirs)}
    )
    assert await refused(intake, elsewhere) == "unknown_department"
    ours = await department(intake, own)
    placed = {"department_id": ours, "typed_facts": "keep"}
    await intake.ask(decision(order.inquiry_id).model_copy(update=placed))
    assert (await intake.ask(ShowInquiry(process_id=order.inquiry_id))).department_id == ours
    assert (await intake.ask(ShowInquiry(process_id=first))).department_id is None


async def organisation(house, name: str, business_id: str) -> UUID:
    register = RegisterOrganisation(
        organisation_id=uuid4(),
        name=name,
        kind="public",
        business_id=business_id,
        address=ADDRESS,
        invoice_email="laskut@toinen.example",
        language="fi",
        as_of=ASKED,
    )
    organisation_id: UUID = (await house.ask(register)).organisation_id
    return organisation_id


async def department(house, organisation_id: UUID) -> UUID:
    register = RegisterDepartment(
        department_id=uuid4(),
        organisation_id=organisation_id,
        name="Varhaiskasvatus",
        address=ADDRESS,
        invoice_email="varhaiskasvatus@kunta.example",
        registered_by=FOUNDER,
        as_of=ASKED,
    )
    department_id: UUID = (await house.ask(register)).department_id
    return department_id


async def test_a_decision_is_not_turned_round(intake):
    process_id = await in_matching(intake)
    assert await refused(intake, decision(process_id, "training", "Koulutusta.")) == "already_decided"


async def test_nobody_is_matched_before_screening_or_after_a_redirect(intake):
    who = await supervisor(intake)
    order = inquiry()
    await intake.ask(order)
    for _ in range(2):
        assert await refused(intake, choice(order.inquiry_id, who)) == "not_in_matching"
        shortlist = ShortlistSupervisors(process_id=order.inquiry_id, as_of=LATER)
        assert await refused(intake, shortlist) == "not_in_matching"
        await intake.ask(decision(order.inquiry_id, "training", "Koulutusta."))


async def test_a_supervisor_who_has_become_ineligible_since_the_shortlist_is_refused(intake):
    who = await supervisor(intake)
    process_id = await in_matching(intake)
    listed = await intake.ask(ShortlistSupervisors(process_id=process_id, as_of=LATER))
    assert [one.supervisor_id for one in listed.suggested] == [who]
    card = {"languages": ["sv"], "regions": ["Pirkanmaa"], "remote": False, "audiences": ["group"]}
    changed = card | {"supervisor_id": who, "capacity": 3, "registered_by": FOUNDER, "as_of": LATER}
    await intake.ask(RegisterSupervisor.model_validate(changed))
    assert await refused(intake, choice(process_id, who)) == "supervisor_not_eligible"


async def test_a_credential_that_expires_before_the_choice_stops_it(intake):
    who = await supervisor(intake)
    process_id = await in_matching(intake)
    too_late = datetime(2029, 1, 2, 8, 0, tzinfo=UTC)
    order = ChooseSupervisor(process_id=process_id, supervisor_id=who, chosen_by=COORDINATOR, as_of=too_late)
    assert await refused(intake, order) == "supervisor_not_eligible"
    for kind in ("training", "own_supervision", "membership"):
        record = {"supervisor_id": who, "kind": kind, "valid_until": date(2030, 1, 1)}
        by = {"recorded_by": COORDINATOR, "as_of": too_late}
        await intake.ask(RecordCredential.model_validate(record | by))
    await intake.ask(declaration(process_id, who))
    await intake.ask(order)


async def test_somebody_who_is_no_supervisor_is_not_eligible(intake):
    process_id = await in_matching(intake)
    assert await refused(intake, choice(process_id, uuid4())) == "supervisor_not_eligible"


async def test_another_supervisor_after_the_choice_is_refused(intake):
    process_id = await matched(intake, await supervisor(intake))
    other = await supervisor(intake, "toinen@virta.example")
    assert await refused(intake, choice(process_id, other)) == "not_in_matching"
    assert await refused(intake, choice(process_id, other, instead_of=uuid4())) == "not_in_matching"


async def test_a_proposal_needs_a_supervisor_a_price_and_possible_dates(intake):
    who = await supervisor(intake)
    process_id = await in_matching(intake)
    assert await refused(intake, proposal(process_id)) == "not_matched"
    await chosen(intake, process_id, who)
    assert await refused(intake, proposal(process_id)) == "price_missing"
    await intake.ask(price(valid_from=date(2027, 2, 1)))
    assert await refused(intake, proposal(process_id)) == "price_missing"
    await intake.ask(price(format="individual"))
    await intake.ask(price(duration_minutes=60))
    assert await refused(intake, proposal(process_id)) == "price_missing"
    await intake.ask(price())
    backwards = proposal(process_id, ends_on=date(2027, 1, 17))
    assert await refused(intake, backwards) == "ends_before_start"
    for typed, code in (
        ({"starts_on": date(2037, 1, 18), "ends_on": date(2037, 12, 10)}, "day_too_late"),
        ({"starts_on": date(2017, 1, 18)}, "day_too_early"),
        ({"ends_on": date(2032, 1, 18), "long_term_confirmed": True}, "term_too_long"),
        ({"ends_on": date(2031, 1, 18)}, "term_unconfirmed"),
        ({"valid_until": date(2037, 1, 18)}, "day_too_late"),
        ({"valid_until": date(2027, 1, 18)}, "begins_before_answer"),
    ):
        assert await refused(intake, proposal(process_id, **typed)) == code
    assert await refused(intake, price(valid_from=date(2072, 1, 1))) == "day_too_late"
    assert await refused(intake, price(0)) == "price_of_nothing"
    record = {"supervisor_id": who, "kind": "training", "valid_until": date(2099, 1, 1)}
    forever = RecordCredential(**record, recorded_by=COORDINATOR, as_of=ASKED)
    assert await refused(intake, forever) == "day_too_late"
    past = proposal(process_id, valid_until=date(2026, 11, 10))
    assert await refused(intake, past) == "validity_in_the_past"
    await intake.ask(proposal(process_id, valid_until=LATER.date()))


async def test_what_would_be_sent_is_shown_to_who_may_send_it_and_kept_nowhere(intake):
    await intake.ask(price())
    process_id = await matched(intake, await supervisor(intake))
    order = proposal(process_id)
    coordinator = Viewer(person_id=COORDINATOR, role=Role.COORDINATOR)
    shown = await intake.ask(PreviewProposal(order=order, viewer=coordinator))
    assert (shown.price_cents, shown.sent_by, shown.revision) == (17500, COORDINATOR, 1)
    late = PreviewProposal(order=proposal(process_id, ends_on=date(2027, 1, 17)), viewer=coordinator)
    assert await refused(intake, late) == "ends_before_start"
    hr = Viewer(person_id=COMMISSIONER, role=Role.FINANCE)
    assert await refused(intake, PreviewProposal(order=order, viewer=hr)) == "unknown_process"
    assert await refused(intake, ShowProposal(process_id=process_id)) == "no_proposal"
    sent = await intake.ask(order)
    assert sent.sent_by == COORDINATOR


async def test_there_is_no_proposal_to_show_or_answer_before_it_is_sent(intake):
    process_id = await matched(intake, await supervisor(intake))
    assert await refused(intake, ShowProposal(process_id=process_id)) == "no_proposal"
    assert await refused(intake, answer(process_id)) == "no_proposal"


async def test_a_proposal_is_accepted_on_its_last_day_and_not_after_it(intake):
    who = await supervisor(intake)
    late, in_time = await proposed(intake, who), await proposed(intake, who)
    assert await refused(intake, answer(late, as_of=AFTER_ITS_LAST_DAY)) == "proposal_expired"
    await intake.ask(answer(in_time, as_of=datetime(2026, 11, 30, 21, 59, tzinfo=UTC)))


async def test_an_expired_proposal_is_not_answered(intake):
    process_id = await proposed(intake, await supervisor(intake))
    await intake.ask(ExpireProposal(process_id=process_id, as_of=AFTER_ITS_LAST_DAY))
    assert await refused(intake, answer(process_id, as_of=ASKED)) == "proposal_expired"


async def test_an_answer_is_not_turned_round_and_declining_needs_a_reason(intake):
    process_id = await proposed(intake, await supervisor(intake))
    assert await refused(intake, answer(process_id, "decline")) == "reason_missing"
    await intake.ask(answer(process_id))
    turned = answer(process_id, "decline", reason="Emme sittenkään.")
    assert await refused(intake, turned) == "already_answered"


async def test_no_contact_has_more_inquiries_that_wait_than_somebody_can_answer(intake):
    order = inquiry()
    await intake.ask(order)
    copies = """INSERT INTO inquiry SELECT (jsonb_populate_record(i, jsonb_build_object(
        'process_id', gen_random_uuid(), 'number', 'TO-9' || n))).* FROM inquiry i, generate_series(1, 49) n"""
    await intake.rows("intake", copies)
    with pytest.raises(Refusal, match="too_many_waiting"):
        await intake.ask(inquiry())
    assert (await intake.ask(order)).process_id == order.inquiry_id
    await intake.ask(inquiry(contact_email="toinen@jarvikunta.example"))


async def test_the_price_list_has_room_for_so_many_lines_and_each_may_still_be_put_right(intake):
    many = """INSERT INTO price SELECT 'group', 90, date '2027-01-01' + n, 17500 FROM generate_series(1, 500) n"""
    await intake.rows("intake", many)
    with pytest.raises(Refusal, match="too_many"):
        await intake.ask(price())
    await intake.ask(price(valid_from=date(2027, 1, 2), duration_minutes=90, price_cents=18000))
