"""An inquiry is put right by who sent it or by a coordinator, entered for somebody, confirmed, withdrawn."""

from datetime import date
from uuid import uuid4

import pytest

from services.messages.directory import RelatePerson
from services.messages.intake import (
    AnswerProposal,
    AskForInterest,
    ChangeInquiry,
    ConfirmInquiry,
    InquiryChanged,
    InquiryConfirmed,
    InquiryReceived,
    InquiryWithdrawn,
    ListInquiryChanges,
    ShortlistSupervisors,
    ShowInquiry,
    ShowProposal,
    WithdrawInquiry,
)
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.integration.intake.builders import (
    ASKED,
    COMMISSIONER,
    COORDINATOR,
    LATER,
    answer,
    asking,
    chosen,
    decision,
    in_matching,
    inquiry,
    matched,
    proposal,
    proposed,
    said,
    supervisor,
)

AS_COORDINATOR = Viewer(person_id=COORDINATOR, role=Role.COORDINATOR)


async def code(house, order) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as no:
        await house.ask(order)
    return no.value.code, no.value.field


def changed(order, by=COMMISSIONER, revision=1, **facts):
    told = order.model_dump() | {"revision": revision, "changed_by": by, "as_of": LATER}
    return ChangeInquiry.model_validate(told | facts)


def taken_back(process_id, by=COMMISSIONER, reason="", **facts):
    return WithdrawInquiry(process_id=process_id, reason=reason, withdrawn_by=by, as_of=LATER, **facts)


async def asked(house):
    order = await asking(house, inquiry())
    await house.ask(order)
    return order


async def test_who_sent_it_corrects_it_while_it_waits_and_what_it_said_is_kept(intake):
    order = await asked(intake)
    for _ in range(2):
        await intake.ask(changed(order, headcount=6, message="Meitä onkin kuusi."))
    card = await intake.ask(ShowInquiry(process_id=order.inquiry_id))
    assert (card.headcount, card.message, card.revision) == (6, "Meitä onkin kuusi.", 2)
    assert len(await said(intake, InquiryChanged)) == 1
    history = await intake.ask(ListInquiryChanges(process_id=order.inquiry_id, viewer=AS_COORDINATOR))
    [one] = history.changes
    assert (one.revision, one.changed_by) == (2, COMMISSIONER)
    assert [(field.field, field.after) for field in one.fields] == [
        ("headcount", ["6"]),
        ("message", ["Meitä onkin kuusi."]),
    ]
    [row] = await intake.rows("intake", "SELECT before FROM inquiry_change")
    assert "Toivomme" in str(row["before"])


async def test_each_change_tells_from_what_to_what_and_who_asked_reads_it_too(intake):
    order = await asked(intake)
    await intake.ask(changed(order, headcount=6))
    await intake.ask(changed(order, by=COORDINATOR, revision=2, headcount=3, themes=["work_roles"]))
    [received] = await said(intake, InquiryReceived)
    assert [event.by_staff for event in await said(intake, InquiryChanged)] == [False, True]
    as_asker = Viewer(person_id=received.contact_id, role=Role.COMMISSIONER)
    for viewer, by_staff in ((AS_COORDINATOR, COORDINATOR), (as_asker, None)):
        history = await intake.ask(ListInquiryChanges(process_id=order.inquiry_id, viewer=viewer))
        newer, older = history.changes
        assert (newer.changed_by, older.changed_by) == (by_staff, COMMISSIONER)
        [headcount, themes] = newer.fields
        assert (headcount.before, headcount.after) == (["6"], ["3"])
        assert (themes.field, themes.after) == ("themes", ["work_roles"])
        assert older.fields[0].before == [str(order.headcount)] and older.fields[0].after == ["6"]
    stranger = Viewer(person_id=uuid4(), role=Role.COMMISSIONER)
    no = await code(intake, ListInquiryChanges(process_id=order.inquiry_id, viewer=stranger))
    assert no == ("unknown_process", "process_id")


async def test_when_they_would_like_to_meet_is_kept_and_corrected_and_what_it_said_is_told(intake):
    wished = {
        "preferred_weekdays": [1, 3],
        "preferred_times": ["morning"],
        "preferred_from": date(2027, 1, 18),
    }
    order = await asking(intake, inquiry(**wished))
    for _ in range(2):
        await intake.ask(order)
    card = await intake.ask(ShowInquiry(process_id=order.inquiry_id))
    assert {name: getattr(card, name) for name in wished} == wished
    later = date(2027, 2, 1)
    for _ in range(2):
        await intake.ask(changed(order, preferred_weekdays=[0], preferred_times=[], preferred_from=later))
    history = await intake.ask(ListInquiryChanges(process_id=order.inquiry_id, viewer=AS_COORDINATOR))
    [change] = history.changes
    assert [(field.field, field.before, field.after) for field in change.fields] == [
        ("preferred_from", ["2027-01-18"], ["2027-02-01"]),
        ("preferred_times", ["morning"], []),
        ("preferred_weekdays", ["1", "3"], ["0"]),
    ]


