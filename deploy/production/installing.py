"""`./luotsi install`: everything that a firm's own machine needs of ours, in one folder. Starts nothing."""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from deploy import CHECKOUT
from deploy.machine import keys
from deploy.machine.broker_settings import COMMON as NATS_SETTINGS
from deploy.machine.databases import at
from deploy.machine.installation import NAMESPACE
from deploy.machine.servers import HISTORIES_ARE_KEPT, SEARCH_ATTRIBUTES
from deploy.production.files import environment_files, secret_files
from deploy.production.proxy import nginx
from deploy.production.units import TARGET, units, unseen
from deploy.rights.users import with_users
from deploy.running.launch import CannotStart
from services.runtime.storage.encrypted import plain

NEXT = """\
Written to {folder}. What is left to do, as root (docs/operating.md, "A machine of your own", has it in full):
  1. Make the databases:  ./luotsi databases {folder} --sql > make.sql  for an administrator of PostgreSQL,
     and then  ./luotsi databases {folder}  after each update.
  2. Give NATS its users: copy {folder}/nats/users.conf beside its settings, add the line
     include users.conf  to them, and have it read them again.
  3. Make Temporal's namespace:  {namespace}
     {attribute}
  4. Fill in {folder}/*.env, and what is still empty in {folder}/secrets; then
     LUOTSI_SETTINGS={folder} ./luotsi doctor  says what is missing.
  5. Put certificates where {folder}/nginx/luotsi.conf looks for them, and include it in nginx. Then
     systemctl link {folder}/systemd/*.service {folder}/systemd/{target}
     systemctl enable --now {target}
  6. LUOTSI_SETTINGS={folder} ./luotsi first-administrator"""

_ADDRESS = re.compile(r"[A-Za-z0-9._:\[\]-]+:[0-9]{1,5}(\?[^@\s]*)?", re.ASCII)
HIDDEN = """\
The units see nothing below /home, /root and /tmp, and there lies {what}: lay the checkout elsewhere, for example in
/opt/luotsi, and make its environment by the Python of the machine (remove .venv; /usr/bin/python3 ./luotsi install)."""


IN_CONTAINERS = """\
Written to {folder}. What is left to do:
  1. Fill in {folder}/*.env, and what is still empty in {folder}/secrets.
  2. docker compose --env-file {folder}/compose.env up --build --detach --wait
  3. docker compose --env-file {folder}/compose.env run --rm operator first-administrator"""


def install_in_containers(folder: Path, hosts: Mapping[str, str]) -> int:
    """For docker-compose.yml: settings, keys, and the servers' secrets too. Refuses: CannotStart (not writable)."""
    try:
        keys.make(folder / "keys")
        _write_settings(folder, "postgres:5432")
        for name, text in _of_the_servers(keys.passwords(folder / "keys")).items():
            _put_once(folder / "secrets" / name, text)
        _put(folder / "nats" / "nats.conf", _broker(folder, NATS_SETTINGS.read_text()), mode=0o644)
        told = {"LUOTSI_SETTINGS": str(folder), "LUOTSI_USER": f"{os.getuid()}:{os.getgid()}"}
        told |= {f"LUOTSI_{door.upper()}_HOST": host for door, host in hosts.items()}
        _put(folder / "compose.env", "".join(f"{name}={value}\n" for name, value in told.items()), mode=0o600)
        _temporals_password(folder / "secrets" / "temporal")
    except OSError as error:
        raise CannotStart(f"{folder} cannot be written ({error.strerror}): give another folder") from error
    print(IN_CONTAINERS.format(folder=folder))
    return 0


def _of_the_servers(passwords: Mapping[str, str]) -> dict[str, str]:
    return {"postgres/superuser": passwords[keys.SUPERUSER], "temporal/password": secrets.token_urlsafe(24)}


