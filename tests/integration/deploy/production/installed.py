"""A folder of settings as `./luotsi install` writes it, wherever the checkout lies."""

from collections.abc import Mapping
from pathlib import Path

from deploy import CHECKOUT
from deploy.production.installing import install


def installed(folder: Path, hosts: Mapping[str, str], postgres: str) -> Path:
    """By a link beside it: the checkout's own folder may have a space in its name, which no unit can hold."""
    code = folder.parent / f"{folder.name}-code"
    code.symlink_to(CHECKOUT)
    assert install(folder, hosts, postgres, code) == 0
    return folder
