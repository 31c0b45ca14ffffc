"""A series that is looked at on another weekday: which of its sessions would not be on that one."""

from datetime import UTC, datetime, timedelta
from typing import cast

from services.messages.sessions import SeriesMovePlan, SessionCard
from services.messages.sessions.series_moving import NewTime
from services.web.pages.forms import Filled
from services.web.pages.process_forms.moving_series import SeriesMove, WishedTime

THURSDAY = datetime(2027, 5, 20, 7, tzinfo=UTC)


def test_what_falls_on_another_weekday_than_was_wished_is_named() -> None:
    begins = {4: THURSDAY, 5: THURSDAY + timedelta(days=20), 6: THURSDAY + timedelta(days=42)}
    moved = [
        NewTime(number=number, previous_starts_at=at, starts_at=at, ends_at=at + timedelta(minutes=90))
        for number, at in begins.items()
    ]
    plan = SeriesMovePlan(moved=moved, staying=[], conflicts=[], without_time=[], fingerprint="f")
    card = cast(SessionCard, None)
    wish = Filled[WishedTime]({"weekday": "3", "time": "10:00"}).check(WishedTime)
    assert SeriesMove(card, wish, plan=plan).on_other_days == [5]
    assert SeriesMove(card, wish).on_other_days == []
    assert SeriesMove(card, Filled[WishedTime]({}).check(WishedTime), plan=plan).on_other_days == []
