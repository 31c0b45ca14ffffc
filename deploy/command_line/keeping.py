"""What looks after a platform."""

from pathlib import Path

from deploy.command_line.arguments import Commands, add_data, command, folder
from deploy.command_line.copying import add_backup
from deploy.command_line.installing import add_install, add_rotation


def add_looking_after(commands: Commands) -> None:
    """doctor, first-administrator, parked, figures, rebuild, release."""
    command(commands, "doctor", "say what this machine lacks, and how to fix it", DOCTOR)
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


def add_health(commands: Commands) -> None:
    health = command(commands, "health", "what every program says of itself", HEALTH)
    add_data(health)
    log = "the broker's log, where it is elsewhere"
    health.add_argument("--broker-log", metavar="FILE", type=Path, help=log)
    health.add_argument("names", metavar="NAME", nargs="*", help="only these programs, for example billing")


def add_release(commands: Commands) -> None:
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
handle. The exit code is 1 where one is silent, not ready or waits. Then what the
broker has refused, and to whose seed, by its log: that of the folder's platform, or
the one that --broker-log names.
"""

REBUILD = """\
Reads every event of a running platform once more and builds the console's cards,
tasks and timelines from them, beside the old ones, which people see until it is
done. Who looks after which process stays. Interrupted, the same command goes on
where it was.
"""
