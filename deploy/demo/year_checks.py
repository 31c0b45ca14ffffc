"""What must hold of a demo year, seen in the services' answers and databases: each check says what it saw."""

import itertools
from datetime import date

from deploy.demo.commission import Cast, Commission
from deploy.demo.commissions import GROUP, MANAGER, ORIENTATION
from deploy.demo.driving.driver import Driver
from deploy.demo.people import COORDINATOR, FINANCE, MUNICIPAL_HR
from deploy.demo.script import Calendar, Check
from deploy.demo.year import NOTE
from deploy.operating.counted import Figures
from services.billing.invoices.references import is_national
from services.messages import billing, contracts, intake, process, sessions
from services.messages.billing import InvoiceCard
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import day_off, local_date
from services.sessions.planning.windows import JULY

MOST_ACTIONS = 40
ACTIONS_OF_A_TURN, BYTES_OF_A_TURN = 8, 1_500
MOST_HISTORY_BYTES = 18_000
VAT_PER_MILLE = 255


async def check_year(driver: Driver, calendar: Calendar, cast: Cast, figures: Figures) -> list[Check]:
    checks = [*of_figures(figures, cast, await begun_anew(driver, cast)), of_times(driver.late)]
    for commission in (GROUP, MANAGER):
        checks += await of_series(driver, commission, calendar)
        checks += await of_invoices(driver, commission)
    return [*checks, *await of_ends(driver, cast), *await of_privacy(driver)]


async def begun_anew(driver: Driver, cast: Cast) -> int:
    """Sessions of years that go on: the month in which they were held is not over when the demo's year is."""
    seen = [await driver.look_at(one) for one in cast.commissions if one.follows]
    return sum(one.status == "held" for of in seen for one in of.sessions)


def of_figures(figures: Figures, cast: Cast, begun: int) -> list[Check]:
    """begun: so many sessions are invoiced after the demo's end."""
    f = figures
    due = sum(one.holds_sessions for one in cast.commissions)
    turns = max(sum(bool(turn.told) for turn in one.turns) for one in cast.commissions)
    return [
        Check(f"{due} processes held sessions", f.processes == due, f"{f.processes}"),
        Check(
            "every billable session is on one line",
            f.sessions_billable - begun == f.sessions_invoiced > 0,
            f"{f.sessions_invoiced} of {f.sessions_billable - begun}",
        ),
        Check("both reviews of both plain years were held", f.reviews >= 4, f"{f.reviews}"),
        Check("one inquiry was redirected", f.redirected == 1, f"{f.redirected}"),
        Check("nothing was lost", f.lost == 0, f"{f.lost}"),
        Check("nothing was doubled", f.duplicates == 0, f"{f.duplicates}"),
        Check("nothing was parked", f.parked == 0, f"{f.parked}"),
        Check("invoice numbers have no gap", f.gaps_in_numbers == 0, f"{f.gaps_in_numbers}"),
        Check(
            "a process-year is cheap",
            f.actions_per_process_year <= MOST_ACTIONS + turns * ACTIONS_OF_A_TURN
            and f.history_bytes_per_process_year <= MOST_HISTORY_BYTES + turns * BYTES_OF_A_TURN,
            f"{f.actions_per_process_year} actions, {f.history_bytes_per_process_year:,} bytes",
        ),
    ]


def of_times(late: list[str]) -> Check:
    return Check("everybody acted at their time", not late, "; ".join(late[:3]))


async def of_series(driver: Driver, commission: Commission, calendar: Calendar) -> list[Check]:
    """The planning rule, on the days as they were planned: a moved session is exempt."""
    series = (await driver.ask(sessions.ListSessions(process_id=commission.process_id))).sessions
    days = [local_date(one.starts_at) for one in series]
    kept = [
        day for day, one in zip(days, series, strict=True) if one.status != "cancelled" and not one.sequence
    ]
    gaps = planned_gaps(series)
    offered = (await driver.ask(intake.ShowProposal(process_id=commission.process_id))).sessions_agreed
    seen = f"{len(series)} sessions, {days[0]} to {days[-1]}"
    return [
        Check(f"{commission.name}: 12 to 18 sessions", 12 <= len(series) <= 18, seen),
        Check(f"{commission.name}: as many as were offered", offered == len(series), f"{offered}"),
        Check(
            f"{commission.name}: none in July or on a day off", all(map(free_day, kept)), f"{len(kept)} days"
        ),
        Check(f"{commission.name}: 14 days at first, then 21 to 28", well_spaced(gaps, days), f"{gaps}"),
        Check(
            f"{commission.name}: all settled within the contract",
            all(one.status != "planned" for one in series) and days[-1] <= calendar.ends_on,
            ", ".join(sorted({one.status for one in series})),
        ),
    ]