async def test_nobody_begins_on_a_day_that_is_over_but_one_that_passed_meanwhile_may_stay(intake):
    no = ("preferred_from_past", "preferred_from")
    over, sent_on = date(2026, 11, 8), date(2026, 11, 9)
    assert await code(intake, inquiry(preferred_from=over)) == no
    far = inquiry(preferred_from=date(2099, 12, 31))
    assert await code(intake, far) == ("day_too_late", "preferred_from")
    order = await asking(intake, inquiry(preferred_from=sent_on))
    await intake.ask(order)
    assert await code(intake, changed(order, preferred_from=over)) == no
    await intake.ask(changed(order, headcount=6))
    card = await intake.ask(ShowInquiry(process_id=order.inquiry_id))
    assert (card.headcount, card.preferred_from) == (6, sent_on)


async def test_another_contact_reads_nothing_of_the_one_before(intake):
    order = inquiry(entered_by=COORDINATOR)
    await intake.ask(order)
    corrected = changed(order, by=COORDINATOR, headcount=6, contact_email="helena@jarvikunta.example")
    await intake.ask(corrected)
    [change] = await said(intake, InquiryChanged)
    viewer = Viewer(person_id=change.contact_id, role=Role.COMMISSIONER)
    shown = await intake.ask(ListInquiryChanges(process_id=order.inquiry_id, viewer=viewer))
    assert shown.changes == []


async def test_what_was_changed_meanwhile_is_read_again_before_anybody_changes_or_decides(intake):
    order = await asked(intake)
    await intake.ask(changed(order, headcount=6))
    assert (await code(intake, changed(order, headcount=7)))[0] == "inquiry_changed"
    assert (await code(intake, decision(order.inquiry_id, revision=1)))[0] == "inquiry_changed"
    await intake.ask(decision(order.inquiry_id, revision=2))


@pytest.mark.parametrize(
    ("who", "facts", "refusal"),
    [
        (uuid4(), {"headcount": 6}, ("not_yours_to_decide", "changed_by")),
        (COMMISSIONER, {"contact_email": "muu@jarvikunta.example"}, ("contact_is_who_asks", "contact_email")),
        (COMMISSIONER, {"headcount": 13}, ("group_too_large", "headcount")),
    ],
)
async def test_a_change_that_may_not_be_is_refused_at_its_field(intake, who, facts, refusal):
    order = await asked(intake)
    assert await code(intake, changed(order, by=who, **facts)) == refusal


async def test_after_the_decision_a_coordinator_corrects_what_is_asked_for_and_nobody_who_asks(intake):
    order = await asked(intake)
    await intake.ask(decision(order.inquiry_id))
    assert (await code(intake, changed(order, headcount=6)))[0] == "already_decided"
    by_staff = {"by": COORDINATOR}
    assert await code(intake, changed(order, **by_staff, business_id="0737546-2")) == (
        "already_decided",
        "business_id",
    )
    await intake.ask(changed(order, **by_staff, region="Uusimaa"))
    who = await supervisor(intake, regions=["Uusimaa"])
    await chosen(intake, order.inquiry_id, who)
    assert (await code(intake, changed(order, **by_staff, revision=2)))[0] == "already_decided"


async def test_a_coordinator_enters_it_for_somebody_who_confirms_it(intake):
    order = inquiry(entered_by=COORDINATOR)
    assert await code(intake, inquiry(entered_by=uuid4())) == ("not_yours_to_decide", "entered_by")
    await intake.ask(order)
    [received] = await said(intake, InquiryReceived)
    assert received.entered
    assert (await code(intake, _confirmed(order, uuid4())))[0] == "not_the_asker"
    for _ in range(2):
        await intake.ask(_confirmed(order, received.contact_id))
    assert len(await said(intake, InquiryConfirmed)) == 1
    card = await intake.ask(ShowInquiry(process_id=order.inquiry_id))
    assert (card.entered_by, card.confirmed_at) == (COORDINATOR, LATER)


def _confirmed(order, person_id):
    return ConfirmInquiry(process_id=order.inquiry_id, person_id=person_id, as_of=LATER)


