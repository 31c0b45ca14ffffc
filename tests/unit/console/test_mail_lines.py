"""A letter to several at once is one line of the timeline, with how many got it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from services.console.pages.processes.mail_lines import sent_together
from services.messages.notices import MailCard

WRITTEN = datetime(2027, 1, 4, 9, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)


def mail(kind: str = "session_plan", written_at: datetime = WRITTEN, after: int | None = 1) -> MailCard:
    facts: dict[str, Any] = {"organisation_id": None, "role": None, "status": "sent" if after else "waiting"}
    sent_at = written_at + after * A_MINUTE if after else None
    return MailCard(kind=kind, person_id=uuid4(), written_at=written_at, sent_at=sent_at, **facts)


def test_what_was_written_at_once_is_one_line_and_anything_else_its_own() -> None:
    later = WRITTEN + timedelta(days=1)
    mails = [mail(after=1), mail(after=2), mail(after=None), mail("contract_signed"), mail(written_at=later)]
    told = [(one.kind, one.number, one.at) for one in sent_together(mails)]
    assert told == [
        ("session_plan", 2, WRITTEN + 2 * A_MINUTE),
        ("contract_signed", 1, WRITTEN + A_MINUTE),
        ("session_plan", 1, later + A_MINUTE),
    ]


def test_those_of_one_word_are_one_line_though_each_was_written_at_its_own_instant() -> None:
    mails = [mail(written_at=WRITTEN + timedelta(milliseconds=one)) for one in range(6)]
    assert [one.number for one in sent_together(mails)] == [6]


def test_a_second_letter_to_one_reader_is_another_line() -> None:
    first = mail()
    second = first.model_copy(update={"written_at": WRITTEN + timedelta(seconds=2)})
    assert [one.number for one in sent_together([first, mail(), second])] == [2, 1]


def test_what_goes_out_on_another_day_is_told_there() -> None:
    told = [one.number for one in sent_together([mail(after=1), mail(after=60 * 24)])]
    assert told == [1, 1]
