"""How facts are kept and read again."""

from datetime import UTC, date, datetime

from services.notices.wording import Fact
from services.notices.writing import kept, notice_id, read


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
