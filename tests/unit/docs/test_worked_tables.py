"""Every number in the rules' worked tables is what the code says."""

import itertools
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from services.billing.invoices import months, references
from services.billing.invoices.invoicing import due_on
from services.billing.items import vat
from services.billing.items.cancellation import CancellationTerms, Notice, Tier, percent_for
from services.billing.items.lengths import charged
from services.billing.items.terms import cancellation_terms
from services.messages.billing import ItemKind
from services.messages.promises import Promises
from services.messages.values import LengthPrice
from services.runtime.finland import HELSINKI, local_date
from services.sessions.hours.availability import Availability, Diary
from services.sessions.notice import notice_given
from services.sessions.planning.series import plan, reviews_at
from services.sessions.planning.series_check import check
from tests.unit.docs.reading import table
from tests.unit.sessions.builders import terms as agreed

PLANNING, CANCELLATION, MONEY = (f"docs/rules/{page}.md" for page in ("planning", "cancellation", "money"))


@pytest.mark.parametrize(("heading", "weekday"), [("Mondays of 2027", 0), ("Fridays of 2027", 4)])
def test_the_worked_years_are_what_the_planner_plans(heading, weekday):
    terms = agreed(starts_on=date(2027, 1, 13), ends_on=date(2027, 12, 15), duration_minutes=90)
    diary = Diary((Availability(weekday, time(13), time(16), date(2027, 1, 1), date(2027, 12, 31)),))
    planned = plan(terms, diary)
    days = [local_date(one.starts_at) for one in planned.sessions]
    gaps = ["-", *(str((later - day).days) for day, later in itertools.pairwise(days))]
    passed = {
        one.number: ", ".join(
            f"{other.day} `{other.reason}`" for other in planned.conflicts if other.number == one.number
        )
        for one in planned.sessions
    }
    rows = [
        (str(number), str(day), gap, (passed[number] or "-").strip("`"))
        for number, (day, gap) in enumerate(zip(days, gaps, strict=True), start=1)
    ]
    assert [tuple(row.values()) for row in table(PLANNING, heading)] == rows
    assert check(terms, diary, planned.sessions) == ()


@pytest.mark.parametrize("row", table(PLANNING, "Reviews"), ids=lambda row: row["sessions"])
def test_the_reviews_are_at_these_sessions(row):
    assert reviews_at(int(row["sessions"])) == (int(row["interim at"]), int(row["final at"]))


@pytest.mark.parametrize("row", table(CANCELLATION, "Worked cancellations"), ids=lambda row: row["cancelled"])
def test_a_worked_cancellation_costs_what_the_table_says(row):
    notice = notice_given(_local(row["cancelled"]), _local(row["session"]))
    terms = cancellation_terms(Promises().tiers_for(row["format"]), Promises().no_show_percent)
    percent = percent_for(ItemKind.CANCELLED, Notice(row["by"], notice.hours, notice.working_days), terms)
    told = (int(row["hours"]), int(row["working days"]), int(row["percent"]))
    assert told == (notice.hours, notice.working_days, percent)


@pytest.mark.parametrize("row", table(CANCELLATION, "Worked prices"), ids=lambda row: "-".join(row.values()))
def test_a_worked_price_is_that_share_of_the_session(row):
    terms = CancellationTerms("hours", (Tier(48, 0), Tier(24, 50)), 100)
    notice = None if row["hours"] == "-" else Notice("supervisee", int(row["hours"]), 0)
    percent = percent_for(ItemKind(row["outcome"]), notice, terms)
    assert (int(row["percent"]), row["to charge"]) == (percent, _euros(vat.percent_of(9500, percent)))


@pytest.mark.parametrize("row", table(CANCELLATION, "Real lengths"), ids=lambda row: "-".join(row.values()))
def test_a_real_length_is_charged_as_the_table_says(row):
    prices = {45: 10500, 60: 14800, 90: 17500}
    lengths = {minutes: LengthPrice(minutes=minutes, price_cents=cents) for minutes, cents in prices.items()}
    agreed = lengths.pop(int(row["agreed"]))
    more = row["commissioner agreed to more"] == "yes"
    found = charged(int(row["held"]), agreed, lengths.values(), longer_agreed=more)
    assert (row["charged as"], row["to charge"]) == (str(found.minutes), _euros(found.price_cents))


@pytest.mark.parametrize("row", table(MONEY, "VAT on the group's sum"), ids=lambda row: row["sum"])
def test_vat_is_reckoned_on_the_sum(row):
    lines, each, rate = int(row["lines"]), _cents(row["each"]), Decimal("25.5")
    told = (row["sum"], row["VAT 25.5 %"], row["line by line it would be"])
    by_line = lines * vat.vat_of(each, rate)
    assert told == (_euros(lines * each), _euros(vat.vat_of(lines * each, rate)), _euros(by_line))


@pytest.mark.parametrize("row", table(MONEY, "Rates"), ids=lambda row: f"{row['category']} {row['day']}")
def test_the_rate_of_a_day(row):
    assert str(vat.rate_on(row["category"], date.fromisoformat(row["day"]))) == row["rate"]


@pytest.mark.parametrize("row", table(MONEY, "References"), ids=lambda row: row["number"])
def test_a_number_has_this_reference(row):
    reference = references.national(row["number"])
    told = (row["reference"], row["printed"], row["RF"])
    assert told == (reference, references.grouped(reference), references.rf(reference))


@pytest.mark.parametrize("row", table(MONEY, "Due days"), ids=lambda row: row["issued"])
def test_an_invoice_is_due_on_this_day(row):
    due = due_on(date.fromisoformat(row["issued"]), int(row["days"]))
    assert str(due) == row["due"]


@pytest.mark.parametrize("row", table(MONEY, "The month's run"), ids=lambda row: row["month"])
def test_a_month_is_invoiced_then(row):
    assert f"{months.run_at(row['month']).astimezone(HELSINKI):%Y-%m-%d %H:%M}" == row["invoiced"]


def _local(text: str) -> datetime:
    """As instants on the wire: in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI).astimezone(UTC)


def _cents(text: str) -> int:
    return int(Decimal(text) * 100)


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
