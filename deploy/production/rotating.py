"""`./luotsi rotate` where it is told of: a platform's own folder that stands still, or the one of servers elsewhere.

What a server has to be told is written for it (its users, the addresses of databases), and the words say what is left.
"""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from deploy.machine import installation, keys
from deploy.machine.rotation import rotate
from deploy.production.elsewhere import Elsewhere
from deploy.production.installing import write_users
from deploy.running.launch import CannotStart


def rotated(data: Path, what: str, names: Sequence[str]) -> int:
    """Refuses: CannotStart (a platform is running on the folder, or nobody of that name)."""
    if unknown := [one for one in names if one not in (*keys.ROLES, keys.OPERATOR)]:
        raise CannotStart(f"{unknown[0]} is no program of ours: {', '.join(keys.ROLES)}")
    if keys.OPERATOR in names and what != "seed":
        raise CannotStart("the operator has a seed, and no password")
    if where := Elsewhere.told():
        return _elsewhere(where, what, names)
    if not (data / "keys").is_dir():
        raise CannotStart(f"{data} holds no platform")
    held = installation.lock(data)
    try:
        rotate(data / "keys", what, names)
    finally:
        held.close()
    print("the next ./luotsi up takes it into use")
    return 0


def _elsewhere(where: Elsewhere, what: str, names: Sequence[str]) -> int:
    whose = rotate(where.keys, what, names)
    restart = "then start " + ", ".join(whose) + " again"
    if what == "seed":
        for file in write_users(where.folder):
            print(f"have the broker read {file} again, {restart}")
    if what == "password":
        for role in whose:
            _write_address(where, role)
        print(f"./luotsi databases {where.folder} --sql for the server's administrator, {restart}")
    return 0


def _write_address(where: Elsewhere, role: str) -> None:
    file = where.folder / "secrets" / role / "luotsi_database_url"
    if told := file.read_text().strip():
        url = sa.make_url(told).set(password=keys.passwords(where.keys)[role])
        file.write_text(url.render_as_string(hide_password=False))
