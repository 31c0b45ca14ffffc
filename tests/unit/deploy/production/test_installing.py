"""What `./luotsi install` writes: settings that the programs know, secrets that nobody else reads, nothing twice."""

import stat
from pathlib import Path

import pytest

from deploy.command_line import parse
from deploy.production.files import environment_files
from deploy.production.installing import install
from deploy.production.told import COMMON, MORE_SECRETS, OWN, fixed_for, programs, secrets_of
from deploy.running.launch import CannotStart
from services.runtime.settings import Settings
from services.web.http.settings import WebSettings

HOSTS = {"portal": "portal.firm.example", "console": "console.firm.example"}
OF_ONE_MACHINE_OR_BY_DEFAULT = {
    "clock_file",
    "mail_folder",
    "keys",
    "nats_nkey",
    "release",
    "smtp_password_file",
    "database_answers_within_s",
}


def installed(folder: Path) -> dict[str, str]:
    assert install(folder, HOSTS, "db.firm.example:5432", Path("/opt/luotsi")) == 0
    return {str(file.relative_to(folder)): file.read_text() for file in folder.rglob("*") if file.is_file()}


def test_what_a_program_is_told_it_knows_and_what_it_knows_somebody_tells_it() -> None:
    told = {one.name for one in COMMON} | {one.name for own in OWN.values() for one in own}
    told |= {name for process in programs() for name in fixed_for(process, HOSTS)} - {"LUOTSI_SERVICE"}
    told |= {one.name.upper() for process in programs() for one in secrets_of(process)}
    known = {f"LUOTSI_{name.upper()}" for name in WebSettings.model_fields}
    of_one_machine = {f"LUOTSI_{name.upper()}" for name in OF_ONE_MACHINE_OR_BY_DEFAULT}
    assert told == known - of_one_machine


def test_a_default_in_a_file_is_taken_by_the_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    files = installed(tmp_path / "luotsi")
    for file in environment_files():
        for line in files[file].splitlines():
            name, is_set, value = line.partition("=")
            if is_set and not line.startswith("#"):
                monkeypatch.setenv(name, value)
    monkeypatch.setenv("LUOTSI_SECRETS", str(tmp_path / "luotsi" / "secrets" / "notices"))
    settings = Settings.read()
    assert settings.database_url.startswith("postgresql+asyncpg://notices:")
    assert settings.database_url.endswith("@db.firm.example:5432/notices")
    assert settings.smtp_password.get_secret_value() == ""


def test_a_password_in_a_file_is_read_and_no_password_is_in_an_environment_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "luotsi_database_url").write_text("postgresql://from-a-file\n")
    (tmp_path / "luotsi_oidc_client_secret").write_text("kept\n")
    monkeypatch.setenv("LUOTSI_SECRETS", str(tmp_path))
    monkeypatch.setenv("LUOTSI_NATS_URL", "nats://")
    read = WebSettings.read()
    assert (read.database_url, read.oidc_client_secret) == ("postgresql://from-a-file", "kept")
    secret = {one.name.upper() for more in MORE_SECRETS.values() for one in more} | {"LUOTSI_DATABASE_URL"}
    assert not any(name in text for name in secret for text in environment_files().values())


def test_written_again_it_keeps_what_was_filled_in_and_every_key(tmp_path: Path) -> None:
    folder = tmp_path / "luotsi"
    first = installed(folder)
    (folder / "notices.env").write_text("LUOTSI_SMTP_HOST=mail.firm.example\n")
    (folder / "secrets" / "notices" / "luotsi_smtp_password").write_text("theirs")
    again = installed(folder)
    assert again["notices.env"] == "LUOTSI_SMTP_HOST=mail.firm.example\n"
    assert again["secrets/notices/luotsi_smtp_password"] == "theirs"
    changed = {name for name in first if first[name] != again[name]}
    assert changed == {"notices.env", "secrets/notices/luotsi_smtp_password"}


def test_nobody_but_its_owner_reads_a_secret_or_a_setting(tmp_path: Path) -> None:
    folder = tmp_path / "luotsi"
    installed(folder)
    for file in folder.rglob("*"):
        if file.is_file() and file.parent.name not in ("systemd", "nginx") and file.name != "users.conf":
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_each_database_is_opened_by_a_password_of_its_own(tmp_path: Path) -> None:
    files = installed(tmp_path / "luotsi")
    passwords = [text.split("@")[0].split(":")[-1] for name, text in files.items() if "database_url" in name]
    assert len(set(passwords)) == len(passwords) == len(list(programs()))


def test_the_doors_stand_behind_https(tmp_path: Path) -> None:
    nginx = installed(tmp_path / "luotsi")["nginx/luotsi.conf"]
    assert "server_name portal.firm.example;" in nginx and "server_name console.firm.example;" in nginx
    assert "return 308 https://$host$request_uri;" in nginx
    # `http2 on;` is no word of nginx before 1.25.1, which Debian 12 and Ubuntu 24.04 do not have.
    assert "listen 443 ssl http2;" in nginx and "http2 on" not in nginx


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1:abc", "u:p@127.0.0.1:46100", "db.firm.example", "", "db:5432?sslmode=nonsense", "db:5432 x"],
)
def test_what_is_no_address_of_a_database_is_refused_and_not_repeated(tmp_path: Path, address: str) -> None:
    """It is written once: the right one would never take its place."""
    with pytest.raises(CannotStart, match="names no address of a database") as no:
        install(tmp_path / "folder", HOSTS, address)
    assert not (tmp_path / "folder").exists() and (not address or address not in str(no.value))


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    with pytest.raises(CannotStart, match="give another folder"):
        install(tmp_path / "a file", HOSTS, "127.0.0.1:5432")


@pytest.mark.parametrize(
    "host", ["", "https://portal.example", "portal example", "a-.example", "a..b", "a;b"]
)
def test_what_is_no_host_is_refused(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["install", "/etc/luotsi", "--portal", host, "--console", "console.example"])
    assert "is not the name of a host" in capsys.readouterr().err
