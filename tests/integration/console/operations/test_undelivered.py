"""Mail that did not arrive: on the worklist and the timeline with its reason, corrected, sent again, or left."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.messages.directory import ChangeAddress, RegisterPerson
from services.messages.notices import (
    LeaveUndelivered,
    ListUndelivered,
    SendAgain,
    SendTrialMail,
    UndeliveredMail,
)
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.integration.console.arranged import Arranged
from tests.integration.notices.mailbox import Mailbox
from tests.mail_servers import QUOTA

NOBODY = "550 5.1.1 no such user"


async def asked_by(console: Arranged, email: str) -> str:
    """An inquiry whose acknowledgement was tried to be sent to this address. Returns its number."""
    order = RegisterPerson(
        person_id=uuid4(),
        given_name=email.partition("@")[0].title(),
        family_name="Osoitteeton",
        email=email,
        language="fi",
        registered_by=FOUNDER,
        as_of=console.house.clock.now(),
    )
    await console.house.ask(order)
    _, number = await console.asked(contact_email=email)
    await console.house.quiet()
    return number


async def undelivered(console: Arranged, role: str = "coordinator") -> list[UndeliveredMail]:
    viewer = Viewer(person_id=console.staff[role], role=Role(role))
    query = ListUndelivered(viewer=viewer, as_of=console.house.clock.now())
    return (await console.house.ask(query)).mails


async def of(console: Arranged, number: str) -> list[UndeliveredMail]:
    return [one for one in await undelivered(console) if one.process_number == number]


async def test_a_mail_to_no_such_address_is_on_my_day_with_its_reason_until_it_is_sent_again(
    console: Arranged, mailbox: Mailbox
) -> None:
    mailbox.refusals["outi"] = NOBODY
    number = await asked_by(console, "outi@kunta.example")
    day, listed = await console.open("/"), await console.open("/undelivered")
    timeline = await console.open(f"/processes/{number}")
    assert "Mail did not arrive: Outi Osoitteeton" in day
    assert "There is no such address." in day and number in day
    [correct] = re.findall(r'href="(/people/[^"]+/address)"', listed)
    correcting = await console.open(correct)
    assert "outi@kunta.example" in correcting and 'class="back" href="/undelivered"' in correcting
    assert "outi@kunta.example" in listed and "550 5.1.1" in listed and "Waits for you" in listed
    assert "Did not arrive: Mail: inquiry received" in timeline
    assert "Mail did not arrive" not in await console.open("/", role="finance")

    [mail] = await of(console, number)
    again = {"notice_ids": str(mail.notice_id)}
    del mailbox.refusals["outi"]
    for _ in ("pressed", "pressed again in another tab"):
        assert await console.send("/undelivered/again", again) == "/undelivered"
        await console.house.quiet()
    assert len(mailbox.to("outi@kunta.example")) == 1
    assert await of(console, number) == []
    assert "Mail did not arrive: Outi" not in await console.open("/")
    timeline = await console.open(f"/processes/{number}")
    assert "Mail: inquiry received" in timeline and "Did not arrive" not in timeline


async def test_the_word_to_an_address_that_does_not_exist_waits_for_nobody(
    console: Arranged, mailbox: Mailbox
) -> None:
    mailbox.refusals["vanha"] = NOBODY
    number = await asked_by(console, "vanha@kunta.example")
    [mail] = await of(console, number)
    change = ChangeAddress(
        person_id=mail.person_id,
        email="uusi@kunta.example",
        changed_by=console.staff["coordinator"],
        as_of=console.house.clock.now(),
    )
    await console.house.ask(change)
    await console.house.quiet()
    assert [one.kind for one in await undelivered(console)] == [mail.kind]


async def test_what_is_not_needed_any_more_leaves_the_worklist_and_is_not_sent(
    console: Arranged, mailbox: Mailbox
) -> None:
    mailbox.refusals["leena"] = NOBODY
    number = await asked_by(console, "leena@kunta.example")
    [mail] = await of(console, number)
    del mailbox.refusals["leena"]
    await console.send("/undelivered/leave", {"notice_ids": str(mail.notice_id)})
    await console.house.quiet()
    assert await of(console, number) == []
    assert mailbox.to("leena@kunta.example") == []


async def test_those_who_have_nothing_to_do_with_mail_do_not_find_it(
    console: Arranged, mailbox: Mailbox
) -> None:
    mailbox.refusals["veera"] = NOBODY
    number = await asked_by(console, "veera@kunta.example")
    [mail] = await of(console, number)
    await console.open("/undelivered", role="supervisor", status=404)
    form = {"notice_ids": str(mail.notice_id)}
    for role in ("supervisor", "finance"):
        await console.send("/undelivered/again", form, role=role, status=404)
    await console.send("/undelivered/again", {"notice_ids": str(UUID(int=7))}, status=404)
    await console.send("/undelivered/again", {"notice_ids": "all"}, status=404)
    assert await of(console, number) == [mail]
    assert await undelivered(console, "finance") == []


async def test_a_full_mailbox_is_told_of_after_some_hours_and_is_tried_on(
    console: Arranged, mailbox: Mailbox
) -> None:
    mailbox.refusals["taina"] = QUOTA
    number = await asked_by(console, "taina@kunta.example")
    assert await of(console, number) == []
    console.house.move_clock(console.house.clock.now() + timedelta(hours=4))
    await console.house.quiet()
    [mail] = await of(console, number)
    assert (mail.reason, mail.status) == ("quota", "waiting")
    page = await console.open("/undelivered")
    assert "mailbox is full" in page and "Tried again by itself" in page


async def test_a_mail_is_mended_by_whom_it_is_shown_to_alone(console: Arranged, mailbox: Mailbox) -> None:
    """Past the page too: finance mends the mails with invoices, and who has no such part none."""
    mailbox.refusals["ossi"] = NOBODY
    number = await asked_by(console, "ossi@kunta.example")
    [mail] = await of(console, number)
    for who, code in ((console.staff["finance"], "unknown_mail"), (uuid4(), "not_yours_to_decide")):
        again = SendAgain(sent_by=who, notice_ids=[mail.notice_id], as_of=console.house.clock.now())
        for order in (again, LeaveUndelivered(left_by=who, notice_ids=[mail.notice_id])):
            with pytest.raises(Refusal, match=code):
                await console.house.ask(order)
    trial = {"email": "ossi@kunta.example", "language": "fi", "as_of": console.house.clock.now()}
    with pytest.raises(Refusal, match="not_yours_to_decide"):
        await console.house.ask(SendTrialMail(sent_by=console.staff["coordinator"], **trial))
    assert await of(console, number) == [mail]
