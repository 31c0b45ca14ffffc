"""The settings by which mail leaves, without the password, and a trial mail that says what the server says."""

from pathlib import Path

import pytest
from markupsafe import escape
from pydantic import SecretStr

from tests.integration.console.arranged import Arranged
from tests.integration.console.money.test_seller import SELLER
from tests.integration.notices.mailbox import Mailbox
from tests.mail_servers import QUOTA, HangingUp, Taking, opened, unknown_to_all

SECRET = "KANARIA-salasana"
TRIAL = "/system/mail/trial"


@pytest.fixture(autouse=True, scope="module")
def _sender(console: Arranged) -> None:
    settings = console.house.services["notices"].settings
    settings.mail_from, settings.mail_reply_to = "Työnohjaus Oy <toimisto@työ.fi>", "vastaukset@työ.fi"


async def test_a_trial_mail_arrives_from_the_sender_that_is_set(console: Arranged, mailbox: Mailbox) -> None:
    page = await console.open("/system/mail", "administrator")
    assert 'value="administrator@luotsi.example"' in page and "toimisto@työ.fi" in page
    assert await console.send(TRIAL, {"email": "aino@kunta.example"}, "administrator") == "/system/mail"
    [mail] = mailbox.to("aino@kunta.example")
    assert mail["From"].addresses[0].addr_spec == "toimisto@xn--ty-gka.fi"
    assert mail["From"].addresses[0].display_name == "Työnohjaus Oy"
    assert mail["Reply-To"].addresses[0].addr_spec == "vastaukset@xn--ty-gka.fi"
    assert "has arrived: mail can be sent" in mail.get_content()


async def test_the_page_names_the_sender_as_mails_do(console: Arranged, mailbox: Mailbox) -> None:
    await console.send("/seller", SELLER | {"name": 'Ohjaamo "Ensi" Oy'}, "finance")
    await console.house.quiet()
    page = await console.open("/system/mail", "administrator")
    await console.send(TRIAL, {"email": "eeva@kunta.example"}, "administrator")
    [mail] = mailbox.to("eeva@kunta.example")
    named = mail["From"].addresses[0]
    assert named.display_name == 'Ohjaamo "Ensi" Oy'
    assert escape(f"{named.display_name} <toimisto@työ.fi>") in page


async def test_what_the_mail_server_says_to_a_trial_mail_is_told_with_a_remedy(
    console: Arranged, mailbox: Mailbox
) -> None:
    mailbox.refusals |= {"full": QUOTA, "relay": "550 5.7.1 Unable to relay"}
    for email, said in (
        ("gone@kunta.example", "There is no such address."),
        ("full@kunta.example", "mailbox is full"),
        ("relay@kunta.example", "LUOTSI_MAIL_FROM"),
    ):
        assert said in await console.send(TRIAL, {"email": email}, "administrator", status=422)
    assert "550 5.1.1" in await console.send(TRIAL, {"email": "gone@k.example"}, "administrator", status=422)
    settings = console.house.services["notices"].settings
    settings.smtp_port, open_port = 9, settings.smtp_port
    page = await console.send(TRIAL, {"email": "aino@kunta.example"}, "administrator", status=422)
    settings.smtp_port = open_port
    assert "The mail server does not answer." in page and "LUOTSI_SMTP_PORT" in page


async def test_a_server_that_asks_who_we_are_or_has_a_strange_certificate_is_told_apart_from_one_that_is_away(
    console: Arranged, mailbox: Mailbox, tmp_path: Path
) -> None:
    settings = console.house.services["notices"].settings
    open_port, mailbox.refuses_sender = settings.smtp_port, True
    asks = await console.send(TRIAL, {"email": "aino@kunta.example"}, "administrator", status=422)
    with opened(Taking(), tls_context=unknown_to_all(tmp_path)) as settings.smtp_port:
        settings.smtp_tls = "starttls"
        strange = await console.send(TRIAL, {"email": "aino@kunta.example"}, "administrator", status=422)
    settings.smtp_port, settings.smtp_tls = open_port, "none"
    assert "asks for a user and a password" in asks and "LUOTSI_SMTP_USER" in asks
    assert "certificate" in strange and "SSL_CERT_FILE" in strange


async def test_a_server_that_hangs_up_is_not_called_away(console: Arranged) -> None:
    settings = console.house.services["notices"].settings
    open_port = settings.smtp_port
    with opened(HangingUp()) as settings.smtp_port:
        page = await console.send(TRIAL, {"email": "aino@kunta.example"}, "administrator", status=422)
    settings.smtp_port = open_port
    assert "answered, and then hung up" in page and "does not answer" not in page


async def test_the_first_days_step_is_done_once_a_trial_mail_was_taken_with_the_settings_as_they_are(
    console: Arranged, mailbox: Mailbox
) -> None:
    settings = console.house.services["notices"].settings
    before = {name: getattr(settings, name) for name in ("profile", "portal_url", "console_url", "mail_from")}
    settings.profile, settings.mail_from = "production", "uusi@työ.fi"
    mailbox.refuses_sender = False
    settings.portal_url, settings.console_url = "https://portaali.example", "https://konsoli.example"

    async def lacks_mail() -> bool:
        row = (await console.open("/settings", "administrator")).partition(
            'href="/system/mail">Outgoing mail'
        )[2]
        return "Missing" in row.partition("</li>")[0]

    assert await lacks_mail(), "right at sight, and never tried"
    await console.send(TRIAL, {"email": "gone@kunta.example"}, "administrator", status=422)
    assert await lacks_mail(), "what was refused counts for nothing"
    await console.send(TRIAL, {"email": "aino@kunta.example"}, "administrator")
    assert not await lacks_mail()
    settings.mail_from = "toinen@työ.fi"
    assert await lacks_mail(), "another sender was never tried"
    await console.send(TRIAL, {"email": "aino@kunta.example"}, "administrator")
    assert len(await console.house.rows("notices", "select * from tried_settings")) == 1
    for name, value in before.items():
        setattr(settings, name, value)


async def test_the_password_is_on_no_page_and_in_no_answer(
    console: Arranged, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = console.house.services["notices"].settings
    settings.smtp_user, settings.smtp_password = "luotsi", SecretStr(SECRET)
    page = await console.open("/system/mail", "administrator")
    page += await console.send(TRIAL, {"email": "aino@kunta.example"}, "administrator", status=422)
    page += await console.open("/system", "administrator")
    settings.smtp_user, settings.smtp_password = "", SecretStr("")
    assert "Password is set" in page and "user and the password" in page
    assert SECRET not in page + "".join(capsys.readouterr())


async def test_only_administrators_find_the_settings(console: Arranged) -> None:
    for role in ("coordinator", "finance", "supervisor"):
        await console.open("/system/mail", role, status=404)
        await console.send(TRIAL, {"email": "aino@kunta.example"}, role, status=404)
