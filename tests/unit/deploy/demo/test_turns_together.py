"""What several turns of one year leave each other: each one's check counts only what its own rule says."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from deploy.demo import people as who
from deploy.demo import people_of_turns as more
from deploy.demo.commission import Commission, Seen, Tried
from deploy.demo.commissions import COOKS, DRIVERS, LIBRARIANS, TEACHERS, YOUTH
from deploy.demo.script import Calendar, Check, local
from deploy.demo.turns.amending import AnotherPrice
from deploy.demo.turns.attending import CannotCome, OverSooner
from deploy.demo.turns.charging import OwesTheTax
from deploy.demo.turns.members import rosters
from deploy.demo.turns.renewing import of_next_years_group
from deploy.demo.turns.series import SeriesMoved
from deploy.demo.turns.trying import GoesOn
from deploy.demo.year import choose
from services.messages import billing, contracts, sessions
from services.messages.sessions import SessionCard

CALENDAR = Calendar.whole(2027, date(2026, 11, 30))
SUCCESSOR = uuid4()


def answering(replies: Mapping[type, Callable[[Any], Any]]) -> Any:
    async def ask(order: Any) -> Any:
        return replies[type(order)](order)

    return ask


def invoiced(lines: Sequence[SimpleNamespace], gross_cents: int = 0) -> Any:
    """One invoice with these lines, to a business that owes the tax."""
    card, tax = SimpleNamespace(gross_cents=gross_cents), SimpleNamespace(no_vat="reverse_charge")
    shown = SimpleNamespace(lines=lines, card=card, vat=[tax])
    listed = SimpleNamespace(invoices=[SimpleNamespace(invoice_id=uuid4())])
    return answering({billing.ListInvoices: lambda _: listed, billing.ShowInvoice: lambda _: shown})


def line(number: int | None, day: date, cents: int, percent: int = 100, minutes: int = 90) -> SimpleNamespace:
    net = cents * percent // 100
    return SimpleNamespace(
        number=number,
        performed_on=day,
        price_cents=cents,
        net_cents=net,
        percent=percent,
        minutes=minutes,
        process_id=None,
    )


def session(number: int, day: date, status: str = "held", sequence: int = 0) -> SessionCard:
    at = local(day, 9)
    return SessionCard.model_validate(
        {
            "session_id": uuid4(),
            "process_id": uuid4(),
            "number": number,
            "starts_at": at,
            "ends_at": at + timedelta(minutes=90),
            "status": status,
            "sequence": sequence,
        }
    )


def seen(commission: Commission, *held: SessionCard) -> Seen:
    terms = SimpleNamespace(ends_on=commission.last_day(CALENDAR))
    paper: Any = SimpleNamespace(terms=terms, successor_id=SUCCESSOR)
    return Seen(commission, CALENDAR, paper, held, [])


@pytest.mark.parametrize("late", [26500, 28000])
async def test_a_journey_has_no_part_in_the_price_of_a_day(late: int) -> None:
    lines = [
        line(1, date(2027, 2, 1), 26500),
        line(None, date(2027, 2, 1), 55),
        line(9, date(2027, 8, 5), late),
    ]
    [check] = await AnotherPrice(28000, (6, 1)).checks(seen(DRIVERS), invoiced(lines))
    assert check.held == (late == 28000)


@pytest.mark.parametrize(("gross", "right"), [(26500 + 13250, True), (2 * 26500, False)])
async def test_of_what_was_disputed_its_half_has_no_tax_either(gross: int, right: bool) -> None:
    lines = [line(1, date(2027, 1, 14), 26500), line(2, date(2027, 1, 28), 26500, percent=50)]
    [check] = await OwesTheTax().checks(seen(COOKS), invoiced(lines, gross))
    assert check.held is right


async def test_what_left_the_diary_by_a_pause_uses_up_no_credit_of_the_trial() -> None:
    tried = Tried(LIBRARIANS, CALENDAR, [session(1, date(2027, 1, 12)), session(2, date(2027, 1, 19))])
    year = [
        session(1, date(2027, 3, 23)),
        session(2, date(2027, 4, 6)),
        session(3, date(2027, 4, 27), "paused"),
        session(3, date(2027, 6, 1)),
    ]
    cards = [
        SimpleNamespace(period=period, net_cents=cents, vat_cents=(cents * 255 + 500) // 1000)
        for period, cents in (("2027-01", 53000), ("2027-06", 26500))
    ]
    ask = answering(
        {
            billing.ListInvoices: lambda _: SimpleNamespace(invoices=cards),
            sessions.ListSessions: lambda _: SimpleNamespace(sessions=year),
        }
    )
    credited, _ = await GoesOn(26500).checks_of_trial(tried, ask)
    assert credited.held, credited.seen


async def test_a_roster_is_read_by_who_supervises_on_its_day() -> None:
    asked: dict[UUID, UUID] = {}
    before, within = session(7, date(2027, 5, 11)), session(8, date(2027, 6, 10))

    def show(order: sessions.ShowSession) -> SimpleNamespace:
        assert order.viewer
        asked[order.session_id] = order.viewer.person_id
        day = next(one for one in (before, within) if one.session_id == order.session_id).starts_at.date()
        return SimpleNamespace(members=[one.person_id for one in TEACHERS.members_on(day)])

    one = seen(TEACHERS, before, within)
    [check] = await rosters(one, TEACHERS.supervisees[2], answering({sessions.ShowSession: show}))
    assert check.held
    assert asked == {
        before.session_id: TEACHERS.led_by.person_id,
        within.session_id: TEACHERS.led_on(date(2027, 6, 10)).person_id,
    }
    assert len(set(asked.values())) == 2


def test_what_was_planned_again_by_a_pause_may_be_moved_afterwards() -> None:
    moving = SeriesMoved(10, 4, time(10))
    thursday, friday = date(2027, 8, 26), date(2027, 8, 27)
    again = session(10, thursday, "planned", sequence=1)
    assert [act.at for act in moving.acts(seen(DRIVERS, again))] == [local(date(2027, 8, 16), 14)]
    assert not moving.acts(seen(DRIVERS, session(10, friday, "planned", sequence=2)))


@pytest.mark.parametrize(
    ("minutes", "cents", "right"), [(90, 26500, True), (120, 33000, False), (90, 33000, False)]
)
async def test_what_was_over_sooner_is_charged_by_its_length_and_nothing_else_is(
    minutes: int, cents: int, right: bool
) -> None:
    lines = [
        line(1, date(2027, 1, 18), 33000, minutes=120),
        line(2, date(2027, 2, 1), 33000, minutes=120),
        line(3, date(2027, 2, 15), cents, minutes=minutes),
    ]
    turn = OverSooner(3, 95, 90, 26500)
    [check] = await turn.checks(seen(YOUTH), invoiced(lines))
    assert check.held is right
    [act] = turn.at_session(seen(YOUTH), session(3, date(2027, 2, 15), "planned")) or []
    assert [one.minutes for one in act.orders if isinstance(one, sessions.RecordHeld)] == [95]
    assert turn.at_session(seen(YOUTH), session(4, date(2027, 3, 8), "planned")) is None


@pytest.mark.parametrize("comes", [False, True])
async def test_who_could_not_come_was_not_there(comes: bool) -> None:
    away, *others = reversed(TEACHERS.supervisees)
    turn, one = CannotCome(3, away), session(3, date(2027, 2, 15))
    told, held = turn.at_session(seen(TEACHERS), one) or []
    assert (told.who, told.at) == (str(away), local(date(2027, 2, 13), 10))
    [record] = [order for order in held.orders if isinstance(order, sessions.RecordHeld)]
    assert set(record.present) == {one.person_id for one in others}

    present = [*record.present, *([away.person_id] if comes else [])]
    shown = SimpleNamespace(present=present, absent=[away.person_id], members=TEACHERS.supervisees)
    ask = invoiced([line(3, date(2027, 2, 15), 26500)])

    async def asked(order: Any) -> Any:
        return shown if isinstance(order, sessions.ShowSession) else await ask(order)

    [check] = await turn.checks(seen(TEACHERS, one), asked)
    assert check.held is not comes


def test_who_takes_over_leads_from_then_on_and_who_stands_in_for_a_while() -> None:
    within, after = date(2027, 6, 20), date(2027, 9, 1)
    assert [LIBRARIANS.led_on(day) for day in (within, after)] == [more.SAARA, more.SAARA]
    assert LIBRARIANS.led_on(date(2027, 6, 15)) == more.VIENO
    assert [TEACHERS.led_on(day) for day in (within, after)] == [more.ILMARI, more.SAARA]


def test_who_acts_for_the_group_on_that_day_chooses_for_it() -> None:
    [choice] = choose(seen(TEACHERS))
    chosen_by = [one.chosen_by for one in choice.orders if isinstance(one, contracts.ChooseContinuation)]
    named = TEACHERS.supervisees[1]
    assert named != TEACHERS.supervisees[0]
    assert chosen_by == [TEACHERS.contact.person_id, named.person_id]


async def of_group(*, members: Sequence[who.Someone], acting: who.Someone) -> Check:
    parties = SimpleNamespace(
        supervisee_ids=[one.person_id for one in members],
        representative_id=acting.person_id,
        supervisor_id=TEACHERS.led_by.person_id,
    )
    ask = answering({contracts.ShowContract: lambda _: SimpleNamespace(parties=parties)})
    return await of_next_years_group(seen(TEACHERS), ask)


async def test_the_next_year_is_of_those_who_are_there_at_the_end() -> None:
    at_first, at_last = TEACHERS.supervisees, TEACHERS.members_on(date(2027, 12, 15))
    named = at_first[1]
    assert (await of_group(members=at_last, acting=named)).held
    assert not (await of_group(members=at_first, acting=named)).held
    assert not (await of_group(members=at_last, acting=at_first[0])).held
    assert not (await of_group(members=[*at_last, at_last[0]], acting=named)).held
