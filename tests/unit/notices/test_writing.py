"""When a reminder goes out, and how facts are kept and read again."""

from datetime import UTC, date, datetime

from services.messages.promises import Promises
from services.notices.occasions.session_letters import reminder_at
from services.notices.wording import Fact
from services.notices.writing import kept, notice_id, read


def test_a_reminder_goes_out_at_nine_the_day_before_in_helsinki() -> None:
    assert reminder_at(datetime(2027, 1, 20, 7, 0, tzinfo=UTC), Promises()) == datetime(
        2027, 1, 19, 7, 0, tzinfo=UTC
    )


def test_it_goes_out_as_many_days_before_as_were_promised() -> None:
    three = Promises(session_reminder_days=3)
    assert reminder_at(datetime(2027, 1, 20, 7, 0, tzinfo=UTC), three) == datetime(
        2027, 1, 17, 7, 0, tzinfo=UTC
    )


def test_nine_stays_nine_over_the_change_to_summer_time() -> None:
    monday_after_the_change = datetime(2027, 3, 29, 6, 0, tzinfo=UTC)
    assert reminder_at(monday_after_the_change, Promises()) == datetime(2027, 3, 28, 6, 0, tzinfo=UTC)
    assert reminder_at(datetime(2027, 3, 28, 6, 0, tzinfo=UTC), Promises()) == datetime(
        2027, 3, 27, 7, 0, tzinfo=UTC
    )


def test_the_day_before_is_counted_in_local_days() -> None:
    just_after_midnight = datetime(2027, 1, 19, 22, 30, tzinfo=UTC)
    assert reminder_at(just_after_midnight, Promises()) == datetime(2027, 1, 19, 7, 0, tzinfo=UTC)


def test_facts_are_read_as_they_were_written() -> None:
    facts: dict[str, Fact] = {
        "starts_at": datetime(2027, 1, 20, 7, 0, tzinfo=UTC),
        "due_on": date(2027, 2, 15),
        "valid_until": date(2027, 1, 29),
        "number": 3,
        "reference": "12 34561",
    }
    assert read(kept(facts)) == facts


def test_the_same_natural_key_has_the_same_id_for_ever() -> None:
    assert str(notice_id("session_invitation:s:0:p")) == str(notice_id("session_invitation:s:0:p"))
    assert notice_id("session_invitation:s:0:p") != notice_id("session_invitation:s:1:p")