async def test_an_address_that_was_heard_wrong_is_another_contact_who_is_asked_anew(intake):
    order = inquiry(entered_by=COORDINATOR)
    await intake.ask(order)
    await intake.ask(changed(order, by=COORDINATOR, contact_email="helena@jarvikunta.example"))
    [received], [change] = await said(intake, InquiryReceived), await said(intake, InquiryChanged)
    assert change.asks_anew and change.contact_id != received.contact_id
    assert (await code(intake, _confirmed(order, received.contact_id)))[0] == "not_the_asker"


async def test_it_is_asked_back_by_who_sent_it_once_and_frees_the_supervisor(intake):
    who = await supervisor(intake, capacity=1)
    process_id = await matched(intake, who)
    assert (await code(intake, taken_back(process_id, by=uuid4())))[0] == "not_yours_to_decide"
    for _ in range(2):
        await intake.ask(taken_back(process_id, reason="Ei tänä vuonna."))
    assert (await code(intake, taken_back(process_id, reason="Muu syy.")))[0] == "already_withdrawn"
    [withdrawn] = await said(intake, InquiryWithdrawn)
    assert not withdrawn.by_staff and not withdrawn.offered
    assert (await code(intake, proposal(process_id)))[0] == "asked_back"
    await matched(intake, who)


async def test_a_proposal_falls_with_its_inquiry_and_every_door_says_why(intake):
    """Also the one that somebody has asked to change, in whose place another was to come."""
    who = await supervisor(intake)
    for said_first in (None, "ask_change"):
        process_id = await proposed(intake, who)
        if said_first:
            await intake.ask(answer(process_id, said_first, reason="Toinen aika."))
        await intake.ask(taken_back(process_id, by=COORDINATOR))
        assert (await said(intake, InquiryWithdrawn))[-1].offered
        for late in (
            answer(process_id, "decline" if said_first is None else "accept", reason="Ei."),
            proposal(process_id),
            ShortlistSupervisors(process_id=process_id, as_of=LATER),
            AskForInterest(process_id=process_id, supervisor_id=who, asked_by=COORDINATOR, as_of=LATER),
        ):
            wanted = "already_answered" if said_first and isinstance(late, AnswerProposal) else "asked_back"
            assert (await code(intake, late))[0] == wanted, late
        shown = await intake.ask(ShowProposal(process_id=process_id, viewer=AS_COORDINATOR))
        assert shown.withdrawn_at == LATER and not shown.may_answer


async def test_a_coordinator_asks_it_back_for_them_and_nobody_decides_on_it_any_more(intake):
    order = await asked(intake)
    await intake.ask(taken_back(order.inquiry_id, by=COORDINATOR))
    assert [one.by_staff for one in await said(intake, InquiryWithdrawn)] == [True]
    for late in (decision(order.inquiry_id), changed(order, by=COORDINATOR, headcount=6)):
        assert (await code(intake, late))[0] == "asked_back"
    card = await intake.ask(ShowInquiry(process_id=order.inquiry_id, viewer=AS_COORDINATOR))
    assert (card.status, card.may_change, card.may_withdraw) == ("withdrawn", False, False)


async def test_what_is_accepted_is_not_asked_back_any_more(intake):
    process_id = await proposed(intake, await supervisor(intake))
    await intake.ask(answer(process_id))
    assert (await code(intake, taken_back(process_id)))[0] == "already_decided"
    assert await in_matching(intake)


async def test_a_coordinators_own_trial_is_withdrawn_by_the_staff_and_not_by_the_customer(intake):
    """Who tries asks in their own name."""
    order = await asked(intake)
    role = {"person_id": COMMISSIONER, "relation": "coordinator", "given_by": FOUNDER, "as_of": ASKED}
    await intake.ask(RelatePerson.model_validate(role))
    await intake.ask(taken_back(order.inquiry_id, by=COMMISSIONER, is_test=True))
    assert [one.by_staff for one in await said(intake, InquiryWithdrawn)] == [True]


async def test_only_a_coordinator_says_that_it_was_a_test(intake):
    order = await asked(intake)
    with pytest.raises(Refusal, match="not_yours_to_decide: withdrawn_by"):
        await intake.ask(taken_back(order.inquiry_id, is_test=True))
    await intake.ask(taken_back(order.inquiry_id, by=COORDINATOR, is_test=True))
    assert [one.is_test for one in await said(intake, InquiryWithdrawn)] == [True]
    assert (await intake.ask(ShowInquiry(process_id=order.inquiry_id))).is_test
