"""Codes for signing in: at once, once, beside everything else, and forgotten when they are sent."""

import asyncio
import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.notices import MailSignInCode
from services.notices.mailing import codes
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.notices.builders import NOW, Commission, say
from tests.integration.notices.mailbox import Mailbox
from tests.mail_servers import GREYLISTED
from tests.patience import PATIENCE_S, nats_connection

ASKER = UUID("0190a0a0-0000-7000-8000-00000000b001")
LINK = "http://localhost/sign-in/code/abc"


def code(**facts: Any) -> MailSignInCode:
    order = {
        "email": "aino@kunta.example",
        "person_id": ASKER,
        "code": "123456",
        "language": "fi",
        "link": LINK,
        "purpose": "portal",
        "as_of": NOW,
    }
    return MailSignInCode.model_validate(order | facts)


async def test_a_code_is_mailed_once_to_the_address_and_nothing_of_it_is_kept(
    notices: House, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    await notices.ask(code())
    await notices.ask(code())
    await notices.quiet()
    [mail] = mailbox.to("aino@kunta.example")
    assert "123 456" in mail.get_content()
    assert LINK in mail.get_content()
    assert mail["Subject"] == "Kirjautumiskoodisi"
    [kept] = await notices.rows("notices", "select to_jsonb(sign_in_mail) as row, status from sign_in_mail")
    assert kept["status"] == "sent"
    for secret in ("123456", "kunta.example", LINK):
        assert secret not in kept["row"]
        assert secret not in "".join(capsys.readouterr())


async def test_no_link_goes_out_in_our_name_that_leads_to_no_door(notices: House, mailbox: Mailbox) -> None:
    """Who has a door's seed would have a letter of the provider's lead people to themselves."""
    for elsewhere in ("https://localhost.evil.example/sign-in", "https://localhost@evil.example/"):
        with pytest.raises(Refusal, match="link_elsewhere: link"):
            await notices.ask(code(link=elsewhere))
    await notices.quiet()
    assert mailbox.to("aino@kunta.example") == []


async def test_a_code_that_cannot_be_written_keeps_no_other_waiting(
    notices: House, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = codes._letter

    def odd(row: Any, *around: Any) -> Any:
        if row.person_id == ASKER:
            raise ZeroDivisionError(row.email)
        return whole(row, *around)

    monkeypatch.setattr(codes, "_letter", odd)
    await notices.ask(code())
    await notices.ask(code(person_id=uuid4(), email="berit@kunta.example"))
    async with asyncio.timeout(PATIENCE_S):
        while not await notices.rows("notices", "select 1 from sign_in_mail where status = 'sent'"):
            await asyncio.sleep(0.05)
    assert mailbox.to("berit@kunta.example")
    [put_off] = await notices.rows("notices", "select tries from sign_in_mail where status = 'waiting'")
    assert put_off["tries"] == 1


@pytest.mark.parametrize(
    ("language", "read"), [("fi", "lue hänelle"), ("sv", "Läs upp"), ("en", "read them this code")]
)
async def test_who_asked_for_nothing_is_told_who_did_and_to_read_them_the_code(
    notices: House, mailbox: Mailbox, language: str, read: str
) -> None:
    asker = {"name": "Kerttu Koordinaattori", "email": "kerttu@luotsi.example", "phone": "+358 9 123 4567"}
    await notices.ask(code(proves="address", purpose="console", language=language, asker=asker))
    await notices.quiet()
    [mail] = mailbox.to("aino@kunta.example")
    text = mail.get_content().replace("\n", " ")
    assert "123 456" in text and read in text and asker["phone"] in text
    assert text.count("Kerttu Koordinaattori") >= 2 and "http" not in text
    assert mail["Reply-To"].addresses[0].addr_spec == asker["email"]
    [kept] = await notices.rows("notices", "select asker from sign_in_mail")
    assert kept["asker"] is None


async def test_no_words_of_a_door_go_out_in_our_name(notices: House, mailbox: Mailbox) -> None:
    """Of who asks on another's behalf directory tells the name and the number, once they have proved who they are."""
    asker = {"name": "Voita palkinto", "email": "thief@evil.example", "phone": "https://evil.example"}
    connection = await nats_connection(notices.as_program("portal"))
    try:
        door = Asker(connection, PATIENCE_S, who="portal")
        await door(code(asker=asker))
        with pytest.raises(Refusal, match="not_proved: asked_by"):
            await door(code(asked_by=uuid4()))
    finally:
        await connection.close()
    await notices.quiet()
    [mail] = mailbox.to("aino@kunta.example")
    assert LINK in mail.get_content() and "evil" not in mail.as_string() and "Voita" not in mail.as_string()


@pytest.mark.parametrize(("language", "call"), [("fi", "soita"), ("sv", "ring"), ("en", "call")])
@pytest.mark.parametrize("phone", ["", "+358 9 123 4567"])
async def test_who_is_told_to_call_is_told_the_number(
    notices: House, mailbox: Mailbox, language: str, call: str, phone: str
) -> None:
    asker = {"name": "Kerttu Koordinaattori", "email": "kerttu@luotsi.example", "phone": phone}
    await notices.ask(code(proves="address", purpose="console", language=language, asker=asker))
    await notices.quiet()
    [mail] = mailbox.to("aino@kunta.example")
    told = [
        one
        for one in mail.get_content().replace("\r\n", "\n").split("\n\n")
        if re.search(rf"\b{call}\b", one, re.I)
    ]
    assert len(told) == bool(phone) and all(phone in one for one in told)


async def test_the_next_asking_is_another_mail(notices: House, mailbox: Mailbox) -> None:
    await notices.ask(code())
    await notices.ask(code(code="654321", as_of=NOW + timedelta(minutes=1)))
    await notices.quiet()
    assert len(set(mailbox.ids())) == len(mailbox.mails) == 2


async def test_a_moved_clock_and_a_refused_address_hold_nobody_up(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    notices.move_clock(NOW + timedelta(days=200))
    await say(notices, commission.received())
    await notices.ask(code(email="gone@kunta.example", person_id=uuid4()))
    await notices.ask(code())
    await notices.quiet()
    assert len(mailbox.to("aino@kunta.example")) == 1
    states = await notices.rows(
        "notices", "select status, email, code, link from sign_in_mail order by status"
    )
    assert [tuple(row) for row in states] == [("refused", None, None, None), ("sent", None, None, None)]


async def test_a_code_waits_for_the_mail_server_but_no_longer_than_it_is_good(
    notices: House, mailbox: Mailbox
) -> None:
    port = notices.smtp_port
    mailbox.close()
    await notices.ask(code())
    await notices.ask(code(person_id=uuid4(), email="old@kunta.example"))
    long_ago = "update sign_in_mail set written_at = now() - interval '11 minutes' where email like 'old%'"
    await notices.rows("notices", long_ago)
    mailbox.open(port)
    async with asyncio.timeout(PATIENCE_S):
        while (await notices.services["notices"].report()).due_now:
            await asyncio.sleep(0.02)
    assert [mail["To"].addresses[0].username for mail in mailbox.mails] == ["aino"]
    states = await notices.rows("notices", "select status, code from sign_in_mail order by status")
    assert [tuple(row) for row in states] == [("dropped", None), ("sent", None)]


async def test_a_code_that_is_greylisted_is_tried_again_after_a_while_and_arrives_once(
    notices: House, mailbox: Mailbox
) -> None:
    mailbox.refusals["aino"] = GREYLISTED
    await notices.ask(code())
    put_off = "select 1 from sign_in_mail where tries = 1 and status = 'waiting' and not_before > written_at"
    async with asyncio.timeout(PATIENCE_S):
        while not await notices.rows("notices", put_off):
            await asyncio.sleep(0.02)
    del mailbox.refusals["aino"]
    await notices.rows("notices", "update sign_in_mail set not_before = now()")
    async with asyncio.timeout(PATIENCE_S):
        while not mailbox.mails:
            await asyncio.sleep(0.02)
    await notices.quiet()
    assert len(mailbox.to("aino@kunta.example")) == 1


@pytest.mark.parametrize("wrong", [{"code": "12345"}, {"email": "nobody"}, {"purpose": "back"}, {"link": ""}])
async def test_a_malformed_order_is_refused(notices: House, wrong: dict[str, str]) -> None:
    order = code().model_copy(update=wrong)
    with pytest.raises(Refusal, match="malformed"):
        await notices.ask(order)
