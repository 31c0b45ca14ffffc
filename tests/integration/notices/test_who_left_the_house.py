"""A supervisor leaves the house: what is written of their processes goes to who sees to them now."""

import re
from datetime import date, timedelta

from services.messages.directory import SupervisorLeaves
from services.messages.notices import ChooseMails
from services.messages.sessions import SeriesCutShort
from services.messages.values import Party
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.notices.builders import FIRST, NOW, Commission, coordinator, say
from tests.integration.notices.mailbox import Mailbox, words_of
from tests.integration.notices.sessions.planned_sessions import planned
from tests.integration.notices.test_other_supervisor import handed_over

SHE, COORDINATOR = "supervisor@kunta.example", "coordinator@kunta.example"
LAST = local_date(NOW)
TOMORROW = NOW + timedelta(days=1)


async def leaves(house: House, commission: Commission, last_day: date | None = LAST) -> None:
    """As directory says it after they were registered; what hangs on them is not asked here."""
    who = commission.people["supervisor"]
    house.versions.setdefault(("directory", who), 1)
    await say(house, SupervisorLeaves(supervisor_id=who, last_day=last_day))


async def test_what_only_they_were_told_goes_to_the_coordinators_once_their_last_day_is_over(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await planned(notices, commission, mailbox, 5)
    await leaves(notices, commission)
    mailbox.mails = []
    await say(notices, commission.cannot_come(0, 1))
    assert len(mailbox.to(SHE)) == 1 and mailbox.to(COORDINATOR) == []
    notices.move_clock(TOMORROW)
    mailbox.mails = []
    await say(notices, commission.cannot_come(1, 1))
    assert mailbox.to(SHE) == []
    [told] = mailbox.to(COORDINATOR)
    assert "olet koordinaattori" in words_of(told)
    await leaves(notices, commission, None)
    await say(notices, commission.cannot_come(2, 1))
    _stays, told = mailbox.to(SHE)
    assert "cannot come" in str(told["Subject"]) and len(mailbox.to(COORDINATOR)) == 1


async def test_what_others_are_told_too_goes_to_nobody_instead_of_them(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await planned(notices, commission, mailbox, 5)
    await leaves(notices, commission)
    notices.move_clock(TOMORROW)
    mailbox.mails = []
    await say(notices, commission.moved(2, timedelta(days=1)))
    assert mailbox.to(SHE) == [] == mailbox.to(COORDINATOR) and mailbox.to("member@kunta.example") != []


async def test_of_what_they_hand_over_nobody_is_told_in_their_place(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await planned(notices, commission, mailbox, 5)
    await leaves(notices, commission)
    notices.move_clock(TOMORROW)
    mailbox.mails = []
    await say(notices, handed_over(commission, timedelta(0)))
    await notices.quiet()
    assert mailbox.to(SHE) == [] == mailbox.to(COORDINATOR) and mailbox.to("member@kunta.example") != []


async def test_what_waited_for_a_letter_with_others_is_told_each_by_itself(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """They had asked for their tasks once a day, and the day is over with them."""
    await coordinator(notices)
    await planned(notices, commission, mailbox, 5)
    who = commission.people["supervisor"]
    await notices.ask(ChooseMails(person_id=who, tasks="daily", as_of=NOW))
    await leaves(notices, commission)
    await say(notices, commission.cannot_come(0, 1))
    mailbox.mails = []
    notices.move_clock(TOMORROW)
    await notices.quiet()
    assert mailbox.to(SHE) == [] and len(mailbox.to(COORDINATOR)) == 1


async def test_a_notice_names_who_holds_it_that_day_and_nobody_once_nobody_does(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 5)
    until = local_date(FIRST) + timedelta(days=30)
    await say(notices, handed_over(commission, timedelta(0), until_day=until))
    await leaves(notices, commission, local_date(FIRST))
    for days, named in ((0, "Supervisor"), (20, "Contact"), (40, None)):
        notices.move_clock(FIRST + timedelta(days=days))
        mailbox.mails = []
        cut = SeriesCutShort(
            process_id=commission.process_id,
            by=Party.SUPERVISEE,
            last_day=local_date(FIRST) + timedelta(days=60 + days),
            session_ids=[],
            attendee_ids=[commission.people["member"]],
        )
        await say(notices, cut)
        [told] = mailbox.to("member@kunta.example")
        line = re.search(r"Työnohjaaja: (\w+)", words_of(told))
        assert (line[1] if line else None) == named, days


async def test_a_supervisor_hears_which_day_was_entered_as_their_last_and_that_it_is_taken_back(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """They are let in no more after it: a wrong day is seen by them first."""
    await leaves(notices, commission)
    await leaves(notices, commission, None)
    await leaves(notices, commission)
    entered, back, again = mailbox.to(SHE)
    assert entered["Subject"] == "Your last day as a supervisor is entered: 12 January 2027"
    assert "You get in until the end of that day" in words_of(entered)
    assert "you go on as a supervisor" in words_of(back) and again["Subject"] == entered["Subject"]
