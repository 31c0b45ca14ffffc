"""A session is moved in the minute in which its reminder goes out: it comes before the new time's letter, or never."""

from datetime import datetime, timedelta

from tests.grown import grown
from tests.house import House
from tests.integration.notices.builders import FIRST, Commission, people_registered, say
from tests.integration.notices.conftest import mailbox
from tests.integration.notices.mailbox import Mailbox
from tests.integration.races.rounds import ROUNDS, came_out, in_turns

__all__ = ["mailbox"]

A_WEEK = timedelta(days=7)
NINE = FIRST.replace(day=19, hour=7)
OLD, NEW = "Muistutus: työnohjaus TO-1007, 20.1.2027", "Muistutus: työnohjaus TO-1007, 27.1.2027"
MOVED = "Uusi aika: työnohjaus TO-1007, 27.1.2027"


async def planned(house: House) -> Commission:
    """One session, and everybody invited."""
    commission = await people_registered(house)
    await say(house, commission.received(), commission.signed(), commission.planned(1))
    return commission


async def reach(house: House, at: datetime) -> None:
    """What is due then goes out."""
    house.move_clock(at)
    await house.quiet()


async def test_a_session_that_is_moved_while_it_is_reminded_of_is_reminded_of_at_its_new_time_once(
    house: House, mailbox: Mailbox
) -> None:
    mailbox.open_for(house)
    await house.open("directory", "notices")
    for turn in range(ROUNDS):
        commission = await grown(house, planned)
        mailbox.mails.clear()
        moved = commission.moved(0, A_WEEK)
        await in_turns(turn, [house.say("sessions", moved)], [reach(house, NINE)])
        await house.quiet()
        told = [str(mail["Subject"]) for mail in mailbox.to("member@kunta.example")]
        assert told in ([MOVED], [OLD, MOVED])
        came_out("reminded of the old time first" if OLD in told else "the new time alone")
        mailbox.mails.clear()
        await reach(house, NINE + A_WEEK)
        for one in ("member", "medlem", "supervisor"):
            assert len(mailbox.to(f"{one}@kunta.example")) == 1
        assert [mail["Subject"] for mail in mailbox.to("member@kunta.example")] == [NEW]
