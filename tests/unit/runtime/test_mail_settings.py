"""What a service refuses to be told about mail; the password is in no message and in no picture of the settings."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from services.runtime.settings import Settings

SECRET = "KANARIA-salasana"


def told(**facts: Any) -> Settings:
    return Settings.model_validate({"database_url": "postgresql://", "nats_url": "nats://", **facts})


@pytest.mark.parametrize("sender", ["nobody", "", "Luotsi <>", "a@b.fi\nBcc: x@y.fi", "äiti@b.fi", "@b.fi"])
def test_a_sender_that_is_no_address_is_refused_at_the_start(sender: str) -> None:
    with pytest.raises(ValidationError, match="mail_from"):
        told(mail_from=sender)


def test_a_sender_may_have_a_name_and_a_domain_in_finnish_letters() -> None:
    assert told(mail_from="Työnohjaus Oy <toimisto@työ.fi>").mail_from == "Työnohjaus Oy <toimisto@työ.fi>"


def test_a_password_goes_to_another_machine_encrypted_or_not_at_all() -> None:
    login = {"smtp_user": "luotsi", "smtp_password": SECRET, "smtp_host": "mail.luotsi.fi"}
    with pytest.raises(ValidationError, match="smtp_tls") as refused:
        told(**login)
    assert SECRET not in str(refused.value)
    for tls in ("starttls", "tls"):
        assert SECRET not in repr(told(**login, smtp_tls=tls))


def test_a_password_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(f"{SECRET}\n")
    settings = told(smtp_user="luotsi", smtp_password_file=file)
    assert settings.smtp_password.get_secret_value() == SECRET
    assert SECRET not in repr(settings)


def test_a_user_without_a_password_is_refused(tmp_path: Path) -> None:
    for facts in ({"smtp_user": "luotsi"}, {"smtp_password": SECRET}):
        with pytest.raises(ValidationError, match="go together") as refused:
            told(**facts)
        assert SECRET not in str(refused.value)
    with pytest.raises(ValidationError, match="go together"):
        told(smtp_user="luotsi", smtp_password_file=tmp_path / "none")
