"""Whether mail could leave the house, asked of servers that say yes and no; the password is never told."""

from aiosmtpd.smtp import AuthResult

from deploy.checkout import mail_check
from tests.mail_servers import Taking, opened

SECRET = "KANARIA-salasana"
TOLD = {
    "LUOTSI_SMTP_HOST": "127.0.0.1",
    "LUOTSI_MAIL_FROM": "Luotsi <toimisto@luotsi.fi>",
    "LUOTSI_PORTAL_URL": "https://portaali.luotsi.fi",
    "LUOTSI_CONSOLE_URL": "https://tyopoyta.luotsi.fi",
}


def said(told: dict[str, str]) -> dict[str, tuple[bool, str, str]]:
    return {what: (well, found, remedy) for what, well, found, remedy in mail_check.look(told)}


def authenticated(
    server: object, session: object, envelope: object, mechanism: str, data: object
) -> AuthResult:
    return AuthResult(success=getattr(data, "password", b"") == b"right", handled=False)


def test_without_a_mail_server_it_says_that_mail_is_caught() -> None:
    assert said({})["mail"][0]


def test_a_server_that_would_take_our_mail_is_well_and_nothing_was_sent() -> None:
    office = Taking()
    with opened(office) as port:
        found = said(TOLD | {"LUOTSI_SMTP_PORT": str(port)})
    assert all(well for well, *_ in found.values()), found
    assert office.tries == [] and office.mails == []


def test_a_password_that_is_not_taken_is_said_without_the_password() -> None:
    with opened(Taking(), authenticator=authenticated, auth_require_tls=False) as port:
        told = TOLD | {"LUOTSI_SMTP_PORT": str(port), "LUOTSI_SMTP_USER": "luotsi"}
        wrong = said(told | {"LUOTSI_SMTP_PASSWORD": SECRET})["mail server"]
        right = said(told | {"LUOTSI_SMTP_PASSWORD": "right"})["mail server"]
    assert not wrong[0] and "user and the password" in wrong[1] and SECRET not in str(wrong)
    assert right[0]


def test_a_line_that_is_to_be_encrypted_and_is_not_is_missing() -> None:
    with opened(Taking()) as port:
        found = said(TOLD | {"LUOTSI_SMTP_PORT": str(port), "LUOTSI_SMTP_TLS": "starttls"})["mail server"]
    assert not found[0] and "encrypted" in found[1] and "LUOTSI_SMTP_TLS" in found[2]


def test_a_password_is_not_sent_in_the_clear_to_another_machine() -> None:
    told = {
        "LUOTSI_SMTP_HOST": "mail.luotsi.fi",
        "LUOTSI_SMTP_USER": "luotsi",
        "LUOTSI_SMTP_PASSWORD": SECRET,
    }
    found = said(told)["mail server"]
    assert not found[0] and "in the clear" in found[1] and SECRET not in str(found)


def test_an_example_sender_and_addresses_without_https_are_missing() -> None:
    with opened(Taking()) as port:
        told = {**TOLD, "LUOTSI_SMTP_PORT": str(port), "LUOTSI_MAIL_FROM": "Luotsi <no-reply@luotsi.example>"}
        found = said(told | {"LUOTSI_PORTAL_URL": "http://portaali.luotsi.fi", "LUOTSI_CONSOLE_URL": ""})
    assert [what for what, (well, *_) in found.items() if not well] == [
        "mail sender",
        "LUOTSI_PORTAL_URL",
        "LUOTSI_CONSOLE_URL",
    ]
    assert all(remedy for well, _, remedy in found.values() if not well)
