"""A session that has no time with another supervisor: nobody has called it off, and each reads why it is off."""

from datetime import timedelta

from tests.house import House
from tests.integration.directory.builders import relate
from tests.integration.notices.builders import NOW, Commission, person, say
from tests.integration.notices.mailbox import Mailbox, entries, words_of
from tests.integration.notices.sessions.planned_sessions import planned
from tests.integration.notices.test_other_supervisor import handed_over

OFF = {"cancelled_by": "supervisor", "off_because": "another_supervisor"}


async def told_off(notices: House, commission: Commission, mailbox: Mailbox) -> dict[str, str]:
    """The fourth session has no time with who takes over: what each reads of it."""
    await planned(notices, commission, mailbox, 4)
    mailbox.mails = []
    waits = {"former_id": commission.people["supervisor"], "replan_by": NOW + timedelta(days=3)}
    off = commission.cancelled(3).model_copy(update=OFF | waits)
    await say(notices, handed_over(commission, timedelta(0), waiting=1), off)
    return {name: " ".join(map(words_of, mailbox.to(f"{name}@kunta.example"))) for name in _NAMES}


_NAMES = ("member", "medlem", "supervisor", "contact", "koordinaattori")


async def test_each_reads_that_the_supervisor_changes_and_of_nobody_that_they_called_it_off(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    coordinator = await person(notices, "koordinaattori")
    await relate(notices, coordinator, "coordinator")
    read = await told_off(notices, commission, mailbox)
    for name, why, owed in (
        ("member", "Työnohjaaja vaihtuu, eikä uudella", "yhä jäljellä"),
        ("medlem", "Arbetshandledaren byts, och den nya", "Träffen återstår"),
        ("koordinaattori", "Työnohjaaja vaihtuu, eikä uudella", "Etsi uusi aika"),
    ):
        assert why in read[name] and owed in read[name], read[name]
    for words in ("Peruja", "Avbokad av", "Cancelled by", "joutunut perumaan", "Tapaamisten ajat pysyvät"):
        assert not any(words in one for one in read.values()), (words, read)


async def test_who_had_it_has_it_taken_out_of_their_calendar_and_who_never_had_it_does_not(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    read = await told_off(notices, commission, mailbox)
    files = [entry for mail in mailbox.to("supervisor@kunta.example") for entry in entries(mail)]
    off = f"{commission.sessions[3]}@luotsi.invalid"
    assert off in {str(one["uid"]) for one in files if str(one["status"]) == "CANCELLED"}
    assert "The supervisor changes, and the new one has no time" in read["supervisor"]
    assert "coordinator finds" not in read["supervisor"]
    theirs = [entry for mail in mailbox.to("contact@kunta.example") for entry in entries(mail)]
    assert off not in {str(one["uid"]) for one in theirs}
    assert "Kaikille tapaamisille ei löytynyt aikaa, joka sopisi sinulle" in read["contact"]


async def test_the_day_that_is_found_later_is_nobodys_calling_off_either(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await told_off(notices, commission, mailbox)
    mailbox.mails = []
    _, again = commission.called_off(3, timedelta(days=7))
    again = again.model_copy(update={"handed_over": True, "supervisor_id": commission.people["contact"]})
    await say(notices, again)
    [told] = mailbox.to("member@kunta.example")
    assert "peruttiin, kun työnohjaaja vaihtui" in words_of(told)
    assert "joutunut perumaan" not in words_of(told)
    assert mailbox.to("supervisor@kunta.example") == []


async def test_what_the_former_one_called_off_and_the_new_one_holds_says_so_and_is_new_to_them(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """Nobody reads that the new one has called off anything, nor they of a time that they never had."""
    await planned(notices, commission, mailbox, 4)
    former, new = commission.people["supervisor"], commission.people["contact"]
    off, again = commission.called_off(3, timedelta(days=7))
    waits = {"planned_again": False, "replan_by": NOW + timedelta(days=3)}
    await say(notices, off.model_copy(update=waits), handed_over(commission, timedelta(0)))
    mailbox.mails = []
    await say(notices, again.model_copy(update={"supervisor_id": new, "former_id": former}))
    [told] = mailbox.to("member@kunta.example")
    assert "Aiempi työnohjaaja on perunut" in words_of(told) and "on joutunut" not in words_of(told)
    [invited] = [words_of(one) for one in mailbox.to("contact@kunta.example") if entries(one)]
    assert "perunut" not in invited and "Peruttu aika" not in invited, invited
    assert mailbox.to("supervisor@kunta.example") == []
