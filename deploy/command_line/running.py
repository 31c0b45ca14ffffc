"""What starts a platform."""

from deploy.command_line.arguments import Commands, add_place, command, folder, year


def add_running(commands: Commands) -> None:
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


DEMO = """\
Starts NATS, Temporal, PostgreSQL, every service and the worker, and carries
twelve commissions through them by the commands that people's pages send.
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
