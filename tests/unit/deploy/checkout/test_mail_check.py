"""Whether mail could leave the house, asked of servers that say yes and no; the password is never told."""

import sys
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult

from deploy.checkout import mail_check, settings_faults
from tests.mail_servers import Taking, opened, unknown_to_all

SECRET = "KANARIA-salasana"
TOLD = {
    "LUOTSI_SMTP_HOST": "127.0.0.1",
    "LUOTSI_MAIL_FROM": "Luotsi <toimisto@luotsi.fi>",
    "LUOTSI_PORTAL_URL": "https://portaali.luotsi.fi",
    "LUOTSI_CONSOLE_URL": "https://tyopoyta.luotsi.fi",
}


ASKED_OF_ANOTHER_PYTHON = mail_check.as_services_read


@pytest.fixture(autouse=True)
def asked_of_this_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rule without another Python's start; that this one says the same is a test of its own."""

    def read(python: Path, told: dict[str, str]) -> tuple[list[tuple[str, str]], str]:
        with monkeypatch.context() as around:
            for name, value in told.items():
                around.setenv(name, value)
            return list(settings_faults.faults()), settings_faults.sender()

    monkeypatch.setattr(mail_check, "as_services_read", read)


def said(told: dict[str, str]) -> dict[str, tuple[bool, str, str]]:
    return {
        what: (well, found, remedy)
        for what, well, found, remedy in mail_check.look(Path(sys.executable), told)
    }


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


def test_a_certificate_that_nobody_here_trusts_is_said_to_be_it(tmp_path: Path) -> None:
    with opened(Taking(), tls_context=unknown_to_all(tmp_path)) as port:
        found = said(TOLD | {"LUOTSI_SMTP_PORT": str(port), "LUOTSI_SMTP_TLS": "starttls"})["mail server"]
    assert not found[0] and "certificate" in found[1] and "SSL_CERT_FILE" in found[2]


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_server_that_asks_who_we_are_leads_to_user_and_password_and_not_to_the_sender() -> None:
    with opened(Taking(), authenticator=authenticated, auth_require_tls=False, auth_required=True) as port:
        told = TOLD | {"LUOTSI_SMTP_PORT": str(port)}
        nobody = said(told)["mail server"]
        in_ours = said(told | {"LUOTSI_SMTP_USER": "luotsi", "LUOTSI_SMTP_PASSWORD": "sälä"})["mail server"]
    for found in (nobody, in_ours):
        assert not found[0] and "password" in found[1] and "LUOTSI_SMTP_USER" in found[2]


def test_a_password_is_not_sent_in_the_clear_to_another_machine() -> None:
    told = {
        "LUOTSI_SMTP_HOST": "mail.luotsi.fi",
        "LUOTSI_SMTP_USER": "luotsi",
        "LUOTSI_SMTP_PASSWORD": SECRET,
    }
    [(well, reason, _)] = said(told).values()
    assert not well and "smtp_tls has to be starttls or tls" in reason and SECRET not in reason


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


def test_a_sender_under_a_domain_with_letters_of_ours_is_taken() -> None:
    with opened(Taking()) as port:
        told = TOLD | {"LUOTSI_SMTP_PORT": str(port), "LUOTSI_MAIL_FROM": "Työnohjaus <posti@työ.fi>"}
        found = said(told)
    assert all(well for well, *_ in found.values()), found


def test_our_domain_is_named_to_the_server_as_mails_name_it() -> None:
    """By the newer rule, for which ß is a letter of its own: by the older one it would be another domain."""
    for sender, named in (
        ("posti@työ.fi", "posti@xn--ty-gka.fi"),
        ("posti@straße.de", "posti@xn--strae-oqa.de"),
    ):
        assert mail_check.as_services_read(Path(sys.executable), TOLD | {"LUOTSI_MAIL_FROM": sender}) == (
            [],
            named,
        )


def test_settings_with_which_the_services_would_not_start_are_named_and_not_told() -> None:
    wrong = {
        "LUOTSI_SMTP_PORT": "abc",
        "LUOTSI_SMTP_TLS": "ssl",
        "LUOTSI_MAIL_FROM": "pösti@työ.fi",
        "LUOTSI_MAIL_REPLY_TO": "a b c",
        "LUOTSI_MAIL_ORGANISER": "nobody",
    }
    found = said(TOLD | wrong)
    asked = dict(ASKED_OF_ANOTHER_PYTHON(Path(sys.executable), TOLD | wrong)[0])
    assert asked == {what: reason for what, (_, reason, _) in found.items()}
    assert {what for what, (well, *_) in found.items() if not well} == set(wrong)
    assert not any(value in str(list(found.values())) for value in wrong.values() if value != "ssl")


def test_a_password_whose_file_is_not_there_is_no_mail_server_that_is_away() -> None:
    found = said(TOLD | {"LUOTSI_SMTP_USER": "luotsi", "LUOTSI_SMTP_PASSWORD_FILE": "/nowhere/password"})
    [(well, reason, _)] = found.values()
    assert not well and "smtp_password" in reason


def test_before_there_is_an_environment_nothing_is_claimed() -> None:
    [(_, well, reason, _)] = mail_check.look(None, TOLD | {"LUOTSI_SMTP_TLS": "ssl"})
    assert well and "environment" in reason
