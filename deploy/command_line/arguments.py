"""How a command is added, and what its arguments are read as."""

import argparse
import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from deploy import CHECKOUT

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Commands: TypeAlias = _SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object  # argparse names no public one


PORTS_IN_A_ROW = 10
"""Room for the ports that are counted from a base; deploy/machine/ports.py knows which they are."""


def command(commands: Commands, name: str, summary: str, details: str) -> argparse.ArgumentParser:
    """A command with one line for the list and a paragraph for its own help."""
    return commands.add_parser(
        name,
        help=summary,
        description=details or summary[:1].upper() + summary[1:] + ".",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def add_place(parser: argparse.ArgumentParser) -> None:
    """Where a platform lives: its folder and its ports."""
    add_data(parser)
    parser.add_argument(
        "--ports", type=ports_base, metavar="BASE", help="take ports from BASE upwards (default: free ones)"
    )


def add_data(parser: argparse.ArgumentParser) -> None:
    """The folder that holds everything a platform keeps."""
    parser.add_argument(
        "--data",
        type=folder,
        metavar="DIR",
        default=CHECKOUT / "data",
        help="the platform's folder (default: data in the checkout)",
    )


def folder(text: str) -> Path:
    """An absolute path, counted from where the person stands."""
    if not text:
        raise argparse.ArgumentTypeError("a path is needed")
    return Path(text).expanduser().absolute()


def host(text: str) -> str:
    """The name of a machine as a browser asks for it."""
    labels = text.lower().split(".")
    if len(text) > 253 or not all(re.fullmatch(r"(?!-)[a-z0-9-]{1,63}(?<!-)", one) for one in labels):
        raise argparse.ArgumentTypeError(f"{text!r} is not the name of a host")
    return text.lower()


def ports_base(text: str) -> int:
    """The first port; ports below 1024 need rights that the platform must not have."""
    highest = 65535 - PORTS_IN_A_ROW
    if not (text.isascii() and text.isdigit() and 1024 <= int(text) <= highest):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1024 to {highest}")
    return int(text)


def year(text: str) -> int:
    """A year that the Finnish calendar and time zone rules are known for, this one or later."""
    earliest = datetime.date.today().year
    if not (text.isascii() and text.isdigit() and earliest <= int(text) <= earliest + 10):
        raise argparse.ArgumentTypeError(f"{text!r} is not a year from {earliest} to {earliest + 10}")
    return int(text)
