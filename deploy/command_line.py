"""The words that `./luotsi` understands. Standard library only: the help is there before the environment is."""

import argparse
import datetime
import re
from collections.abc import Sequence
from pathlib import Path

from deploy import CHECKOUT
from deploy.backup.words import BACKUP, LOST, RESTORE
from deploy.checkout.trials import TRIALS

PORTS_IN_A_ROW = 10
"""Room for the ports that are counted from a base; deploy/machine/ports.py knows which they are."""

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


def add_running(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """demo, up."""
    demo = command(commands, "demo", "carry a supervision year through the platform", DEMO)
    add_place(demo)
    demo.add_argument(
        "--year", type=year, metavar="YEAR", help="the year of the contracts (default: the next one)"
    )
    demo.add_argument("--short", action="store_true", help="three plain commissions, nothing of which turns")
    demo.add_argument("--once", action="store_true", help="stop everything when the year is done")
    demo.add_argument("--json", type=folder, metavar="FILE", help="write the year's figures to FILE as JSON")
    up = command(commands, "up", "start the platform without demo data, and keep it up", UP)
    add_place(up)


def add_looking_after(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """doctor, first-administrator, parked, figures, rebuild, release."""
    command(commands, "doctor", "say what this machine lacks, and how to mend it", DOCTOR)
    add_data(
        command(commands, "first-administrator", "print the link of a platform's first administrator", FIRST)
    )
    parked = command(commands, "parked", "messages that could not be handled: list, show, replay", PARKED)
    actions = parked.add_subparsers(
        dest="action", required=True, title="what to do", metavar="ACTION", prog="./luotsi parked"
    )
    listing = command(actions, "list", "one line a message: id, service, subject, reason", "")
    show = command(actions, "show", "one message in full, with every attempt's reason", "")
    replay = command(actions, "replay", "hand one message to its service again", "")
    for action in (show, replay):
        action.add_argument("id", metavar="ID", help="the message's id, as `parked list` prints it")
    for action in (listing, show, replay):
        add_data(action)
        action.add_argument("--service", metavar="NAME", help="only this service's messages")
    figures = command(commands, "figures", "count what databases, streams and histories hold", FIGURES)
    add_data(figures)
    figures.add_argument("--json", type=folder, metavar="FILE", help="write the figures to FILE as JSON")
    rebuild = command(commands, "rebuild", "build the console's board anew from the streams", REBUILD)
    add_data(rebuild)
    rebuild.add_argument(
        "--anew", action="store_true", help="from the first event on, also where another one was interrupted"
    )
    add_health(commands)
    add_backup(commands)
    add_release(commands)
    add_install(commands)
    add_rotation(commands)


def add_backup(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """backup, restore, begin-lost."""
    backup = command(commands, "backup", "copy a platform that runs, keys apart", BACKUP)
    add_data(backup)
    backup.add_argument(
        "folder", type=folder, metavar="FOLDER", help="where the copy is laid, under a name of its own"
    )
    backup.add_argument("--seal-for", metavar="age1...", help="whose key alone opens it")
    backup.add_argument(
        "--nightly", type=folder, metavar="DIR", help="make none now: write a timer for systemd into DIR"
    )
    restore = command(commands, "restore", "lay out a backup in an empty folder", RESTORE)
    add_place(restore)
    restore.add_argument("backup", type=folder, metavar="BACKUP", help="what `backup` made")
    restore.add_argument("--keys", type=folder, metavar="DIR", required=True, help="the copy of the keys")
    restore.add_argument("--opened-by", type=folder, metavar="FILE", help="the key that opens a sealed one")
    add_data(command(commands, "begin-lost", "begin anew what a lost Temporal no longer knows", LOST))


def add_health(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    health = command(commands, "health", "what every program says of itself", HEALTH)
    add_data(health)
    health.add_argument("names", metavar="NAME", nargs="*", help="only these programs, for example billing")


def add_install(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    install = command(commands, "install", "write the units and settings of a firm's own machine", INSTALL)
    install.add_argument("folder", type=folder, metavar="FOLDER", help="for example /etc/luotsi")
    for door in ("portal", "console"):
        install.add_argument(
            f"--{door}", type=host, metavar="HOST", required=True, help=f"the {door}'s name in browsers"
        )
    install.add_argument(
        "--postgres",
        metavar="HOST:PORT",
        default="127.0.0.1:5432",
        help="the database server (default: 127.0.0.1:5432)",
    )
    install.add_argument(
        "--containers", action="store_true", help="for docker-compose.yml, in place of units and a web server"
    )
    made = command(commands, "databases", "bring databases elsewhere to this release", DATABASES)
    made.add_argument("folder", type=folder, metavar="FOLDER", help="what `install` wrote")
    made.add_argument(
        "--sql", action="store_true", help="print what an administrator of the server does first"
    )


def add_rotation(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    rotate = command(commands, "rotate", "another key or password in place of one", ROTATE)
    add_data(rotate)
    rotate.add_argument("what", choices=ROTATED, metavar="WHAT", help=", ".join(ROTATED))
    rotate.add_argument(
        "names", metavar="NAME", nargs="*", help="whose seed or password (default: everybody's)"
    )


def add_release(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    releases = command(
        commands, "release", "which release carries the processes; go over to another", RELEASE
    )
    add_data(releases)
    releases.add_argument("build", metavar="RELEASE", nargs="?", help="the one to go over to")
    releases.add_argument(
        "--instead-of",
        metavar="RELEASE",
        action="append",
        default=[],
        help="one that is gone or fails: what it carries goes on at once, in the middle of its history",
    )


def add_proving(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """check, test, and what is written for a change."""
    command(commands, "check", "lint, types, import contracts and unit tests", CHECK)
    test = command(commands, "test", "the whole test suite, on real servers", TEST)
    test.usage = "./luotsi test [pytest options and paths]"
    trial = command(commands, "trial", "a long proof, or all of them", TRIAL)
    trial.add_argument("names", metavar="NAME", nargs="+", choices=("all", *TRIALS), help=", ".join(TRIALS))
    migration = command(
        commands, "migration", "write a service's next migration step by comparison", MIGRATION
    )
    migration.add_argument(
        "service", metavar="SERVICE", help="whose tables were changed, for example billing"
    )
    migration.add_argument("words", metavar="WORDS", nargs="+", help="what the step does, in a few words")


DEMO = """\
Starts NATS, Temporal, PostgreSQL, every service and the worker, and carries
sixteen commissions through them by the commands that people's pages send.
Three are plain; in the year of the others something turns: a trial, a pause,
another price, a member who joins or leaves, a dispute, an end before its day.
--short takes the plain ones. Time is compressed; everything else is real. Then
it stays up. Ctrl-C stops everything; starting again on the same folder
continues. With --once the exit code is 0 only if every check on the year held.
"""
UP = """\
Starts NATS, Temporal, PostgreSQL, every service and the worker, and keeps them
running: a process that dies is started again, with a growing delay, and you
are told. Ctrl-C stops everything; starting again on the same folder continues.
"""
DOCTOR = """\
Looks at Python, free space, the servers' programs, user rights, ports, the mail
server that the environment names, and the browser of the browser tests. One line
a finding, with its remedy; the exit code is 1 if something needed lacks.
Changes nothing and installs nothing.
"""
FIRST = """\
For a platform that has no administrator yet: prints a link, good for a
while and for one use, whose opener proves a mail address and becomes the administrator.
Speaks with the platform of the folder, or with the one that LUOTSI_NATS_URL and
LUOTSI_CONSOLE_URL name. The link is written nowhere else.
"""
PARKED = """\
A message that can never be handled, or has failed ten times, is parked with
its reason while the next ones go on. The platform must be running.
"""
FIGURES = """\
Counts from the databases, the streams and the workflow histories of a running
platform: sessions, invoices, what was lost or doubled, cost of a process-year.
"""
RELEASE = """\
Each process stays with the release of the worker that began its history. Start a
worker of the new release beside the old one (LUOTSI_RELEASE names it), then go over:
what begins is carried by the new one, and what is open goes over where it waits.
Going back is the same command with the old release. Ends when nothing is left
behind; the exit code is 1 while a process fails.
"""
HEALTH = """\
Asks every program of the folder's platform, or of the one that LUOTSI_NATS_URL
names: whether it is ready, whom it waits for, what it has not sent or could not
handle. The exit code is 1 where one is silent, not ready or waits.
"""
INSTALL = """\
For a machine of your own whose servers (PostgreSQL, NATS, Temporal, mail) run by
themselves. Writes into FOLDER: a unit of systemd for each program, the settings
to fill in, a web server's file for the two doors, and keys and passwords that
are made once. What is there already of settings, keys and passwords stays as it
is; units are written anew. Starts nothing, and says what to do next.
"""
ROTATED = ("seed", "password", "payloads", "notes", "links", "seal")
"""deploy/machine/rotation.py knows what they are."""
ROTATE = """\
For when somebody may have seen one: a program's seed, by which the broker knows it,
the password of its database, or a ring of keys: payloads (what Temporal stores),
notes, links (in mails), seal (on papers). Seeds and passwords are replaced; a ring
gets a new key that seals from now on, and keeps the old ones for what they sealed.
For the folder, whose platform has to stand still, or for the one that LUOTSI_SETTINGS
names. Says who has to be told and started again.
"""
DATABASES = """\
For a PostgreSQL of your own or a managed one. First, with --sql, prints a file for
psql: the roles, the databases and the extensions, which need an administrator of
the server; it holds no password in the clear. Then, without, makes the tables as
each database's own role, by the addresses in FOLDER/secrets; again is no harm. What
hinders is told in a sentence each, and the exit code is 1.
"""
REBUILD = """\
Reads every event of a running platform once more and builds the console's cards,
tasks and timelines from them, beside the old ones, which people see until it is
done. Who looks after which process stays. Interrupted, the same command goes on
where it was.
"""
CHECK = """\
ruff (lint and format), mypy, the import contracts, and the tests that need no
server. Run it before every commit.
"""
TEST = """\
Lint, types and import contracts first, then pytest over every ring: unit,
messages, integration, workflows, the whole platform, and the pages in a real
browser (Chromium; skipped where there is none). Words after `test` go to
pytest, for example: ./luotsi test tests/unit -k cancellation
"""
TRIAL = """\
What proves one thing at length: every page in every language and width with
axe, whole years done by hand, a year in which every process is killed, a demo
that is interrupted, and a release under open processes. NAME is one of them,
or all. The exit code is 1 if one is red.
"""
MIGRATION = """\
Compares the database that a service's migrations make, on a PostgreSQL started
for it, with the tables in its code, and writes what is different as the next
step into its migrations/versions. What cannot be written for you is named, and
the exit code is 1. Read the step before you keep it.
"""


def command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, summary: str, details: str
) -> argparse.ArgumentParser:
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
