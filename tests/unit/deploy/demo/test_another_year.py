"""What must hold of the year after a renewal: one that is not as it was agreed is told."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from deploy.demo.commission import Seen, following
from deploy.demo.commissions import TEACHERS, TEACHERS_AGAIN
from deploy.demo.goals import CARRIED_ON
from deploy.demo.script import Calendar, Check, local
from deploy.demo.turns.going_on import AnotherYear
from services.messages import contracts, intake, sessions
from services.messages.sessions import SessionCard

CALENDAR = Calendar.whole(2027, date(2026, 11, 30))
FIRST, LAST_BEFORE = date(2028, 1, 3), date(2027, 12, 13)
AGREED = 17


def session(number: int, day: date) -> SessionCard:
    at = local(day, 9)
    status = "held" if at < CALENDAR.over else "planned"
    facts = {"session_id": uuid4(), "process_id": TEACHERS_AGAIN.process_id, "number": number, "sequence": 0}
    times = {"starts_at": at, "ends_at": at + timedelta(minutes=90)}
    return SessionCard.model_validate(facts | times | {"status": status})


def terms(starts_on: date, ends_on: date, cents: int) -> SimpleNamespace:
    return SimpleNamespace(
        starts_on=starts_on,
        ends_on=ends_on,
        price_cents=cents,
        duration_minutes=90,
        base_interval_days=21,
        sessions_agreed=AGREED,
    )


async def checked(
    *,
    cents: int = 27500,
    first: date = FIRST,
    sessions_planned: int = AGREED,
    number: str = "TO-1014",
    score: int | None = None,
    ends_on: date = date(2028, 12, 15),
) -> list[Check]:
    """Of one that is right but in what is given: which checks do not hold."""
    paper: Any = SimpleNamespace(
        status="signed",
        ended=False,
        renews=TEACHERS.process_id,
        terms=terms(date(2027, 12, 16), ends_on, cents),
    )
    days = [first + timedelta(days=21 * number) for number in range(sessions_planned)]
    series = [session(number, day) for number, day in enumerate(days, 1)]
    before = SimpleNamespace(
        process_id=TEACHERS.process_id,
        renewal="signed",
        terms=terms(CALENDAR.starts_on, CALENDAR.ends_on, 26500),
    )
    replies: dict[Any, Any] = {
        contracts.ShowContract: before,
        sessions.ListSessions: SimpleNamespace(sessions=[session(16, LAST_BEFORE)]),
        sessions.ListGoals: SimpleNamespace(
            goals=[SimpleNamespace(text=CARRIED_ON, carried=True, score=score, baseline=1)]
        ),
        intake.ShowInquiry: SimpleNamespace(number=number),
        intake.ListInquiries: SimpleNamespace(
            inquiries=[
                SimpleNamespace(number="TO-1014", status=intake.InquiryStatus.RENEWAL),
                SimpleNamespace(number="TO-1012", status=intake.InquiryStatus.ACCEPTED),
            ]
        ),
    }

    async def ask(order: Any) -> Any:
        return replies[type(order)]

    found = await AnotherYear(27500, score=1).checks(Seen(TEACHERS_AGAIN, CALENDAR, paper, series, []), ask)
    return [one for one in found if not one.held]


async def test_one_that_is_as_it_was_agreed_holds() -> None:
    assert not await checked()


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        pytest.param({"cents": 26500}, "at the price of its first day", id="the old price"),
        pytest.param({"ends_on": date(2028, 12, 14)}, "signed for the year", id="a day less"),
        pytest.param(
            {"first": FIRST - timedelta(days=7)}, "no sooner after the last one", id="a closer start"
        ),
        pytest.param({"sessions_planned": AGREED - 1}, "a whole year of sessions", id="a session less"),
        pytest.param({"number": "TO-1012"}, "a number of its own", id="another's number"),
        pytest.param({"score": 1}, "without its score", id="the score went along"),
    ],
)
async def test_what_is_not_is_told(wrong: Any, what: str) -> None:
    assert any(what in one.what for one in await checked(**wrong))


@pytest.mark.parametrize(
    ("day", "next_year"),
    [(date(2027, 12, 15), date(2028, 12, 15)), (date(2028, 2, 29), date(2029, 2, 28))],
)
def test_another_year_ends_on_the_same_day(day: date, next_year: date) -> None:
    assert following(day) == next_year
