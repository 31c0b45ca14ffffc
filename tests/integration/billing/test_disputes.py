"""Disputes of items and of lines: held until they are decided, then charged once, at what is left."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.billing import (
    CREDIT_SERIES,
    CreditedLine,
    CreditInvoice,
    DenySession,
    DisputeOpened,
    DisputeResolved,
    FindInvoice,
    ListDisputes,
    ListInvoicedSessions,
    OpenDispute,
    ResolveDispute,
    RunBilling,
    ShowInvoice,
)
from services.messages.directory import RegisterPerson, RelatePerson
from services.messages.envelope import Command
from services.messages.sessions import RecordCorrected, SessionNotAttended
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date, next_banking_day
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    FEBRUARY,
    FINANCE,
    MARCH_FIRST,
    ORGANISATION,
    SIGNED,
    cancelled,
    held,
    invoices,
    not_attended,
    signed,
    the_run,
)

OPENED = datetime(2027, 2, 20, 9, tzinfo=UTC)


async def code(house: House, order: Command[Any]) -> str:
    with pytest.raises(Refusal) as refused:
        await house.ask(order)
    return refused.value.code


async def payer(house: House) -> UUID:
    person = await house.ask(
        RegisterPerson(
            person_id=uuid4(),
            given_name="Paula",
            family_name="Maksaja",
            email="paula@salmi.example",
            language="fi",
            as_of=SIGNED,
        )
    )
    facts = {"person_id": person.person_id, "relation": "payer", "organisation_id": ORGANISATION}
    await house.ask(RelatePerson.model_validate(facts | {"given_by": FOUNDER, "as_of": SIGNED}))
    return person.person_id


async def item_of(house: House, session_id: UUID) -> UUID:
    [row] = await house.rows(
        "billing", f"SELECT item_id FROM billable_item WHERE session_id = '{session_id}'"
    )
    item_id: UUID = row["item_id"]
    return item_id


def dispute(process_id: UUID, item_id: UUID, by: UUID, **facts: Any) -> OpenDispute:
    told = {"dispute_id": uuid4(), "process_id": process_id, "item_ids": [item_id], "claim": "quality"}
    return OpenDispute.model_validate(told | {"opened_by": by, "as_of": OPENED} | facts)


def decision(dispute_id: UUID, outcome: str = "rejected", **facts: Any) -> ResolveDispute:
    told = {"dispute_id": dispute_id, "outcome": outcome, "ground": "Kuultu molempia."}
    return ResolveDispute.model_validate(told | {"resolved_by": FOUNDER, "as_of": MARCH_FIRST} | facts)


async def run(house: House, period: str, at: datetime) -> int:
    return (await house.ask(RunBilling(period=period, as_of=at))).total_cents


async def heard(house: House, *sessions: Any, contract: Any) -> None:
    await house.say("contracts", contract)
    await house.quiet()
    for one in sessions:
        await house.say("sessions", one)
    await house.quiet()


async def test_what_is_disputed_passes_the_run_and_comes_with_the_next_once_at_what_is_left(
    billing: House,
) -> None:
    process_id, who = uuid4(), await payer(billing)
    sessions = [held(process_id, number, date(2027, 2, 7 + number)) for number in (1, 2, 3)]
    await heard(billing, *sessions, contract=signed(process_id))
    item_id = await item_of(billing, sessions[1].session_id)
    order = dispute(process_id, item_id, who, words="Ei se niin mennyt.")
    for _ in range(2):
        await billing.ask(order)
    assert await code(billing, dispute(process_id, item_id, who)) == "already_disputed"
    assert await run(billing, FEBRUARY, MARCH_FIRST) == 2 * 14800 + 7548
    await billing.ask(decision(order.dispute_id, "upheld", percent=50))
    assert await code(billing, decision(order.dispute_id)) == "already_resolved"
    assert await run(billing, "2027-03", APRIL_FIRST) == 7400 + 1887
    await billing.quiet()
    told = [
        one for one in await billing.events("billing") if isinstance(one, DisputeOpened | DisputeResolved)
    ]
    assert [type(one).__name__ for one in told] == ["DisputeOpened", "DisputeResolved"]
    assert not {"words", "ground"} & {name for one in told for name in one.model_dump()}


async def test_upheld_in_full_is_never_invoiced_and_rejected_in_full(billing: House) -> None:
    process_id, who = uuid4(), await payer(billing)
    sessions = [held(process_id, number, date(2027, 2, 7 + number)) for number in (1, 2)]
    await heard(billing, *sessions, contract=signed(process_id))
    first, second = [dispute(process_id, await item_of(billing, one.session_id), who) for one in sessions]
    for order in (first, second):
        await billing.ask(order)
    assert await run(billing, FEBRUARY, MARCH_FIRST) == 0
    await billing.ask(decision(first.dispute_id, "upheld", percent=100))
    await billing.ask(decision(second.dispute_id))
    assert await run(billing, "2027-03", APRIL_FIRST) == 14800 + 3774


async def test_an_invoice_stays_as_it_was_and_its_lines_are_disputed_for_fourteen_days(
    billing: House,
) -> None:
    process_id, who = uuid4(), await payer(billing)
    one = held(process_id, 1, date(2027, 2, 8))
    await heard(billing, one, contract=signed(process_id))
    item_id = await item_of(billing, one.session_id)
    await run(billing, FEBRUARY, MARCH_FIRST)
    late = dispute(process_id, item_id, who, as_of=MARCH_FIRST + timedelta(days=15))
    assert await code(billing, late) == "dispute_too_late"
    last = dispute(process_id, item_id, who, as_of=MARCH_FIRST + timedelta(days=14))
    await billing.ask(last)
    await billing.ask(decision(last.dispute_id, "upheld", percent=100, as_of=APRIL_FIRST))
    [item] = await billing.rows("billing", "SELECT percent FROM billable_item")
    assert item["percent"] == 100
    viewer = Viewer(person_id=who, role=Role.PAYER, organisation_id=ORGANISATION)
    [card] = (await billing.ask(ListDisputes(viewer=viewer))).disputes
    assert (card.outcome, card.percent, card.ground) == ("upheld", 100, "Kuultu molempia.")
    assert card.items[0].invoice_number == 1001 and not card.may_resolve
    issued = await billing.ask(FindInvoice(number=1001, viewer=viewer))
    [note] = issued.credits
    assert (note.document_number, note.gross_cents) == ("H1001", issued.card.gross_cents)
    assert (await billing.ask(the_run("2027-03", APRIL_FIRST))).issued == 0


async def test_while_a_line_is_disputed_the_others_are_owed_and_then_it_is_due_seven_days_later_at_least(
    billing: House,
) -> None:
    process_id, who = uuid4(), await payer(billing)
    sessions = [held(process_id, number, date(2027, 2, 7 + number)) for number in (1, 2, 3)]
    await heard(billing, *sessions, contract=signed(process_id))
    await run(billing, FEBRUARY, MARCH_FIRST)
    viewer = Viewer(person_id=who, role=Role.PAYER, organisation_id=ORGANISATION)
    asked = FindInvoice(number=1001, viewer=viewer)
    issued = await billing.ask(asked)
    assert issued.owed is None
    one, gross = issued.card.gross_cents // 3, issued.card.gross_cents
    items = [await item_of(billing, session.session_id) for session in sessions[:2]]
    first, second = [dispute(process_id, item, who, as_of=MARCH_FIRST) for item in items]
    for order in (first, second):
        await billing.ask(order)
    owed = (await billing.ask(asked)).owed
    assert owed and (owed.disputed_cents, owed.undisputed_cents, owed.due_on) == (
        2 * one,
        gross - 2 * one,
        None,
    )
    await billing.ask(decision(first.dispute_id, as_of=APRIL_FIRST))
    await billing.ask(decision(second.dispute_id, "upheld", percent=100, as_of=APRIL_FIRST))
    owed = (await billing.ask(asked)).owed
    held_days = local_date(APRIL_FIRST) - local_date(MARCH_FIRST)
    assert owed and (owed.disputed_cents, owed.undisputed_cents) == (0, gross - one)
    assert owed.due_on == next_banking_day(issued.card.due_on + held_days)


@pytest.mark.parametrize(("percent", "by_dispute"), [(100, 11840), (50, 5920)])
async def test_a_dispute_is_decided_over_what_a_credit_by_hand_has_left(
    billing: House, percent: int, by_dispute: int
) -> None:
    process_id, who = uuid4(), await payer(billing)
    one = held(process_id, 1, date(2027, 2, 8))
    await heard(billing, one, contract=signed(process_id))
    item_id = await item_of(billing, one.session_id)
    await run(billing, FEBRUARY, MARCH_FIRST)
    opened = dispute(process_id, item_id, who, as_of=MARCH_FIRST)
    await billing.ask(opened)
    issued = await billing.ask(FindInvoice(number=1001, viewer=FINANCE))
    by_hand = CreditInvoice(
        credit_id=uuid4(),
        invoice_id=issued.card.invoice_id,
        lines=[CreditedLine(item_id=item_id, net_cents=2960)],
        then="let_go",
        reason="Sovittu puhelimessa.",
        ordered_by=FOUNDER,
        as_of=MARCH_FIRST,
    )
    await billing.ask(by_hand)
    await billing.ask(decision(opened.dispute_id, "upheld", percent=percent, as_of=APRIL_FIRST))
    issued = await billing.ask(FindInvoice(number=1001, viewer=FINANCE))
    notes = [
        await billing.ask(FindInvoice(number=number, series=CREDIT_SERIES, viewer=FINANCE))
        for number in (1001, 1002)
    ]
    assert [note.card.net_cents for note in notes] == [2960, by_dispute]
    assert issued.lines[0].left_cents == 14800 - 2960 - by_dispute
    if percent == 100:
        assert sum(note.card.gross_cents for note in notes) == issued.card.gross_cents


async def test_two_words_about_one_session_open_a_dispute_by_themselves(billing: House) -> None:
    process_id = uuid4()
    contract = signed(process_id)
    [member] = contract.parties.supervisee_ids
    before, after, agreed = (held(process_id, number, date(2027, 2, 7 + number)) for number in (1, 2, 3))
    nobody_came = not_attended(process_id, 4, date(2027, 2, 14))
    await heard(billing, after, contract=contract)

    def denial(session_id: UUID, by: UUID = member) -> DenySession:
        return DenySession(process_id=process_id, session_id=session_id, denied_by=by, as_of=OPENED)

    assert await code(billing, denial(before.session_id, uuid4())) == "not_yours_to_decide"
    for session in (before, after, nobody_came):
        for _ in range(2):
            await billing.ask(denial(session.session_id))
    for event in (before, agreed, nobody_came):
        await billing.say("sessions", event)
    await billing.quiet()
    found = (await billing.ask(ListDisputes(viewer=FINANCE, open_alone=True))).disputes
    assert sorted(one.items[0].number or 0 for one in found) == [1, 2]
    assert {(one.by_itself, one.claim, one.opened_by) for one in found} == {(True, "not_held", member)}
    assert await run(billing, FEBRUARY, MARCH_FIRST) == 2 * 14800 + 7548


async def test_who_may_dispute_and_who_decides(billing: House) -> None:
    process_id, who = uuid4(), await payer(billing)
    contract = signed(process_id)
    [member] = contract.parties.supervisee_ids
    one, free = held(process_id, 1, date(2027, 2, 8)), held(process_id, 2, date(2027, 2, 9))
    await heard(billing, one, free, contract=contract)
    item_id = await item_of(billing, one.session_id)
    assert await code(billing, dispute(process_id, item_id, uuid4())) == "not_yours_to_decide"
    assert await code(billing, dispute(process_id, uuid4(), who)) == "unknown_item"
    assert await code(billing, dispute(uuid4(), item_id, who)) == "unknown_item"
    order = dispute(process_id, item_id, member)
    await billing.ask(order)
    for refused, told in (
        ("not_yours_to_decide", {"resolved_by": who}),
        ("ground_missing", {"ground": ""}),
        ("percent_missing", {"outcome": "upheld"}),
    ):
        assert await code(billing, decision(order.dispute_id, **told)) == refused
    assert await code(billing, decision(uuid4())) == "unknown_dispute"
    own = Viewer(person_id=member, role=Role.SUPERVISEE)
    other = Viewer(person_id=uuid4(), role=Role.SUPERVISEE)
    assert len((await billing.ask(ListDisputes(viewer=own))).disputes) == 1
    assert (await billing.ask(ListDisputes(viewer=other))).disputes == []
    await billing.ask(decision(order.dispute_id))
    await run(billing, FEBRUARY, MARCH_FIRST)
    assert await code(billing, dispute(process_id, item_id, member)) == "not_yours_to_decide"


async def test_what_is_sent_twice_with_other_content_is_refused_and_not_dropped(billing: House) -> None:
    process_id, who = uuid4(), await payer(billing)
    contract = signed(process_id)
    [member] = contract.parties.supervisee_ids
    sessions = [held(process_id, number, date(2027, 2, 7 + number)) for number in (1, 2)]
    await heard(billing, *sessions, contract=contract)
    first, second = [await item_of(billing, one.session_id) for one in sessions]
    order = dispute(process_id, first, who, words="Ei se niin mennyt.")
    await billing.ask(order)
    for other in ({"words": "Toisin."}, {"claim": "wrong_price"}, {"item_ids": [first, second]}):
        assert await code(billing, order.model_copy(update=other)) == "already_disputed"
    said = DenySession(
        process_id=process_id, session_id=sessions[1].session_id, denied_by=member, as_of=OPENED
    )
    await billing.ask(said)
    assert await code(billing, said.model_copy(update={"words": "Ovi oli kiinni."})) == "already_denied"


async def test_each_members_word_is_kept_and_read_by_who_decides(billing: House) -> None:
    """Also of who says so once the first word has been decided about: that opens another one."""
    process_id, members = uuid4(), [uuid4() for _ in range(3)]
    contract = signed(process_id)
    parties = contract.parties.model_copy(update={"supervisee_ids": members, "representative_id": members[0]})
    one = held(process_id, 1, date(2027, 2, 8))
    await heard(billing, one, contract=contract.model_copy(update={"parties": parties}))
    words = ["Ovi oli kiinni.", "Odotimme puoli tuntia.", "Ketään ei tullut."]

    def denial(place: int) -> DenySession:
        order = {"process_id": process_id, "session_id": one.session_id, "words": words[place]}
        return DenySession.model_validate(order | {"denied_by": members[place], "as_of": OPENED})

    for place in (0, 1):
        await billing.ask(denial(place))
    [card] = (await billing.ask(ListDisputes(viewer=FINANCE))).disputes
    assert (card.words, card.others, card.opened_by) == (words[0], words[1:2], members[0])
    own = Viewer(person_id=members[0], role=Role.SUPERVISEE)
    assert [card.others for card in (await billing.ask(ListDisputes(viewer=own))).disputes] == [[]]
    await billing.ask(decision(card.dispute_id))
    await billing.ask(denial(2))
    [again] = (await billing.ask(ListDisputes(viewer=FINANCE, open_alone=True))).disputes
    assert (again.words, again.opened_by) == (words[2], members[2])


async def test_a_decision_is_exact_where_it_leaves_no_whole_percent(billing: House) -> None:
    """Half of the price of a late cancellation, of which a quarter is not owed."""
    process_id, who = uuid4(), await payer(billing)
    tiers = [{"notice_hours": 48, "percent": 0}, {"notice_hours": 0, "percent": 50}]
    late = cancelled(process_id, 1, date(2027, 2, 8), 20)
    await heard(billing, late, contract=signed(process_id, price_cents=26500, cancellation_tiers=tiers))
    order = dispute(process_id, await item_of(billing, late.session_id), who)
    await billing.ask(order)
    await billing.ask(decision(order.dispute_id, "upheld", percent=25))
    assert await run(billing, "2027-03", APRIL_FIRST) == 9938 + 2534
    [invoice] = await invoices(billing)
    [line] = (await billing.ask(ShowInvoice(viewer=FINANCE, invoice_id=invoice.invoice_id))).lines
    assert (line.percent, line.net_cents) == (Decimal("37.5"), 9938)


async def test_a_record_that_is_put_right_to_held_meets_the_word_that_nobody_came(billing: House) -> None:
    process_id = uuid4()
    contract = signed(process_id)
    [member] = contract.parties.supervisee_ids
    missed = not_attended(process_id, 1, date(2027, 2, 8))
    await heard(billing, missed, contract=contract)
    order = {"process_id": process_id, "session_id": missed.session_id, "denied_by": member, "as_of": OPENED}
    await billing.ask(DenySession.model_validate(order))
    assert (await billing.ask(ListDisputes(viewer=FINANCE))).disputes == []
    await billing.say("sessions", corrected_to_held(missed))
    await billing.quiet()
    [card] = (await billing.ask(ListDisputes(viewer=FINANCE))).disputes
    assert card.by_itself


def corrected_to_held(missed: SessionNotAttended) -> RecordCorrected:
    said = missed.model_dump(include={"process_id", "session_id", "number", "performed_on", "minutes"})
    told = {"revision": 1, "status": "held", "outcome": "held", "former": "no_show", "by": "supervisor"}
    told |= {"starts_at": OPENED - timedelta(days=12), "supervisor_id": uuid4(), "present": 1}
    return RecordCorrected.model_validate(said | told | {"changes_charge": False, "corrected_at": OPENED})


async def test_what_costs_nothing_is_not_disputed(billing: House) -> None:
    process_id, who = uuid4(), await payer(billing)
    in_time = cancelled(process_id, 1, date(2027, 2, 8), hours=500)
    await heard(billing, in_time, contract=signed(process_id))
    order = dispute(process_id, await item_of(billing, in_time.session_id), who)
    assert await code(billing, order) == "nothing_to_dispute"


async def test_a_supervisee_is_told_which_sessions_are_invoiced_and_denied_no_more(billing: House) -> None:
    process_id = uuid4()
    contract = signed(process_id)
    [member] = contract.parties.supervisee_ids
    before, after = held(process_id, 1, date(2027, 2, 8)), held(process_id, 2, date(2027, 3, 8))
    await heard(billing, before, after, contract=contract)
    viewer = Viewer(person_id=member, role=Role.SUPERVISEE)
    query = ListInvoicedSessions(process_id=process_id, viewer=viewer)
    assert (await billing.ask(query)).session_ids == []
    await run(billing, FEBRUARY, MARCH_FIRST)
    assert (await billing.ask(query)).session_ids == [before.session_id]
    too_late = DenySession(
        process_id=process_id, session_id=before.session_id, denied_by=member, as_of=MARCH_FIRST
    )
    assert await code(billing, too_late) == "already_invoiced"
    stranger = query.model_copy(update={"viewer": Viewer(person_id=uuid4(), role=Role.SUPERVISEE)})
    with pytest.raises(Refusal, match="unknown_process"):
        await billing.ask(stranger)


async def test_a_supervisee_is_told_of_what_may_still_be_disputed_and_of_no_other_item(
    billing: House,
) -> None:
    process_id = uuid4()
    contract = signed(process_id)
    [member] = contract.parties.supervisee_ids
    missed, late = (
        not_attended(process_id, 1, date(2027, 2, 8)),
        cancelled(process_id, 2, date(2027, 2, 9), 2),
    )
    free = cancelled(process_id, 3, date(2027, 2, 10), 2, "supervisor")
    await heard(billing, missed, late, free, contract=contract)
    query = ListInvoicedSessions(process_id=process_id, viewer=Viewer(person_id=member, role=Role.SUPERVISEE))
    open_ones = (await billing.ask(query)).open_items
    assert [one.session_id for one in open_ones] == [missed.session_id, late.session_id]
    facts = {"dispute_id": uuid4(), "process_id": process_id, "item_ids": [open_ones[0].item_id]}
    order = OpenDispute.model_validate(facts | {"claim": "wrong_kind", "opened_by": member, "as_of": OPENED})
    await billing.ask(order)
    assert [one.session_id for one in (await billing.ask(query)).open_items] == [late.session_id]
    await run(billing, FEBRUARY, MARCH_FIRST)
    assert (await billing.ask(query)).open_items == []
