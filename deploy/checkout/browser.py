"""The browser that the browser tests drive: the system's Chromium, installed by a build machine that lacks it.

Debian packs the same Chromium without its window: a test of a hundred pages opens a hundred of those for nothing.

Standard library only: `./luotsi doctor` looks for it before the environment is there.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

USUAL_PLACES = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
"""The lighter one first; the other does as well."""
PACKAGES = ("chromium-headless-shell", "fonts-liberation")
"""Chromium itself brings no letters; pages bring their own, and signs beyond them need some."""
INSTALLED_WITHIN_S = 600
HOW_TO_GET_IT = "`apt install chromium-headless-shell` brings it (Debian)"


class CannotInstall(Exception):
    """Why not, in a sentence."""


def found() -> Path | None:
    """Chromium on this machine; none where there is none."""
    for place in filter(_can_run, USUAL_PLACES):
        return place
    elsewhere = shutil.which("chromium")
    return Path(elsewhere) if elsewhere else None


def _can_run(place: Path) -> bool:
    return os.access(place, os.X_OK)


def is_build_machine(environment: Mapping[str, str] = os.environ) -> bool:
    """Where nothing may be left out: there CI is set, as every build service does."""
    return environment.get("CI", "").lower() not in ("", "0", "false")


def make_ready() -> None:
    """Before the tests. On a build machine the lighter Chromium is installed where it is missing.

    Refuses: CannotInstall, where there is no other. Elsewhere nothing is done: the browser tests are skipped there
    with a word.
    """
    if _can_run(USUAL_PLACES[0]) or not is_build_machine():
        return
    try:
        _install()
    except CannotInstall as why:
        if not found():
            raise
        print(f"browser      {why}; {found()} does as well", flush=True)


def _install() -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise CannotInstall(
            f"the browser tests need Chromium, and only root on Debian can install it here: {HOW_TO_GET_IT}"
        )
    print("browser      missing: apt-get installs Debian's Chromium", flush=True)
    began = time.monotonic()
    apt_get("update")
    apt_get("install", "--yes", "--no-install-recommends", *PACKAGES)
    if not found():
        raise CannotInstall("apt-get has installed Chromium, and yet there is none")
    print(f"browser      installed in {time.monotonic() - began:.0f} s", flush=True)


def apt_get(*words: str) -> None:
    """Refuses: CannotInstall, with the last line that it said."""
    done = subprocess.run(
        ["apt-get", "--quiet", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=INSTALLED_WITHIN_S,
        check=False,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    )
    if done.returncode:
        last = next(iter(reversed(done.stdout.strip().splitlines())), "")
        raise CannotInstall(f"Chromium, which the browser tests need, cannot be installed: {last}")
