"""Whether the servers of a platform elsewhere let each program in, by the folder that LUOTSI_SETTINGS names.

Standard library only; they are asked in the environment's Python (`deploy/production/checking.py`).
"""

import json
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy import CHECKOUT
from deploy.checkout import einvoice_check, mail_check, seal_check
from deploy.checkout.mail_check import Said
from deploy.production.elsewhere import SETTINGS, Elsewhere
from deploy.running.launch import CannotStart


def look(python: Path | None, told: Mapping[str, str] = os.environ) -> Iterator[Said]:
    """Nothing where no folder is named. python: the environment's."""
    try:
        where = Elsewhere.told(told)
    except CannotStart as refused:
        yield "servers", False, str(refused), f"set {SETTINGS} to the folder that ./luotsi install wrote"
        return
    if where is None:
        return
    if python is None:
        yield "servers", True, "looked at once the environment is there", ""
        return
    looks: tuple[Callable[[], Iterator[Said]], ...] = (
        lambda: _asked(python, where),
        lambda: mail_check.look(python, where.environment("notices")),
        lambda: seal_check.look(python, where.environment("contracts")),
        lambda: einvoice_check.look(where.environment("billing")),
    )
    with ThreadPoolExecutor(len(looks)) as at_once:  # who hangs is waited for by nobody else
        for found in at_once.map(lambda one: list(one()), looks):
            yield from found


def _asked(python: Path, where: Elsewhere) -> Iterator[Said]:
    asked = subprocess.run(
        [str(python), "-m", "deploy.production.checking", str(where.folder)],
        env={**_without_ours(os.environ), "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
    )
    for line in asked.stdout.splitlines():
        what, well, found, remedy = json.loads(line)
        yield what, well, found, remedy
    if asked.returncode:
        last = asked.stderr.strip().rpartition("\n")[2].partition(":")[0]
        yield "servers", False, f"the look at them broke off ({last})", f"look at {where.folder}"


def _without_ours(environment: Mapping[str, str]) -> dict[str, str]:
    """What stands in the folder counts."""
    return {name: value for name, value in environment.items() if not name.startswith("LUOTSI_")}
