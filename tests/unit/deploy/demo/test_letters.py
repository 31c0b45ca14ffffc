"""The letters of a demo year are recounted from its script: one that is doubled or missing is told."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from deploy.demo import people as who
from deploy.demo.commission import Commission
from deploy.demo.commissions import (
    EVENTFUL,
    GROUP,
    MANAGER,
    MUSEUM,
    ORIENTATION,
    PLAIN,
    TEACHERS,
    TEACHERS_AGAIN,
)
from deploy.demo.letters import beginning, checks, course
from deploy.demo.letters.caught import read
from deploy.demo.letters.checks import held_against, of_commission, of_none, orders_of
from deploy.demo.letters.letter import Letter
from deploy.demo.script import Calendar, local
from services.messages.promises import Promises
from services.messages.sessions import SessionCard
from services.messages.values import CancellationTier

CALENDAR = Calendar.whole(2027, date(2026, 11, 30))
LETTERS = [Letter("session_plan", one.email, date(2026, 12, 11), GROUP.name) for one in who.GROUP]


def test_every_letter_once_is_right() -> None:
    check = held_against("the group", LETTERS, reversed(LETTERS))
    assert check.held and check.seen == "5 mails"


@pytest.mark.parametrize(
    ("came", "said"),
    [
        pytest.param([*LETTERS, LETTERS[2]], "is one too many", id="doubled"),
        pytest.param(LETTERS[1:], "is missing", id="missing"),
    ],
)
def test_a_letter_that_is_doubled_or_missing_is_told(came: Sequence[Letter], said: str) -> None:
    check = held_against("the group", LETTERS, came)
    assert not check.held and said in check.seen and "session_plan" in check.seen


def test_a_letter_of_an_unknown_kind_or_process_is_told() -> None:
    strange = Letter("surprise", "aino.aalto@lumijarvi.example", date(2027, 5, 1), GROUP.name)
    astray = Letter("session_plan", strange.reader, strange.day, str(uuid4()))
    assert of_commission(GROUP, checks.OF_ANY_YEAR, [strange]) == [strange]
    assert of_none(PLAIN, [strange, astray]) == [astray]


def test_the_beginning_of_a_plain_commission_is_recounted() -> None:
    due = list(beginning.of_orders(GROUP, orders_of(GROUP, CALENDAR)))
    kinds = [one.kind for one in due]
    assert kinds.count("consent_to_give") == 4 and kinds.count("contract_to_sign") == 3
    reminded = [(one.reader, one.day) for one in due if one.kind == "signature_due"]
    assert reminded == [(who.GROUP_SUPERVISOR.email, date(2026, 12, 10))]
    redirected = [one.kind for one in beginning.of_orders(ORIENTATION, orders_of(ORIENTATION, CALENDAR))]
    assert redirected == ["inquiry_received", "inquiry_redirected"]


def test_a_customer_is_told_of_their_role_once_though_they_ask_twice() -> None:
    ordered = [(one, orders_of(one, CALENDAR)) for one in EVENTFUL.commissions]
    readers = [one.reader for one in beginning.of_customers(ordered)]
    private = {one.contact for one, _ in ordered if one.organisation.kind == "private_person"}
    told = {one.contact for one, _ in ordered} - private
    assert private and len(readers) == len(set(readers)) == len(told) - 1


def test_who_has_two_sessions_on_a_day_is_reminded_by_one_letter() -> None:
    mine = session(GROUP, 1, local(date(2027, 1, 13), 9))
    other = session(MANAGER, 1, local(date(2027, 1, 13), 13))
    one = Commission(**{**vars(MANAGER), "supervisor": GROUP.supervisor})
    due = course.of_reminders(
        [course.Reminded(GROUP, A_DAY, [mine]), course.Reminded(one, A_DAY, [other])], []
    )
    assert Letter("session_reminders", GROUP.led_by.email, date(2027, 1, 11)) in due
    assert len(due) == len(GROUP.supervisees) + 2


A_DAY = [CancellationTier(notice_hours=24, percent=0), CancellationTier(notice_hours=0, percent=100)]


def session(commission: Commission, number: int, starts_at: datetime, status: str = "held") -> SessionCard:
    return SessionCard.model_validate(
        {
            "session_id": uuid4(),
            "process_id": commission.process_id,
            "number": number,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=90),
            "status": status,
            "sequence": 0,
        }
    )


def test_who_is_called_off_after_the_reminder_was_reminded() -> None:
    at = local(date(2027, 3, 3), 9)
    sessions = [
        session(MANAGER, 4, at, "cancelled"),
        session(MANAGER, 5, at + timedelta(days=21), "cancelled"),
    ]
    reminded = course.of_reminders([course.Reminded(MANAGER, A_DAY, sessions)], [])
    assert {one.day for one in reminded} == {date(2027, 3, 1)}


def test_a_reminder_comes_before_the_last_free_day_or_where_that_is_past_on_the_day_before() -> None:
    planned = course.Reminded(
        MANAGER, Promises().tiers_for("group"), [session(MANAGER, 4, local(date(2027, 3, 3), 9))]
    )
    readers = {MANAGER.supervisees[0].email, MANAGER.led_by.email}
    in_time = [Letter("session_reminder", one, date(2027, 2, 23), MANAGER.name) for one in sorted(readers)]
    assert sorted(course.of_reminders([planned], [])) == in_time
    late = [Letter("session_reminder", one.reader, date(2027, 3, 2), MANAGER.name) for one in in_time]
    assert sorted(course.of_reminders([planned], late)) == late
    another = Letter("session_reminder", in_time[0].reader, date(2027, 4, 1), MANAGER.name)
    assert another in course.of_reminders([planned], [*in_time, another]), "one of its turns moves a session"


def test_a_mail_is_known_by_its_id_and_a_copy_of_it_is_none(tmp_path: Path) -> None:
    mine, other = uuid4(), uuid4()
    for name, notice_id in (("1", mine), ("2", mine), ("3", other)):
        write_mail(tmp_path / f"{name}.eml", notice_id)
    found = read(tmp_path, {str(mine): ("session_plan", GROUP.name)})
    assert found == [Letter("session_plan", "aino.aalto@lumijarvi.example", date(2026, 12, 11), GROUP.name)]


def write_mail(file: Path, notice_id: UUID) -> None:
    mail = EmailMessage()
    mail["Delivered-To"] = "aino.aalto@lumijarvi.example"
    mail["Date"] = format_datetime(datetime(2026, 12, 10, 22, 30, tzinfo=UTC))
    mail["Message-ID"] = f"<{notice_id}@luotsi.invalid>"
    file.write_bytes(mail.as_bytes())


def test_who_does_not_answer_a_proposal_is_reminded_once_and_told_when_it_is_over() -> None:
    due = list(beginning.of_orders(MUSEUM, orders_of(MUSEUM, CALENDAR)))
    assert [(one.kind, one.day) for one in due[2:]] == [
        ("proposal_due", date(2026, 12, 14)),
        ("proposal_expired", date(2026, 12, 18)),
        ("proposal_unanswered", date(2026, 12, 18)),
    ]


def test_a_year_that_goes_on_begins_with_the_letters_of_its_contract() -> None:
    due = list(beginning.of_orders(TEACHERS_AGAIN, orders_of(TEACHERS_AGAIN, CALENDAR)))
    assert {one.day >= date(2027, 11, 26) and one.of == TEACHERS_AGAIN.name for one in due} == {True}
    kinds = [one.kind for one in due]
    assert kinds.count("consent_to_give") == 2 and kinds.count("contract_to_sign") == 3
    assert kinds[-4:] == ["contract_signed"] * 3 + ["plan_proposed"]


@pytest.mark.parametrize(("commission", "whole"), [(GROUP, True), (TEACHERS, False)])
def test_what_is_written_of_a_year_that_comes_to_nothing_is_of_the_one_before(
    commission: Commission, whole: bool
) -> None:
    lapsed = Letter(
        "contract_expired", "aino.aalto@lumijarvi.example", date(2027, 12, 16), f"{commission.name}, renewed"
    )
    assert (of_commission(commission, [], [lapsed]) == [lapsed]) is whole


def test_of_both_years_every_kind_is_recounted() -> None:
    casts = (PLAIN, EVENTFUL)
    assert all(checks.recounted_whole(one) for cast in casts for one in cast.commissions)
