"""The three-way meeting in its readers' calendars: asked to, moved, and taken out again."""

from datetime import timedelta
from typing import Any

import pytest

from services.messages.contracts import (
    ContractGivenUp,
    MeetingArranged,
    MeetingCorrected,
    MeetingPlace,
    MeetingWaived,
    ShowMeetingPlace,
)
from services.messages.envelope import Event
from tests.house import House
from tests.integration.notices.builders import NOW, Commission, say
from tests.integration.notices.mailbox import Mailbox, entries, words_of

INVITED = ("contact", "supervisor", "medlem")


def arranged(commission: Commission, days: int, sequence: int, **facts: Any) -> MeetingArranged:
    told: dict[str, Any] = {
        "process_id": commission.process_id,
        "starts_at": NOW + timedelta(days=days),
        "ends_at": NOW + timedelta(days=days, hours=1),
        "sequence": sequence,
        "supervisor_id": commission.people["supervisor"],
        "supervisee_ids": [commission.people["medlem"]],
    }
    return MeetingArranged.model_validate(told | facts)


@pytest.fixture
async def house(notices: House, commission: Commission, mailbox: Mailbox) -> House:
    async def answer(message: Any) -> None:
        await message.respond(MeetingPlace(place="Kirkkokatu 3").model_dump_json().encode())

    await notices.stand_in(ShowMeetingPlace, answer)
    await say(notices, commission.received())
    mailbox.mails.clear()
    return notices


def entry(mailbox: Mailbox, name: str) -> Any:
    [mail] = mailbox.to(f"{name}@kunta.example")
    [one] = entries(mail)
    return one


async def test_each_who_is_invited_reads_where_and_when_and_has_it_in_the_calendar(
    house: House, commission: Commission, mailbox: Mailbox
) -> None:
    for _ in range(2):
        await say(house, arranged(commission, 2, 2))
    assert len(mailbox.mails) == len(INVITED)
    for name in INVITED:
        one = entry(mailbox, name)
        assert (one["method"], one["status"], one["sequence"]) == ("REQUEST", "CONFIRMED", 2)
        assert one["uid"] == f"{commission.process_id}-meeting@luotsi.invalid"
        assert one["dtend"].dt - one["dtstart"].dt == timedelta(hours=1)
        assert one["location"] == "Kirkkokatu 3" and one["class"] == "PRIVATE"
        [mail] = mailbox.to(f"{name}@kunta.example")
        assert "Kirkkokatu 3" in words_of(mail)


async def test_another_time_says_that_the_former_is_off_and_moves_the_same_entry(
    house: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(house, arranged(commission, 2, 2))
    mailbox.mails.clear()
    await say(house, arranged(commission, 3, 4, previous_starts_at=NOW + timedelta(days=2)))
    one = entry(mailbox, "supervisor")
    assert (one["method"], one["sequence"]) == ("REQUEST", 4)
    assert one["dtstart"].dt == NOW + timedelta(days=3)
    assert "holds no longer" in words_of(mailbox.to("supervisor@kunta.example")[0])
    assert "gäller inte längre" in words_of(mailbox.to("medlem@kunta.example")[0])
    mailbox.mails.clear()
    await say(house, arranged(commission, 3, 6, previous_starts_at=NOW + timedelta(days=3)))
    words = words_of(mailbox.to("supervisor@kunta.example")[0])
    assert "the place or the length has changed" in words and "holds no longer" not in words


@pytest.mark.parametrize("how", ["waived", "corrected", "given up"])
async def test_what_calls_it_off_takes_it_out_of_the_calendar_once(
    house: House, commission: Commission, mailbox: Mailbox, how: str
) -> None:
    await say(house, arranged(commission, 2, 2))
    about: dict[str, Any] = {"process_id": commission.process_id}
    over: dict[str, Event] = {
        "waived": MeetingWaived(**about),
        "corrected": MeetingCorrected(**about, outcome="waived"),
        "given up": ContractGivenUp(**about, version=1, asked=[], given_up_at=NOW),
    }
    mailbox.mails.clear()
    for _ in range(2):
        await say(house, over[how])
    for name in INVITED:
        [mail] = [one for one in mailbox.to(f"{name}@kunta.example") if entries(one)]
        [one] = entries(mail)
        assert (one["method"], one["status"], one["sequence"]) == ("CANCEL", "CANCELLED", 3)
        assert one["uid"] == f"{commission.process_id}-meeting@luotsi.invalid"
        prepared = any(word in words_of(mail) for word in ("prepared next", "Härnäst", "Seuraavaksi"))
        assert prepared is (how != "given up"), words_of(mail)
    await say(house, MeetingCorrected(**about, outcome="open"))
    mailbox.mails.clear()
    await say(house, arranged(commission, 2, 4))
    assert entry(mailbox, "medlem")["sequence"] == 4, "it is on again"


async def test_what_was_said_before_there_were_entries_is_told_without_one(
    house: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(house, arranged(commission, 2, 0, ends_at=None))
    [mail] = mailbox.to("medlem@kunta.example")
    assert entries(mail) == []
    mailbox.mails.clear()
    await say(house, MeetingWaived(process_id=commission.process_id))
    [mail] = mailbox.to("medlem@kunta.example")
    assert entries(mail) == []
