"""Sessions in another place: one letter to each who comes, with the entries that their calendars already have."""

from datetime import timedelta

from services.messages.sessions import PlaceChanged, PlacedSession
from tests.house import House
from tests.integration.notices.builders import Commission, say
from tests.integration.notices.mailbox import Mailbox, entries, words_of
from tests.integration.notices.sessions.planned_sessions import planned


def changed(commission: Commission, *places: int, sequence: int = 1) -> PlaceChanged:
    told = [
        PlacedSession(session_id=commission.sessions[place], number=place + 1, sequence=sequence)
        for place in places
    ]
    return PlaceChanged(process_id=commission.process_id, sessions=told)


async def test_each_attendee_has_one_letter_of_all_that_are_elsewhere(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 4)
    mailbox.mails.clear()
    for _ in range(2):
        await say(notices, changed(commission, 1, 2, 3))
    assert len(mailbox.mails) == 3
    [mail] = mailbox.to("member@kunta.example")
    assert mail["Subject"] == "Uusi paikka: työnohjaus TO-1007"
    assert "tämä koskee: 3" in words_of(mail)
    found = entries(mail)
    assert {str(one["uid"]) for one in found} == {f"{one}@luotsi.invalid" for one in commission.sessions[1:]}
    assert {one["sequence"] for one in found} == {1}
    await say(notices, commission.moved(1, timedelta(days=1), sequence=2))
    [_, moved] = mailbox.to("member@kunta.example")
    assert [one["sequence"] for one in entries(moved)] == [2]


async def test_where_sessions_are_is_asked_once_one_has_been_elsewhere(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 2)

    async def asked_for() -> bool:
        [row] = await notices.rows("notices", "select may_be_elsewhere as so from known_process")
        return bool(row["so"])

    assert not await asked_for()
    await say(notices, changed(commission, 1))
    assert await asked_for()
