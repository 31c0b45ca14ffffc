"""The words that `./luotsi` understands. Standard library only: the help is there before the environment is.

| file | what is in it |
|---|---|
| running | demo, up |
| keeping | what looks after a platform: doctor, parked, figures, rebuild, health, release |
| copying | backup, restore, begin-lost |
| installing | install, databases, rotate: a machine of one's own |
| proving | check, test, trial, and what is written for a change |
| arguments | how a command is added, and what its arguments are read as |
"""

import argparse
from collections.abc import Sequence

from deploy.command_line.keeping import add_looking_after
from deploy.command_line.proving import add_proving
from deploy.command_line.running import add_running

ABOUT = """\
Luotsi runs a provider of professional supervision: from an inquiry, through a
contract and a year of sessions, to its invoices and its renewal.
"""

MORE = """\
start here:
  ./luotsi demo          one supervision year on real servers, then it stays up
  ./luotsi test          proves that everything works on this machine
  ./luotsi COMMAND -h    more about one command

The first command makes its own Python environment in .venv (or in the folder
that LUOTSI_VENV names). All else lives in the data folder, but for the download
cache of uv, and all listens on 127.0.0.1 only.
"""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What is asked for: `command` and its options, folders absolute.

    Ends the program as argparse does: 0 after help, 2 with one line when the words are not understood.
    What follows `test` belongs to pytest, unread, unless it is a plea for help.
    """
    if arguments[:1] == ["test"] and arguments[1:2] not in (["-h"], ["--help"]):
        return argparse.Namespace(command="test", pytest_arguments=list(arguments[1:]))
    parser = overview()
    asked = parser.parse_args(arguments or ["--help"])
    asked.pytest_arguments = []
    return asked


def overview() -> argparse.ArgumentParser:
    """The whole grammar; one function below for each group of commands."""
    parser = argparse.ArgumentParser(
        prog="./luotsi",
        usage="./luotsi COMMAND [options]",
        description=ABOUT,
        epilog=MORE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(
        dest="command", required=True, title="commands", metavar="COMMAND", prog="./luotsi"
    )
    add_running(commands)
    add_looking_after(commands)
    add_proving(commands)
    return parser
