"""A backup every night: a service and a timer of systemd, for the platform of one folder. Starts nothing."""

import re
from pathlib import Path

from deploy.backup.copying import recipient_in
from deploy.production.elsewhere import SETTINGS
from deploy.running.launch import CannotStart

NAME = "luotsi-backup"
UNSEEN = ("/tmp", "/var/tmp")
"""By PrivateTmp: where one of its folders lies there, the unit does not even begin."""
SERVICE = """\
[Unit]
Description=Luotsi: a backup

[Service]
Type=oneshot
User={user}
WorkingDirectory={code}
{of_which}{sealed}
Nice=10
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=strict
ReadWritePaths={data} {to} {code}
UMask=0077
"""
TIMER = """\
[Unit]
Description=Luotsi: a backup every night

[Timer]
OnCalendar=*-*-* 02:30
RandomizedDelaySec=15min
Persistent=true

[Install]
WantedBy=timers.target
"""
NEXT = """\
Written to {folder}. What is left to do, as root:
  systemctl link {folder}/{name}.service {folder}/{name}.timer
  systemctl enable --now {name}.timer
A night that fails is told by systemctl --failed. Old backups are yours to remove."""


def units(
    code: Path, data: Path, to: Path, seal_for: str | None, *, elsewhere: bool = False
) -> dict[str, str]:
    """File name -> text; it runs as the owner of the data. elsewhere: of servers that the folder names. Refuses:
    CannotStart.
    """
    for folder in (code, data, to):
        if not re.fullmatch(r"/[\w./+-]*", str(folder), re.ASCII):
            raise CannotStart(
                f"{folder} cannot stand in a unit: letters, digits and ._+- alone, from the root on"
            )
    if hidden := [one for one in (code, data, to) if any(one.is_relative_to(place) for place in UNSEEN)]:
        raise CannotStart(
            f"the unit sees nothing below /tmp and /var/tmp, and there lies {hidden[0]}: lay it elsewhere"
        )
    if seal_for:
        recipient_in(seal_for)
    sealed = f" --seal-for {seal_for}" if seal_for else ""
    start = f"ExecStart={code}/luotsi backup {to}"
    of_which = f"Environment={SETTINGS}={data}\n{start}" if elsewhere else f"{start} --data {data}"
    told = {"user": data.owner(), "code": code, "to": to, "data": data, "sealed": sealed}
    told["of_which"] = of_which
    return {f"{NAME}.service": SERVICE.format(**told), f"{NAME}.timer": TIMER}


def write(
    folder: Path, code: Path, data: Path, to: Path, seal_for: str | None, *, elsewhere: bool = False
) -> int:
    """Refuses: CannotStart."""
    try:
        made = units(code, data.absolute(), to.absolute(), seal_for, elsewhere=elsewhere)
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in made.items():
            (folder / name).write_text(text)
    except (OSError, KeyError) as error:  # KeyError: whom the data belongs to has no name
        raise CannotStart(f"{folder} or {to} cannot be written, or {data} is not there: {error}") from error
    print(NEXT.format(folder=folder.absolute(), name=NAME))
    return 0