def planned_gaps(series: list[sessions.SessionCard]) -> list[int]:
    """Days between neighbours of which neither was moved; a late cancellation keeps its day."""
    days = [(local_date(one.starts_at), one.status != "cancelled" and one.sequence) for one in series]
    return [
        (later - day).days if not (moved or later_moved) else 0
        for (day, moved), (later, later_moved) in itertools.pairwise(days)
    ]


def free_day(day: date) -> bool:
    return day.month != JULY and day_off(day) is None


def well_spaced(gaps: list[int], days: list[date]) -> bool:
    """0 stands for a gap beside a moved session; only the summer may make a longer one."""
    for number, gap in enumerate(gaps):
        over_summer = days[number].month in (6, 7) and days[number + 1].month == 8
        wanted = range(14, 22) if number < 2 else range(21, 29)
        if gap and gap not in wanted and not over_summer:
            return False
    return True


async def of_invoices(driver: Driver, commission: Commission) -> list[Check]:
    viewer = Viewer(person_id=FINANCE.person_id, role=Role.FINANCE)
    order = billing.ListInvoices(viewer=viewer, process_id=commission.process_id)
    cards = (await driver.ask(order)).invoices
    return [
        Check(f"{commission.name}: an invoice a month", len(cards) >= 10, f"{len(cards)} invoices"),
        Check(
            f"{commission.name}: references are valid", all(is_national(c.reference or "") for c in cards), ""
        ),
        Check(f"{commission.name}: VAT is 25.5 % half-up", all(map(taxed, cards)), ""),
    ]


def taxed(card: InvoiceCard) -> bool:
    half_up = (card.net_cents * VAT_PER_MILLE + 500) // 1000
    return card.vat_cents == half_up and card.gross_cents == card.net_cents + card.vat_cents


async def of_ends(driver: Driver, cast: Cast) -> list[Check]:
    successor = await driver.ask(contracts.ShowContract(process_id=GROUP.successor_id))
    open_ones = (await driver.ask(process.ListProcesses())).processes
    going_on = {one.process_id for one in cast.commissions if one.follows}
    inquiry = await driver.ask(intake.ShowInquiry(process_id=ORIENTATION.process_id))
    return [
        Check(
            "the group's next year comes to nothing, as nobody completes its contract",
            successor.renews == GROUP.process_id and successor.status == "expired",
            successor.status,
        ),
        Check(
            "all processes have ended, but those that go on for another year",
            {one.process_id for one in open_ones} == going_on,
            f"{len(open_ones)} open",
        ),
        Check(
            "orientation was redirected with its reason",
            inquiry.outcome == intake.ScreeningOutcome.ORIENTATION and bool(inquiry.outcome_reason),
            str(inquiry.outcome),
        ),
    ]


async def of_privacy(driver: Driver) -> list[Check]:
    """The note's author reads it; a coordinator does not, and the commissioner sees no goal that was not released."""
    first = (await driver.ask(sessions.ListSessions(process_id=GROUP.process_id))).sessions[0]
    author = Viewer(person_id=GROUP.led_by.person_id, role=Role.SUPERVISOR)
    own = await driver.ask(sessions.ReadNote(session_id=first.session_id, viewer=author))
    other = Viewer(person_id=COORDINATOR.person_id, role=Role.COORDINATOR)
    contract = await driver.ask(contracts.ShowContract(process_id=GROUP.process_id))
    hr = Viewer(
        person_id=MUNICIPAL_HR.person_id,
        role=Role.COMMISSIONER,
        organisation_id=contract.terms.organisation_id,
    )
    seen_by_hr = await driver.ask(sessions.ListGoals(process_id=GROUP.process_id, viewer=hr))
    group = await driver.ask(sessions.ListGoals(process_id=GROUP.process_id, viewer=author))
    return [
        Check(
            "a note is read by its author alone",
            own.text == NOTE and await refused(driver, first, other),
            "",
        ),
        Check(
            "the commissioner sees released goals only",
            not seen_by_hr.goals,
            f"{len(seen_by_hr.goals)} goals",
        ),
        Check("goal attainment is scored", str(group.t_score) == "62.40", f"T = {group.t_score}"),
    ]


async def refused(driver: Driver, session: sessions.SessionCard, viewer: Viewer) -> bool:
    try:
        await driver.ask(sessions.ReadNote(session_id=session.session_id, viewer=viewer))
    except Refusal as refusal:
        return refusal.code == "unknown_note"
    return False
