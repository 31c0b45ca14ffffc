"""When a reminder goes out, and until when it says that calling the session off costs nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest

from services.messages.promises import Promises
from services.notices.composing.limits import free_limit
from services.notices.reminders import reminder_at
from services.notices.wording import LANGUAGES
from services.notices.writing import kept

LONG_BEFORE = datetime(2026, 12, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Session:
    starts_at: datetime
    free_until: datetime | None = None


def utc(month: int, day: int, hour: int = 7, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


def reminded(session: Session, now: datetime = LONG_BEFORE, **promises: int) -> datetime:
    return reminder_at(session, Promises.model_validate(promises), now)


def test_a_reminder_goes_out_at_nine_the_day_before_in_helsinki() -> None:
    assert reminded(Session(utc(1, 20))) == utc(1, 19)


def test_it_goes_out_as_many_days_before_as_were_promised() -> None:
    assert reminded(Session(utc(1, 20)), session_reminder_days=3) == utc(1, 17)


def test_nine_stays_nine_over_the_change_to_summer_time() -> None:
    assert reminded(Session(utc(3, 29, 6))) == utc(3, 28, 6)
    assert reminded(Session(utc(3, 28, 6))) == utc(3, 27)


def test_the_day_before_is_counted_in_local_days() -> None:
    assert reminded(Session(utc(1, 19, 22, 30))) == utc(1, 19)


@pytest.mark.parametrize(
    ("session", "day"),
    [
        (Session(utc(1, 21), utc(1, 19)), (1, 18)),  # 48 hours before a Thursday: on Monday
        (Session(utc(1, 20), utc(1, 18)), (1, 15)),  # before a Wednesday: no working day but Friday
        (Session(utc(1, 20), utc(1, 13, 22)), (1, 12)),  # a week before, to the end of the day
        (Session(utc(1, 7), utc(1, 5)), (1, 4)),
        (Session(utc(1, 20), utc(1, 20)), (1, 19)),  # it never costs
    ],
)
def test_it_goes_while_the_session_may_still_be_called_off_for_nothing(
    session: Session, day: tuple[int, int]
) -> None:
    assert reminded(session) == utc(*day)


def test_more_notice_of_the_limit_and_a_longer_usual_time_are_both_kept() -> None:
    week = Session(utc(1, 20), utc(1, 13, 22))
    assert reminded(week, free_limit_reminder_working_days=2) == utc(1, 11)
    assert reminded(week, session_reminder_days=10) == utc(1, 10)


def test_what_is_planned_when_that_morning_is_past_is_reminded_of_as_usual() -> None:
    assert reminded(Session(utc(1, 20), utc(1, 13, 22)), now=utc(1, 12)) == utc(1, 19)


@pytest.mark.parametrize(
    ("language", "until", "said"),
    [
        ("fi", utc(3, 3, 10), "maksutta viimeistään 3.3.2027 klo 12.00 (Helsingin aikaa)."),
        ("fi", utc(3, 3, 22), "maksutta viimeistään ke 3.3.2027."),
        ("sv", utc(3, 3, 10), "utan avgift senast 3.3.2027 kl. 12.00 (Helsingforstid)."),
        ("en", utc(3, 3, 22), "at no cost until Wed 3 March 2027."),
    ],
)
def test_it_says_until_when_that_costs_nothing(language: str, until: datetime, said: str) -> None:
    notice = SimpleNamespace(facts=kept({"free_until_at": until}))
    assert free_limit(notice, language, utc(3, 1)).endswith(said)
    assert free_limit(notice, language, until) == "", "that time is over"


def test_of_a_session_that_always_costs_nothing_is_said() -> None:
    assert free_limit(SimpleNamespace(facts={"number": 1}), "fi", utc(3, 1)) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_what_came_instead_no_limit_of_moving_is_told(language: str) -> None:
    """What its supervisor called off is moved once at no cost, however short the notice."""
    own, later = str(uuid4()), str(uuid4())
    told = {"free_until_at": utc(3, 3).isoformat(), "session_id": own}
    usual = free_limit(SimpleNamespace(facts=told | {"calendar_uid": own}), language, utc(3, 1))
    instead = free_limit(SimpleNamespace(facts=told | {"calendar_uid": later}), language, utc(3, 1))
    moving = {"fi": "siirtää", "sv": "flyttas", "en": "moved"}[language]
    assert moving in usual and instead and moving not in instead
