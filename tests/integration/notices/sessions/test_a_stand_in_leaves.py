"""Who stands in leaves: what they would have held has another day with who comes back, and everybody reads why."""

from datetime import timedelta
from uuid import UUID

from services.runtime.finland import local_date
from tests.house import House
from tests.integration.directory.builders import relate
from tests.integration.notices.builders import FIRST, NOW, Commission, person, say
from tests.integration.notices.mailbox import Mailbox, entries, words_of
from tests.integration.notices.sessions.planned_sessions import planned, settling
from tests.integration.notices.test_other_supervisor import handed_over

WAITS = timedelta(minutes=10)


async def standing_in(notices: House, commission: Commission, mailbox: Mailbox) -> UUID:
    """The second and the third session are those of who stands in, four weeks long."""
    stands_in = await person(notices, "sijainen")
    await planned(notices, commission, mailbox, 3)
    members = [commission.people[name] for name in ("member", "medlem")]
    until_day = local_date(FIRST) + timedelta(days=28)
    facts = {"supervisor_id": stands_in, "until_day": until_day, "attendee_ids": [*members, stands_in]}
    await say(notices, handed_over(commission, timedelta(0), **facts))
    mailbox.mails.clear()
    return stands_in


async def test_of_several_sessions_one_letter_says_so_to_each(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    stands_in = await standing_in(notices, commission, mailbox)
    pairs = [commission.called_off(place, timedelta(days=by)) for place, by in ((1, 21), (2, 14))]
    again = [one.model_copy(update={"leaver_id": stands_in}) for _, one in pairs]
    with settling(notices, WAITS):
        await say(notices, *(off for off, _ in pairs), *again)
        notices.move_clock(notices.clock.now() + WAITS)
        await notices.quiet()
    [told] = mailbox.to("member@kunta.example")
    assert "Lopettaa meillä: Sijainen" in words_of(told), words_of(told)
    assert len(mailbox.to("sijainen@kunta.example")) == 1


async def test_each_reads_who_leaves_and_the_new_day_and_the_leavers_calendar_loses_the_session(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """Of the third session, which comes a week later."""
    stands_in = await standing_in(notices, commission, mailbox)
    off, again = commission.called_off(2, timedelta(days=7))
    await say(notices, off, again.model_copy(update={"leaver_id": stands_in}))
    notices.move_clock(notices.clock.now() + timedelta(hours=1))
    await notices.quiet()
    read = {one["To"].addresses[0].username: one for one in mailbox.mails}
    assert read.keys() == {"member", "medlem", "supervisor", "sijainen", "contact"} and len(read) == len(
        mailbox.mails
    )
    for name, leaves in (
        ("member", "Lopettaa meillä: Sijainen"),
        ("contact", "Lopettaa meillä: Sijainen"),
        ("medlem", "Slutar hos oss: Sijainen"),
        ("supervisor", "Leaving us: Sijainen"),
    ):
        assert leaves in words_of(read[name]), words_of(read[name])
    assert "jatkaa työnohjaajana hänen jälkeensä" in words_of(read["member"])
    assert "Työnohjaaja: Supervisor" in words_of(read["member"])
    [gone] = entries(read["sijainen"])
    assert gone["METHOD"] == "CANCEL"
    assert "Lopettaa" not in words_of(read["sijainen"])


async def test_where_no_day_is_found_each_reads_who_leaves_and_that_both_sessions_are_still_to_come(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """The members by one letter of both; the customer and who comes back have no calendar entry to lose."""
    stands_in = await standing_in(notices, commission, mailbox)
    waits = {"cancelled_by": "supervisor", "replan_by": NOW + timedelta(days=3), "leaver_id": stands_in}
    with settling(notices, WAITS):
        await say(notices, *(commission.cancelled(place).model_copy(update=waits) for place in (1, 2)))
        notices.move_clock(notices.clock.now() + WAITS)
        await notices.quiet()
    [told] = mailbox.to("member@kunta.example")
    assert "Lopettaa meillä: Sijainen" in words_of(told)
    assert words_of(told).count("peruttu maksutta; on yhä jäljellä") == 2
    for name, leaves, owed in (
        ("contact", "Lopettaa meillä: Sijainen", "on yhä jäljellä"),
        ("supervisor", "Leaving us: Sijainen", "still to come"),
    ):
        [letter] = [words_of(one) for one in mailbox.to(f"{name}@kunta.example")]
        assert leaves in letter and " ".join(letter.split()).count(owed) == 2, letter
        # Who leaves is nobody's supervisor then, and the session's own page nobody's who comes after.
        assert "ohjaaja: Sijainen" not in letter and "/sessions/" not in letter, letter
    [gone] = mailbox.to("sijainen@kunta.example")
    assert "Lopettaa" not in words_of(gone) and "jäljellä" not in words_of(gone)


async def test_when_a_day_is_found_later_it_is_nobodys_calling_off_and_the_leaver_hears_no_more(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    stands_in = await standing_in(notices, commission, mailbox)
    off, again = commission.called_off(2, timedelta(days=7))
    waits = {"planned_again": False, "replan_by": NOW + timedelta(days=3), "leaver_id": stands_in}
    for said in (off.model_copy(update=waits), again.model_copy(update={"leaver_id": stands_in})):
        mailbox.mails.clear()
        await say(notices, said)
        notices.move_clock(notices.clock.now() + timedelta(hours=1))
        await notices.quiet()
    read = {one["To"].addresses[0].username: words_of(one) for one in mailbox.mails}
    assert read.keys() == {"member", "medlem", "supervisor", "contact"} and len(read) == len(mailbox.mails)
    for name, leaves, called_off in (
        ("member", "Lopettaa meillä: Sijainen", "joutunut perumaan"),
        ("contact", "Lopettaa meillä: Sijainen", "joutunut perumaan"),
        ("medlem", "Slutar hos oss: Sijainen", "tvungen att avboka"),
        ("supervisor", "Leaving us: Sijainen", "had to call off"),
    ):
        assert leaves in read[name] and called_off not in read[name], read[name]


async def test_of_one_session_without_a_day_its_letter_says_so(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    stands_in = await standing_in(notices, commission, mailbox)
    waits = {"cancelled_by": "supervisor", "replan_by": NOW + timedelta(days=3), "leaver_id": stands_in}
    await say(notices, commission.cancelled(1).model_copy(update=waits))
    notices.move_clock(notices.clock.now() + timedelta(hours=1))
    await notices.quiet()
    [told] = mailbox.to("medlem@kunta.example")
    for words in ("Slutar hos oss: Sijainen", "Träffen återstår, och avbokningen kostar ingenting."):
        assert words in words_of(told), words_of(told)
    [gone] = mailbox.to("sijainen@kunta.example")
    assert entries(gone)[0]["METHOD"] == "CANCEL" and "jäljellä" not in words_of(gone)


async def test_the_coordinator_who_looks_for_a_day_reads_that_its_supervisor_leaves_and_has_called_off_nothing(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    coordinator = await person(notices, "koordinaattori")
    await relate(notices, coordinator, "coordinator")
    stands_in = await standing_in(notices, commission, mailbox)
    waits = {"cancelled_by": "supervisor", "replan_by": NOW + timedelta(days=3)}
    await say(
        notices,
        commission.cancelled(1).model_copy(update=waits | {"leaver_id": stands_in}),
        commission.cancelled(2).model_copy(update=waits),
    )
    left, called_off = [words_of(one) for one in mailbox.to("koordinaattori@kunta.example")]
    for words in ("Lopettaa meillä: Sijainen", "uusi aika on sen, joka jatkaa työnohjaajana hänen jälkeensä"):
        assert words in left and words not in called_off, (left, called_off)
    assert "Työnohjaaja: Sijainen" not in left
