"""What the pages show of billing: an invoice with its lines, the draft run, the months, the seller, a quote."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages import billing as messages
from services.messages.directory import RegisterDepartment
from services.messages.values import Address, Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    CUSTOMER,
    FEBRUARY,
    FINANCE,
    MARCH_FIRST,
    ORGANISATION,
    SELLER,
    a_held_session,
    cancelled,
    held,
    invoices,
    not_attended,
    signed,
    the_run,
)

DAY = date(2027, 2, 9)


def viewer(role: Role, organisation_id: UUID | None = None, person_id: UUID | None = None) -> Viewer:
    return Viewer(person_id=person_id or uuid4(), role=role, organisation_id=organisation_id)


SEE_ALL = [FINANCE, viewer(Role.COORDINATOR)]
CUSTOMERS = [viewer(Role.COMMISSIONER, ORGANISATION), viewer(Role.PAYER, ORGANISATION)]
SEE_NONE = [
    viewer(Role.COMMISSIONER, uuid4()),
    viewer(Role.PAYER, uuid4()),
    viewer(Role.COMMISSIONER),
    viewer(Role.SUPERVISOR),
    viewer(Role.SUPERVISEE, ORGANISATION),
    viewer(Role.ADMINISTRATOR),
    viewer(Role.COORDINATOR, uuid4()),
]


async def a_mixed_month(house: House) -> UUID:
    """A process with a session of every outcome in February; three of the five are charged."""
    process_id = uuid4()
    await house.say("contracts", signed(process_id))
    for event in (
        held(process_id, 1, date(2027, 2, 2)),
        cancelled(process_id, 2, DAY, hours=47),
        not_attended(process_id, 3, date(2027, 2, 16)),
        cancelled(process_id, 4, date(2027, 2, 23), hours=48),
        cancelled(process_id, 5, date(2027, 2, 26), hours=1, cancelled_by="supervisor"),
    ):
        await house.say("sessions", event)
    await house.quiet()
    return process_id


async def test_an_invoice_is_shown_with_its_lines_as_it_was_issued(billing: House) -> None:
    await a_mixed_month(billing)
    await billing.ask(the_run())
    (card,) = await invoices(billing)
    await billing.ask(SELLER.model_copy(update={"name": "Uusi Nimi Oy"}))
    for who in [*SEE_ALL, *CUSTOMERS]:
        shown = await billing.ask(messages.ShowInvoice(invoice_id=card.invoice_id, viewer=who))
        assert await billing.ask(messages.FindInvoice(number=1001, viewer=who)) == shown
    assert shown.card == card.model_copy(update={"delivery": None}), "how it was sent is the provider's own"
    assert card.organisation_name == CUSTOMER.name
    assert [(one.number, one.kind, one.minutes, one.percent, one.net_cents) for one in shown.lines] == [
        (1, "held", 60, 100, 14800),
        (2, "cancelled", 60, 100, 14800),
        (3, "no_show", 60, 100, 14800),
    ]
    assert {one.vat_percent for one in shown.lines} == {Decimal("25.5")}
    [vat] = shown.vat
    assert (vat.net_cents, vat.vat_cents) == (card.net_cents, card.vat_cents) == (44400, 11322)
    assert (shown.seller.name, shown.seller.vat_id) == (SELLER.name, "FI20774740")
    assert (shown.customer.name, shown.customer.address) == (CUSTOMER.name, CUSTOMER.address)
    assert (shown.payment_days, shown.process_number) == (14, "")


async def test_for_those_who_may_not_see_it_there_is_no_invoice_of_that_id_or_number(billing: House) -> None:
    await a_held_session(billing)
    await billing.quiet()
    await billing.ask(the_run())
    (card,) = await invoices(billing)
    unseen = [(card.invoice_id, 1001, who) for who in SEE_NONE] + [(uuid4(), 9999, FINANCE)]
    for invoice_id, number, who in unseen:
        with pytest.raises(Refusal, match=r"^unknown_invoice: invoice_id$"):
            await billing.ask(messages.ShowInvoice(invoice_id=invoice_id, viewer=who))
        with pytest.raises(Refusal, match=r"^unknown_invoice: number$"):
            await billing.ask(messages.FindInvoice(number=number, viewer=who))


async def test_invoices_are_listed_by_process_organisation_month_and_number(billing: House) -> None:
    first, second = await a_held_session(billing), await a_held_session(billing, date(2027, 3, 2))
    await billing.quiet()
    await billing.ask(the_run())
    await billing.ask(the_run("2027-03", APRIL_FIRST))
    for asked, expected in (
        ({}, [1001, 1002]),
        ({"process_id": second}, [1002]),
        ({"process_id": first, "period": "2027-03"}, []),
        ({"period": FEBRUARY}, [1001]),
        ({"organisation_id": ORGANISATION}, [1001, 1002]),
        ({"organisation_id": uuid4()}, []),
        ({"before": 1002}, [1001]),
    ):
        query = messages.ListInvoices.model_validate({"viewer": FINANCE, **asked})
        assert [one.number for one in (await billing.ask(query)).invoices] == expected, asked


async def test_the_draft_run_holds_what_the_run_then_invoices_to_the_cent(billing: House) -> None:
    process_id = await a_mixed_month(billing)
    other = await a_held_session(billing, date(2027, 3, 2))
    await billing.quiet()
    for who in [*SEE_ALL, *CUSTOMERS]:
        every = await billing.ask(messages.ListDraftItems(viewer=who))
        assert (every.count, every.total_cents) == (4, 4 * 14800)
    mine = await billing.ask(messages.ListDraftItems(viewer=FINANCE, process_id=process_id))
    assert await billing.ask(messages.ListDraftItems(viewer=FINANCE, period=FEBRUARY)) == mine
    assert [(one.number, one.kind, one.percent, one.net_cents) for one in mine.items] == [
        (1, "held", 100, 14800),
        (2, "cancelled", 100, 14800),
        (3, "no_show", 100, 14800),
    ]
    assert {one.organisation_id for one in mine.items} == {ORGANISATION}
    await billing.ask(the_run())
    (card,) = await invoices(billing)
    assert card.net_cents == mine.total_cents == sum(one.net_cents for one in mine.items)
    left = await billing.ask(messages.ListDraftItems(viewer=FINANCE))
    assert [one.process_id for one in left.items] == [other]


async def test_the_draft_run_is_empty_for_those_who_see_no_invoices(billing: House) -> None:
    await a_held_session(billing)
    await billing.quiet()
    for who in SEE_NONE:
        draft = await billing.ask(messages.ListDraftItems(viewer=who))
        assert (draft.items, draft.count, draft.total_cents) == ([], 0, 0)


async def test_the_months_tell_what_was_issued_and_what_waits(billing: House) -> None:
    process_id = await a_mixed_month(billing)
    await billing.say("sessions", held(process_id, 6, date(2027, 3, 2)))
    await billing.quiet()
    assert await months(billing) == [("2027-03", 0, 0, 4, None), (FEBRUARY, 0, 0, 3, None)]
    await billing.ask(the_run())
    await billing.say("sessions", held(process_id, 7, date(2027, 2, 27)))
    await billing.quiet()
    assert await months(billing) == [("2027-03", 0, 0, 2, None), (FEBRUARY, 1, 55722, 1, MARCH_FIRST)]
    await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert [month[:4] for month in await months(billing)] == [
        ("2027-03", 1, 37148, 0),
        (FEBRUARY, 1, 55722, 0),
    ]


async def months(house: House) -> list[tuple[Any, ...]]:
    runs = (await house.ask(messages.ListRuns(viewer=FINANCE))).runs
    assert all(one.gross_cents == one.net_cents + one.vat_cents for one in runs)
    return [(one.period, one.invoices, one.gross_cents, one.waiting, one.completed_at) for one in runs]


async def test_the_months_are_the_providers_own(billing: House) -> None:
    await a_held_session(billing)
    await billing.quiet()
    for who in SEE_ALL:
        assert len((await billing.ask(messages.ListRuns(viewer=who))).runs) == 1
    for who in [*SEE_NONE, *CUSTOMERS]:
        assert (await billing.ask(messages.ListRuns(viewer=who))).runs == []


async def test_the_seller_is_shown_as_set_last_and_missed_while_there_is_none(house: House) -> None:
    await house.open("directory", "billing")
    with pytest.raises(Refusal, match="seller_missing"):
        await house.ask(messages.ShowSeller())
    await house.ask(SELLER)
    later = SELLER.model_copy(update={"valid_from": date(2028, 1, 1), "name": "Virta ja Kumppanit Oy"})
    await house.ask(later)
    card = await house.ask(messages.ShowSeller())
    assert (card.name, card.valid_from, card.vat_id) == (later.name, later.valid_from, "FI20774740")
    assert (card.iban, card.address) == ("FI2112345600000785", SELLER.address)


def quote(process_id: UUID, who: Viewer, hours: int, by: str = "supervisee", **facts: Any) -> Any:
    query = {
        "process_id": process_id,
        "performed_on": DAY,
        "minutes": 60,
        "cancelled_by": by,
        "notice_hours": hours,
        "notice_working_days": hours // 24,
        "viewer": who,
    }
    return messages.QuoteCancellation.model_validate(query | facts)


async def test_a_private_person_reads_with_vat_what_a_cancellation_costs(billing: House) -> None:
    process_id = uuid4()
    tiers = [{"notice_hours": 24, "percent": 50}]
    await billing.say(
        "contracts",
        signed(process_id, price_cents=14800, consumer_price_cents=18574, cancellation_tiers=tiers),
    )
    await billing.quiet()
    for who, cents in ((FINANCE, (7400, 9287)), (viewer(Role.ADMINISTRATOR), (None, None))):
        told = await billing.ask(quote(process_id, who, 24))
        assert (told.net_cents, told.consumer_cents) == cents


async def test_each_step_is_quoted_before_the_press_and_then_charged(billing: House) -> None:
    """Free until seven days, half until two, then all of it."""
    process_id = uuid4()
    steps = [(168, 0), (48, 50), (0, 100)]
    tiers = [{"notice_hours": hours, "percent": percent} for hours, percent in steps]
    await billing.say("contracts", signed(process_id, price_cents=14800, cancellation_tiers=tiers))
    await billing.quiet()
    told = []
    for number, (hours, percent) in enumerate([(168, 0), (167, 50), (48, 50), (47, 100), (0, 100)], start=1):
        quoted = await billing.ask(quote(process_id, FINANCE, hours))
        assert (quoted.percent, quoted.net_cents) == (percent, 148 * percent)
        told.append((number, percent, 148 * percent))
        await billing.say("sessions", cancelled(process_id, number, DAY, hours, "supervisee"))
    await billing.quiet()
    charged = (await billing.ask(messages.ListDraftItems(viewer=FINANCE))).items
    assert sorted((one.number, one.percent, one.net_cents) for one in charged) == told[1:]


async def test_a_quote_is_what_the_cancellation_then_costs(billing: House) -> None:
    process_id = uuid4()
    tiers = [{"notice_hours": 24, "percent": 33}, {"notice_hours": 48, "percent": 0}]
    await billing.say("contracts", signed(process_id, price_cents=14805, cancellation_tiers=tiers))
    await billing.quiet()
    cases = [
        (0, "supervisee"),
        (24, "commissioner"),
        (47, "supervisee"),
        (48, "supervisee"),
        (0, "supervisor"),
    ]
    told = []
    for number, (hours, by) in enumerate(cases, start=1):
        quoted = await billing.ask(quote(process_id, FINANCE, hours, by))
        assert [tier.notice_hours for tier in quoted.tiers] == [24, 48]
        told.append((number, quoted.percent, quoted.net_cents))
        await billing.say("sessions", cancelled(process_id, number, DAY, hours, by))
    await billing.quiet()
    charged = (await billing.ask(messages.ListDraftItems(viewer=FINANCE))).items
    assert [(one.number, one.percent, one.net_cents) for one in charged] != []
    assert sorted((one.number, one.percent, one.net_cents) for one in charged) == [
        line for line in told if line[1]
    ]
    assert [percent for _, percent, _ in told] == [100, 33, 33, 0, 0]
    rows = await billing.rows(
        "billing", "select session_number, percent from billable_item order by session_number"
    )
    assert [tuple(row) for row in rows] == [(number, percent) for number, percent, _ in told]


async def test_a_quote_has_a_price_for_those_who_see_prices_and_the_percent_for_all_inside(
    billing: House,
) -> None:
    process_id = uuid4()
    contract = signed(process_id)
    await billing.say("contracts", contract)
    await billing.quiet()
    member, supervisor = contract.parties.supervisee_ids[0], contract.parties.supervisor_id
    priced = [*SEE_ALL, *CUSTOMERS]
    unpriced = [
        viewer(Role.SUPERVISEE, ORGANISATION, member),
        viewer(Role.SUPERVISOR, None, supervisor),
        viewer(Role.ADMINISTRATOR),
    ]
    for who in [*priced, *unpriced]:
        told = await billing.ask(quote(process_id, who, hours=3))
        assert (told.percent, told.net_cents) == (100, 14800 if who in priced else None)
    outside = [one for one in SEE_NONE if one.role is not Role.ADMINISTRATOR]
    for who in outside:
        with pytest.raises(Refusal, match=r"^unknown_process: process_id$"):
            await billing.ask(quote(process_id, who, hours=3))
    with pytest.raises(Refusal, match=r"^unknown_process: process_id$"):
        await billing.ask(quote(uuid4(), FINANCE, hours=3))


async def test_a_quote_is_by_the_terms_of_the_sessions_day_and_none_is_guessed(billing: House) -> None:
    process_id = uuid4()
    await billing.say("contracts", signed(process_id))
    await billing.say("contracts", signed(process_id, 2, starts_on=date(2027, 2, 15), price_cents=16000))
    await billing.quiet()
    for day, cents in ((DAY, 14800), (date(2027, 2, 15), 16000)):
        told = await billing.ask(quote(process_id, FINANCE, hours=0, performed_on=day))
        assert told.net_cents == cents
    for facts in ({"minutes": 90}, {"performed_on": date(2026, 12, 1)}):
        with pytest.raises(Refusal, match="terms_not_known: performed_on"):
            await billing.ask(quote(process_id, FINANCE, hours=0, **facts))


async def test_a_departments_invoice_is_addressed_to_it_and_shown_to_no_other_department(
    billing: House,
) -> None:
    library = await billing.ask(
        RegisterDepartment(
            department_id=uuid4(),
            organisation_id=ORGANISATION,
            name="Kirjasto",
            address=Address(street="Kirjastokuja 3", postal_code="33200", town="Tampere"),
            registered_by=FOUNDER,
            as_of=MARCH_FIRST,
        )
    )
    process_id = uuid4()
    await billing.say("contracts", signed(process_id, department_id=library.department_id))
    await billing.say("sessions", held(process_id, 1, DAY))
    await billing.quiet()
    whole = viewer(Role.PAYER, ORGANISATION)
    own, beside = (
        whole.model_copy(update={"department_id": one}) for one in (library.department_id, uuid4())
    )
    for who, waiting in ((whole, 1), (own, 1), (beside, 0)):
        assert (await billing.ask(messages.ListDraftItems(viewer=who))).count == waiting
    await billing.ask(the_run())
    for who in (whole, own):
        (card,) = (await billing.ask(messages.ListInvoices(viewer=who))).invoices
        shown = await billing.ask(messages.ShowInvoice(invoice_id=card.invoice_id, viewer=who))
        assert card.organisation_name == f"{CUSTOMER.name}, Kirjasto"
        assert (shown.customer.department_name, shown.customer.address.street) == (
            "Kirjasto",
            "Kirjastokuja 3",
        )
    assert (await billing.ask(messages.ListInvoices(viewer=beside))).invoices == []
    with pytest.raises(Refusal, match="unknown_invoice"):
        await billing.ask(messages.ShowInvoice(invoice_id=card.invoice_id, viewer=beside))


async def test_the_bic_is_asked_where_the_account_does_not_say_it(house: House) -> None:
    await house.open("directory", "billing")
    await house.ask(SELLER.model_copy(update={"bic": None}))
    shown = await house.ask(messages.ShowSeller())
    assert (shown.bic, shown.bic_follows) == ("NDEAFIHH", True)
    with pytest.raises(Refusal, match="bic_missing: bic"):
        await house.ask(SELLER.model_copy(update={"bic": None, "iban": "FI5542345670000081"}))