def _temporals_password(folder: Path) -> None:
    """As the server and its tools take it: from their environment alone."""
    password = (folder / "password").read_text().strip()
    for file, variable in (("server.env", "POSTGRES_PWD"), ("schema.env", "SQL_PASSWORD")):
        _put(folder / file, f"{variable}={password}\n", mode=0o600)


def install(folder: Path, hosts: Mapping[str, str], postgres: str, code: Path = CHECKOUT) -> int:
    """hosts: door -> its name in browsers. postgres: HOST:PORT, and behind a question mark how the line is encrypted.
    Refuses: CannotStart (no such address, not writable, or of a name that a unit cannot hold).
    """
    _check_address(postgres)
    try:
        _write(folder, hosts, postgres, code)
    except ValueError as error:
        raise CannotStart(f"{folder} or {code} cannot be used: {error}") from error
    except OSError as error:
        raise CannotStart(f"{folder} cannot be written ({error.strerror}): give another folder") from error
    made = dict(zip(("namespace", "attribute"), of_temporal(), strict=True))
    print(NEXT.format(folder=folder, target=TARGET, **made))
    if hidden := unseen(code):
        print(HIDDEN.format(what=" and ".join(map(str, hidden))))
    return 0


def _check_address(postgres: str) -> None:
    """What is written once is not written again: an address that is none would stay. Refuses: CannotStart."""
    try:
        if not _ADDRESS.fullmatch(postgres):
            raise ValueError("it is HOST:PORT")
        plain(at(postgres, "role", "password", "role"))
    except ValueError as error:
        raise CannotStart(f"--postgres names no address of a database: {error}") from error
    except OSError:
        return  # its certificate is not there yet: ./luotsi doctor says so


def of_temporal() -> tuple[str, str]:
    """What its own tool is told, once."""
    [attribute] = SEARCH_ATTRIBUTES
    return (
        f"temporal operator namespace create -n {NAMESPACE} --retention {HISTORIES_ARE_KEPT}",
        f"temporal operator search-attribute create -n {NAMESPACE} --name {attribute} --type Keyword",
    )


def _write(folder: Path, hosts: Mapping[str, str], postgres: str, code: Path) -> None:
    keys.make(folder / "keys")
    for name, text in units(code, folder, hosts).items():
        _put(folder / "systemd" / name, text, mode=0o644)
    _put(folder / "nats" / "users.conf", _broker(folder), mode=0o644)
    _put(folder / "nginx" / "luotsi.conf", nginx(dict(hosts)), mode=0o644)
    _write_settings(folder, postgres)


def write_users(folder: Path) -> list[Path]:
    """The broker's users anew, by the seeds that lie there now: in each form that was written before."""
    forms = {"users.conf": "", "nats.conf": NATS_SETTINGS.read_text()}
    files = {folder / "nats" / name: settings for name, settings in forms.items()}
    there = [file for file in files if file.exists()]
    for file in there:
        _put(file, _broker(folder, files[file]), mode=0o644)
    return there


def _broker(folder: Path, settings: str = "") -> str:
    return with_users(settings, folder / "keys" / keys.SEEDS, local=False)


def _write_settings(folder: Path, postgres: str) -> None:
    for name, text in environment_files().items():
        _put_once(folder / name, text)
    for name in secret_files():
        _put_once(folder / name, _secret(Path(name), keys.passwords(folder / "keys"), postgres))


def _secret(file: Path, passwords: Mapping[str, str], postgres: str) -> str:
    """An address with its password, where we know it; the others are for the administrator to fill in."""
    role = file.parent.name
    if file.name != "luotsi_database_url":
        return ""
    return at(postgres, role, passwords[role], role, driver="postgresql+asyncpg")


def _put_once(file: Path, text: str) -> None:
    """What somebody has filled in stays."""
    if not file.exists():
        _put(file, text, mode=0o600)


def _put(file: Path, text: str, *, mode: int) -> None:
    """Whole or not at all, and never readable by others for a moment."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as opened:
        opened.write(text)
    fresh.replace(file)
