"""A changed contract plans a series again: who was to come reads what is off, and the customer hears of it too."""

from typing import Any
from uuid import uuid4

from services.messages.sessions import SeriesAmended
from tests.house import House
from tests.integration.notices.builders import FIRST, Commission, say
from tests.integration.notices.mailbox import Mailbox, entries, words_of
from tests.integration.notices.sessions.planned_sessions import planned
from tests.integration.notices.test_other_supervisor import again, told_to


def amended(commission: Commission, **facts: Any) -> SeriesAmended:
    """From a day before the second session on."""
    people = commission.people
    fixed: dict[str, Any] = {
        "process_id": commission.process_id,
        "version": 2,
        "effective_from": FIRST.date().replace(day=30),
        "ends_on": FIRST.date().replace(month=12),
        "sessions": [],
        "changed_ids": [],
        "taken_ids": [],
        "taken_sequences": [],
        "lost": 0,
        "supervisor_id": people["supervisor"],
        "attendee_ids": [people[name] for name in ("member", "medlem", "supervisor")],
    }
    return SeriesAmended.model_validate(fixed | facts)


async def test_where_sessions_are_only_taken_away_they_are_listed_as_off_and_nothing_as_planned_again(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 4)
    mailbox.mails = []
    _, _, third, fourth = commission.sessions
    stands = again(commission, 1, FIRST.replace(month=2, day=3))
    off = {"taken_ids": [third, fourth], "taken_sequences": [1, 1]}
    await say(notices, amended(commission, sessions=[stands], **off))
    assert (
        told_to(mailbox, "member")
        == told_to(mailbox, "supervisor")
        == {
            str(third): "CANCELLED",
            str(fourth): "CANCELLED",
        }
    )
    words = words_of(mailbox.to("member@kunta.example")[0])
    assert "Tapaamisia, joita ei enää pidetä: 2." in words and "suunniteltu uudelleen" not in words
    assert "3. ke 17.2.2027 klo 9.00–10.30: ei enää pidetä" in words and "2. ke 3.2.2027" not in words
    assert "Muut tapaamiset pysyvät ennallaan." in words
    [customer] = mailbox.to("contact@kunta.example")
    assert "Tapaamisia, joita ei enää pidetä: 2." in words_of(customer) and entries(customer) == []
    assert "luetellaan" not in words_of(customer)


async def test_what_is_planned_again_and_what_is_off_stand_in_one_list(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails = []
    _, second, third = commission.sessions
    later = again(commission, 1, FIRST.replace(month=2, day=10))
    off = {"taken_ids": [third], "taken_sequences": [1]}
    await say(notices, amended(commission, sessions=[later], changed_ids=[second], **off))
    words = words_of(mailbox.to("member@kunta.example")[0])
    assert "suunniteltu uudelleen" in words and "3. ke 17.2.2027 klo 9.00–10.30: ei enää pidetä" in words
    assert "2. ke 10.2.2027" in words and "Muut tapaamiset" not in words
    [customer] = mailbox.to("contact@kunta.example")
    assert "ne näkyvät aikataulussa" in words_of(customer) and "10.2.2027" not in words_of(customer)


async def test_what_a_coordinator_is_to_find_a_day_for_is_said_to_be_left_yet(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """And is not called lost, to the customer either."""
    await planned(notices, commission, mailbox, 3)
    mailbox.mails = []
    waits = {"session_id": uuid4(), "number": 4, "replan_by": FIRST}
    await say(notices, amended(commission, lost=1, waiting=[waits]))
    for reader in ("member@kunta.example", "contact@kunta.example"):
        words = words_of(mailbox.to(reader)[0])
        assert "Tapaamisia, joille ei vielä löytynyt päivää: 1. Ne ovat yhä jäljellä" in words
        assert "joille ei löytynyt" not in words
