"""A session of a trial is called one in whatever is written about it: it has a number of its own."""

from datetime import timedelta

from tests.house import House
from tests.integration.notices.builders import FIRST, Commission, say
from tests.integration.notices.mailbox import Mailbox, entries, words_of
from tests.integration.notices.sessions.planned_sessions import planned
from tests.integration.notices.test_trial_letters import agreed

CALLED = "1 (koetapaaminen)"


async def test_it_is_a_trial_session_in_letters_calendars_and_reminders(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received(), commission.signed())
    mailbox.mails.clear()
    series = commission.planned(1).model_copy(update={"trial": True, "wake_at": None})
    await say(notices, series)
    [invited] = mailbox.to("member@kunta.example")
    assert CALLED in words_of(invited)
    assert [str(one["description"]) for one in entries(invited)] == [f"Tapaaminen {CALLED}"]
    mailbox.mails.clear()
    moved = commission.moved(0, timedelta(days=1)).model_copy(update={"trial": True})
    await say(notices, moved)
    notices.move_clock(notices.clock.now() + timedelta(hours=1))
    await notices.quiet()
    [told] = mailbox.to("member@kunta.example")
    assert CALLED in words_of(told)
    mailbox.mails.clear()
    notices.move_clock(FIRST + timedelta(hours=12))
    await notices.quiet()
    [reminded] = mailbox.to("member@kunta.example")
    assert CALLED in words_of(reminded)


async def test_the_years_own_session_is_called_by_its_number_alone(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 1)
    assert "koetapaaminen" not in words_of(mailbox.to("member@kunta.example")[0])


async def test_only_who_acts_for_them_in_the_trial_reads_that_it_may_be_moved(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    series = commission.planned(1).model_copy(update={"trial": True, "wake_at": None})
    await say(notices, commission.received(), agreed(commission), series)
    mailbox.mails.clear()
    await say(
        notices,
        *(one.model_copy(update={"trial": True}) for one in commission.called_off(0, timedelta(days=7))),
    )
    acts, other = (
        " ".join(words_of(mailbox.to(f"{one}@kunta.example")[0]).split()) for one in ("member", "medlem")
    )
    assert "voit siirtää sen kerran maksutta" in acts
    assert "den som företräder de handledda" in other and "kan du flytta" not in other
