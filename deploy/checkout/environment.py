"""The Python environment of a checkout: is it there and of this lock, make it if not, then run the command in it.

Standard library only. How its packages get in: deploy/checkout/installing.py.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from deploy import CHECKOUT
from deploy.checkout.installing import UV_VERSION, CannotInstall, install, python_of, say
from deploy.command_line import parse

BYTES_NEEDED = 2_000_000_000
"""The environment is 1.3 GB; the packages' archives need some more while they are unpacked."""
UNFINISHED = ".luotsi-unfinished"
READY = ".luotsi-ready-"


def launch(arguments: Sequence[str]) -> int:
    """Runs one command in the environment, made first if need be; returns only when that was not possible.

    Words that are not understood, and pleas for help, end here: they need no environment. So does `doctor` as
    long as there is none.
    """
    asked = parse(arguments)
    folder = chosen_folder()
    if asked.command == "doctor" and not is_ready(folder):
        from deploy.checkout.doctor import examine

        return examine()
    try:
        prepare(folder)
    except CannotInstall as refused:
        say(f"luotsi: {refused}")
        return 1
    except KeyboardInterrupt:
        say("\nluotsi: stopped before the environment was ready.")
        return 130
    python = str(python_of(folder))
    os.execve(python, [python, "-m", "deploy", *arguments], surroundings())


def chosen_folder() -> Path:
    """Where the environment is, or will be: .venv in the checkout unless LUOTSI_VENV names another folder."""
    return Path(os.environ.get("LUOTSI_VENV") or CHECKOUT / ".venv").expanduser().absolute()


def surroundings() -> dict[str, str]:
    """The command's environment variables: our packages from this checkout, never from where the person stands."""
    ours = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    return {**ours, "PYTHONPATH": str(CHECKOUT), "PYTHONSAFEPATH": "1"}


def is_ready(folder: Path) -> bool:
    """Whether the folder holds a finished environment of the present lock, made with a Python that is still there."""
    return python_of(folder).exists() and ready_mark(folder).exists()


def ready_mark(folder: Path) -> Path:
    """The file that says: complete. Its name changes with the lock, with uv, and with the Python behind the folder."""
    lock = (CHECKOUT / "uv.lock").read_bytes()
    made_of = f"{UV_VERSION} {python_of(folder).resolve()}".encode()
    return folder / (READY + hashlib.sha256(lock + made_of).hexdigest()[:16])


def prepare(folder: Path) -> None:
    """Leaves a ready environment, or what was there before.

    Raises: CannotInstall, with one sentence that says why and what to do.
    """
    if is_ready(folder):
        return
    refuse_unfit_paths(folder)
    with alone(folder.parent):
        if not is_ready(folder):
            make(folder)


def make(folder: Path) -> None:
    """Brings the folder to the present lock: in place where it works already, else from nothing."""
    fresh = is_fresh(folder)
    if fresh:
        refuse_without_venv()
        refuse_without_space(folder.parent)
        shutil.rmtree(folder, ignore_errors=True)
    try:
        if fresh:
            folder.mkdir(exist_ok=True)
            (folder / UNFINISHED).touch()
        install(folder, fresh=fresh)
        mark_ready(folder)
    except BaseException as failure:
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        if isinstance(failure, OSError):
            raise CannotInstall(f"no environment was made in {folder}: {failure}.") from None
        raise


def mark_ready(folder: Path) -> None:
    """From here on the environment counts as complete, for this lock only."""
    for old in folder.glob(READY + "*"):
        old.unlink()
    ready_mark(folder).touch()
    (folder / UNFINISHED).unlink(missing_ok=True)


def is_fresh(folder: Path) -> bool:
    """Whether to begin from nothing: there is nothing, or what is left of one of ours that no longer works.

    Refuses: a folder with other things in it, which nobody asked us to remove.
    """
    if not folder.exists() or (folder / UNFINISHED).exists():
        return True
    if (folder / "pyvenv.cfg").exists() and python_of(folder).exists():
        of_ours = list(folder.glob(READY + "*"))
        return bool(of_ours) and not ready_for_same_python(folder)
    if not any(folder.iterdir()) or list(folder.glob(READY + "*")):
        return True
    raise CannotInstall(
        f"{folder} is not an environment of Luotsi: move it away, or name another in LUOTSI_VENV."
    )


def ready_for_same_python(folder: Path) -> bool:
    """Whether the environment's library folder belongs to the Python that its link leads to now."""
    behind = python_of(folder).resolve().name
    libraries = [found.name for found in (folder / "lib").glob("python3.*")]
    return not behind.startswith("python3.") or behind in libraries


def refuse_unfit_paths(folder: Path) -> None:
    """Python itself cannot live in a path that holds the separator of PATH; and the place must be writable."""
    for path in (CHECKOUT, folder):
        if os.pathsep in str(path):
            raise CannotInstall(
                f"Python cannot work in a path with {os.pathsep!r} in it: move {path} elsewhere."
            )
    nearest = folder.parent
    try:
        nearest.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise CannotInstall(
            f"cannot make {nearest} ({failure.strerror}): name another in LUOTSI_VENV."
        ) from None
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise CannotInstall(f"{nearest} may not be written to: name another folder in LUOTSI_VENV.")


def refuse_without_venv() -> None:
    """Some systems ship Python without the parts that make environments."""
    lacking = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if lacking:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise CannotInstall(
            f"Python {version} here has no {' and no '.join(lacking)}: install it "
            f"(Debian and Ubuntu: apt install python{version}-venv) and start again."
        )


def refuse_without_space(folder: Path) -> None:
    """Asked before anything is written."""
    free = shutil.disk_usage(folder).free
    if free < BYTES_NEEDED:
        raise CannotInstall(
            f"the environment needs {BYTES_NEEDED / 1e9:.1f} GB free in {folder}, and there are {free / 1e9:.1f} GB: "
            "make room, or name a folder on another disk in LUOTSI_VENV."
        )


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One maker at a time. The lock is on the parent folder itself, so that nothing is left behind."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another luotsi is making the environment: waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
