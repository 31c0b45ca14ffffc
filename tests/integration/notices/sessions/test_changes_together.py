"""Changes of sessions that come together are told together."""

import asyncio
from datetime import timedelta

from services.messages.notices import ChooseMails
from tests.house import House
from tests.integration.notices.builders import FIRST, NOW, Commission, say
from tests.integration.notices.mailbox import Mailbox, entries, entry, words_of
from tests.integration.notices.sessions.planned_sessions import planned, settling
from tests.patience import PATIENCE_S


async def test_several_sessions_changed_at_once_are_one_letter_to_each_but_to_who_wants_them_singly(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    single = ChooseMails(person_id=commission.people["medlem"], invitations="single", as_of=NOW)
    await notices.ask(single)
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    changes = (
        commission.moved(0, timedelta(days=1)),
        commission.moved(1, timedelta(days=2)),
        commission.cancelled(2),
    )
    with settling(notices, timedelta(hours=2)):
        await say(notices, *changes)
        notices.move_clock(notices.clock.now() + timedelta(hours=3))
        await notices.quiet()
    assert len(mailbox.to("medlem@kunta.example")) == 3
    for who in ("member", "supervisor"):
        [mail] = mailbox.to(f"{who}@kunta.example")
        found = entries(mail)
        seen = [(int(one["sequence"]), str(one["status"]), one["method"]) for one in found]
        # A CANCEL alone takes an entry out; mail programs act on the one beside the text by themselves.
        assert seen == [(1, "CANCELLED", "CANCEL"), *[(1, "CONFIRMED", "PUBLISH")] * 2]
        assert found[0]["attendee"] == f"mailto:{who}@kunta.example"
    told = words_of(mailbox.to("member@kunta.example")[0])
    assert "1. to 21.1.2027 klo 9.00–10.30 (aiemmin ke 20.1.2027 klo 9.00)" in told
    assert "3. ke 17.2.2027 klo 9.00–10.30: peruttu" in told
    assert "/processes/TO-1007/schedule" in told and "koska osallistut" in told
    assert "ei maksa mitään" not in told and "kerran maksutta" not in told


async def test_what_a_supervisor_calls_off_costs_nothing_and_is_moved_once_at_no_cost_also_where_it_is_told_together(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    with settling(notices, timedelta(hours=2)):
        await say(
            notices,
            *commission.called_off(0, timedelta(days=21)),
            *commission.called_off(1, timedelta(days=22)),
        )
        notices.move_clock(notices.clock.now() + timedelta(hours=3))
        await notices.quiet()
    told = {
        who: " ".join(words_of(mailbox.to(f"{who}@kunta.example")[0]).split())
        for who in ("member", "medlem", "supervisor")
    }
    assert (
        "Työnohjaaja on joutunut perumaan tapaamisia, eikä se maksa mitään. Jos perutun tilalle"
        in told["member"]
    )
    assert "voit siirtää sen kerran maksutta" in told["member"]
    assert (
        "säg det till den som företräder de handledda" in told["medlem"]
        and "kan du flytta" not in told["medlem"]
    )
    assert "free of charge" not in told["supervisor"]


async def test_sessions_moved_one_after_another_are_one_letter_and_one_session_moved_twice_is_told_once(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    day = timedelta(days=1)
    changes = (
        commission.moved(0, day),
        commission.moved(1, 2 * day),
        commission.moved(0, 3 * day, sequence=2),
        commission.cancelled(2),
    )
    with settling(notices, timedelta(hours=2)):
        for change in changes:
            await say(notices, change)
            notices.move_clock(notices.clock.now() + timedelta(hours=1))
        assert mailbox.mails == []
        notices.move_clock(notices.clock.now() + timedelta(hours=2))
        await notices.quiet()
    for who in ("member", "medlem", "supervisor"):
        [mail] = mailbox.to(f"{who}@kunta.example")
        assert sorted(int(one["sequence"]) for one in entries(mail)) == [1, 1, 2]
    told = words_of(mailbox.to("member@kunta.example")[0])
    assert "1. la 23.1.2027 klo 9.00–10.30 (aiemmin ke 20.1.2027 klo 9.00)" in told
    assert "3. ke 17.2.2027 klo 9.00–10.30: peruttu" in told


async def test_a_session_moved_and_moved_back_and_one_moved_and_cancelled_are_told_as_they_end(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 2)
    mailbox.mails.clear()
    day = timedelta(days=1)
    back = commission.moved(0, timedelta(), sequence=2)
    with settling(notices, timedelta(hours=2)):
        await say(notices, commission.moved(0, day), back)
        await say(notices, commission.moved(1, day), commission.cancelled(1, day, sequence=2))
        notices.move_clock(notices.clock.now() + timedelta(hours=3))
        await notices.quiet()
    [mail] = mailbox.to("member@kunta.example")
    assert mail["Subject"] == "Peruttu: työnohjaus TO-1007, 3.2.2027"
    assert int(entry(mail)["sequence"]) == 2


async def test_a_series_moved_to_another_weekday_is_one_letter_to_each_with_a_rising_sequence(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    await say(notices, commission.series_moved(1, 2, by=timedelta(days=1)))
    for who in ("member", "medlem", "supervisor"):
        [mail] = mailbox.to(f"{who}@kunta.example")
        found = entries(mail)
        assert [(int(one["sequence"]), one["dtstart"].dt) for one in found] == [
            (1, FIRST + timedelta(days=14 * place + 1)) for place in (1, 2)
        ]
    assert "2. to 4.2.2027 klo 9.00–10.30" in words_of(mailbox.to("member@kunta.example")[0])
    [mail] = mailbox.to("contact@kunta.example")
    told = words_of(mail)
    assert entries(mail) == [] and "Siirtäjä: työnohjaaja" in told and "ei maksa mitään" in told
    assert "niistä ensimmäinen on nyt 4.2.2027 ja viimeinen 18.2.2027" in " ".join(told.split())
    by_them = commission.series_moved(1, 2, by=timedelta(days=1)).model_copy(update={"party": "commissioner"})
    mailbox.mails.clear()
    await say(notices, by_them)
    assert mailbox.to("contact@kunta.example") == [], "they have moved it themselves"


async def test_who_chooses_single_invitations_while_sessions_change_has_each_once_and_none_of_what_is_off(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """The mail server is away meanwhile, so that all of it is due at one time; SEQUENCE rises with each entry."""
    await planned(notices, commission, mailbox, 4)
    mailbox.mails.clear()
    day, medlem = timedelta(days=1), commission.people["medlem"]
    with settling(notices, timedelta(hours=1)):
        await say(notices, commission.moved(0, day))
        mailbox.breaks_after = 0
        await notices.ask(ChooseMails(person_id=medlem, invitations="single", as_of=NOW))
        for change in (commission.cancelled(1), commission.moved(2, day)):
            await notices.say("sessions", change)
        written = "select count(*) as n from notice where kind in ('session_moved', 'session_cancelled')"
        async with asyncio.timeout(PATIENCE_S):
            while (await notices.rows("notices", written))[0]["n"] < 9:
                await asyncio.sleep(0.05)
        mailbox.breaks_after = None
        notices.move_clock(notices.clock.now() + timedelta(hours=2))
        await notices.quiet()
    found = [entry(mail) for mail in mailbox.to("medlem@kunta.example")]
    told = {str(one["uid"]).partition("@")[0]: (one["method"], int(one["sequence"])) for one in found}
    first, off, moved, stays = map(str, commission.sessions)
    assert len(found) == 4
    assert told == {first: ("REQUEST", 1), off: ("CANCEL", 1), moved: ("REQUEST", 1), stays: ("REQUEST", 0)}
