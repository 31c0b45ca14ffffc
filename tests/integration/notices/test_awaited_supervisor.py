"""Another supervisor is agreed on for what has waited: the days come in one letter with one file."""

from datetime import timedelta

import pytest

from services.messages.contracts import ConsentAsked
from services.messages.sessions import ReviewDue, SeriesResumed
from services.messages.values import Party
from services.runtime.finland import local_date, start_of
from tests.house import House
from tests.integration.notices.builders import FIRST, Commission, say
from tests.integration.notices.mailbox import Mailbox, entries, words_of
from tests.integration.notices.sessions.planned_sessions import planned, settling
from tests.integration.notices.test_other_supervisor import again, handed_over, told_to

LISTED = ("lueteltu alla", "luetellut", "luetellaan", "här nedan", "listed below", "bifogade", "oheinen")


async def test_where_no_session_is_theirs_yet_no_letter_speaks_of_a_list(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails = []
    await say(notices, handed_over(commission, timedelta(0), sessions=[]))
    assert len(mailbox.mails) == 4
    for mail in mailbox.mails:
        assert entries(mail) == [] and not [one for one in LISTED if one in words_of(mail)], words_of(mail)
    [member] = mailbox.to("member@kunta.example")
    assert "saat niistä oman viestin" in words_of(member)


async def test_who_keeps_their_times_is_told_so_and_of_no_list(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails = []
    await say(notices, handed_over(commission, timedelta(0)))
    [member] = mailbox.to("member@kunta.example")
    assert "ajat pysyvät ennallaan" in words_of(member)
    assert not [one for one in LISTED if one in words_of(member)]


def goes_on(commission: Commission) -> SeriesResumed:
    """The second and the third session, held by another one."""
    people, sessions = commission.people, commission.sessions
    told = [again(commission, place, FIRST + timedelta(days=28 + 14 * place)) for place in (1, 2)]
    return SeriesResumed(
        process_id=commission.process_id,
        by=Party.SUPERVISOR,
        awaited_supervisor_id=people["contact"],
        from_day=local_date(FIRST) + timedelta(days=10),
        on=local_date(FIRST) + timedelta(days=10),
        ends_on=local_date(FIRST) + timedelta(days=200),
        sessions=[one.model_copy(update={"supervisor_id": people["contact"]}) for one in told],
        changed_ids=sessions[1:3],
        lost=0,
        held=[],
        supervisor_id=people["supervisor"],
        attendee_ids=[people[name] for name in ("member", "medlem", "supervisor", "contact")],
    )


async def test_who_hears_of_the_days_hears_of_the_other_supervisor_in_the_same_letter(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails = []
    with settling(notices, timedelta(minutes=2)):
        await say(notices, handed_over(commission, timedelta(0), sessions=[]), goes_on(commission))
        notices.move_clock(notices.clock.now() + timedelta(minutes=3))
        await notices.quiet()
    told = {name: mailbox.to(f"{name}@kunta.example") for name in ("member", "medlem", "supervisor")}
    assert {name: len(mails) for name, mails in told.items()} == {"member": 1, "medlem": 1, "supervisor": 1}
    assert "ny arbetshandledare (" in words_of(told["medlem"][0])
    assert "your notes stay yours" in words_of(told["supervisor"][0]), "what they have noted stays theirs"
    taken = [one for one in mailbox.to("contact@kunta.example") if "tapaamisesi" in one["Subject"]]
    assert taken == []


@pytest.mark.parametrize("days_before", [0, 2])
async def test_it_goes_on_on_the_day_of_the_first_session_where_that_is_before_the_wait(
    notices: House, commission: Commission, mailbox: Mailbox, days_before: int
) -> None:
    """The wait never begins: with another supervisor a session may come before the day on which it would have."""
    await planned(notices, commission, mailbox, 3)
    mailbox.mails = []
    told = goes_on(commission)
    first = min(local_date(one.starts_at) for one in told.sessions)
    begins = first + timedelta(days=days_before)
    await say(notices, told.model_copy(update={"from_day": begins, "on": begins}))
    [customer] = [
        one for one in mailbox.to("contact@kunta.example") if "uuden työnohjaajan" in one["Subject"]
    ]
    assert f"jatkuu {first.day}.{first.month}.{first.year}" in customer["Subject"]


async def test_who_is_asked_while_it_waits_reads_that_it_goes_on_waiting_and_of_no_present_supervisor(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    for awaited, said, unsaid in (
        (True, "väntar arbetshandledningen fortfarande", "fortsätter avtalet som förut"),
        (False, "fortsätter avtalet som förut", "väntar arbetshandledningen fortfarande"),
    ):
        mailbox.mails = []
        asked = ConsentAsked(
            process_id=commission.process_id,
            version=2 + awaited,
            person_id=commission.people["medlem"],
            level=0,
            amends=True,
            awaited=awaited,
            supervisor_id=commission.people["contact"],
            effective_from=local_date(FIRST) + timedelta(days=10),
        )
        await say(notices, asked)
        [mail] = mailbox.to("medlem@kunta.example")
        assert said in words_of(mail) and unsaid not in words_of(mail)
        assert ("Nuvarande arbetshandledare" in words_of(mail)) is not awaited


async def test_where_the_wait_does_not_end_everybody_hears_of_the_other_supervisor_all_the_same(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails = []
    with settling(notices, timedelta(minutes=2)):
        await say(notices, handed_over(commission, timedelta(0), sessions=[]))
        assert mailbox.mails == []
        notices.move_clock(notices.clock.now() + timedelta(minutes=3))
        await notices.quiet()
    assert len(mailbox.mails) == 4


async def test_the_days_come_in_one_letter_with_one_file_and_with_who_holds_them(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    sessions = commission.sessions
    await say(notices, handed_over(commission, timedelta(0), sessions=[]))
    mailbox.mails = []
    await say(notices, goes_on(commission))
    every = {str(one): "CONFIRMED" for one in sessions[1:3]}
    assert told_to(mailbox, "member") == told_to(mailbox, "medlem") == told_to(mailbox, "contact") == every
    [mail] = mailbox.to("medlem@kunta.example")
    assert "ny arbetshandledare (" in words_of(mail), "by name"
    for one in mailbox.mails:
        assert not {"tauko", "tauon", "paus", "pausen"} & set(words_of(one).lower().split())
    [former] = mailbox.to("supervisor@kunta.example")
    assert not [one for one in LISTED if one in words_of(former)]


async def test_until_the_first_day_of_who_takes_over_the_letters_are_the_present_ones(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """Signed beforehand, for good: the new one has the process from their first day on."""
    await planned(notices, commission, mailbox, 3)
    await say(notices, commission.signed())
    first_day = local_date(FIRST) + timedelta(days=1)
    await say(notices, handed_over(commission, timedelta(0)))
    for kind, at, reader in (
        ("interim", start_of(first_day) - timedelta(hours=1), "supervisor"),
        ("final", start_of(first_day) + timedelta(hours=1), "contact"),
    ):
        notices.move_clock(at)
        mailbox.mails = []
        due = {"process_id": commission.process_id, "kind": kind, "due_at": at + timedelta(days=7)}
        await say(notices, ReviewDue.model_validate(due))
        told = {name: len(mailbox.to(f"{name}@kunta.example")) for name in ("supervisor", "contact")}
        assert told["supervisor"] == int(reader == "supervisor"), kind
