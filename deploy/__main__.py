"""`python -m deploy COMMAND`: what `./luotsi COMMAND` becomes once there is an environment.

Each command imports what it needs only when it is asked for.
"""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from deploy import CHECKOUT
from deploy.command_line import parse

if TYPE_CHECKING:
    from services.runtime.broker.address import BrokerAddress


def main(arguments: Sequence[str]) -> int:
    """Carries out one command; the result is its exit code. What cannot start says so in one sentence."""
    asked = parse(arguments)
    if asked.command == "doctor":
        from deploy.checkout.doctor import examine

        return examine()
    if asked.command in ("check", "test", "trial"):
        return prove(asked)
    from deploy.running.launch import CannotStart

    try:
        if asked.command == "migration":
            from deploy.schema.migration import migration

            return migration(asked.service, asked.words)
        if asked.command in ("install", "databases", "rotate"):
            return install(asked)
        return on_a_platform(asked)
    except CannotStart as refused:
        print(f"luotsi: {refused}", file=sys.stderr)
        return 1


def install(asked: argparse.Namespace) -> int:
    """What is written for, and done at, a machine whose servers are elsewhere."""
    if asked.command == "rotate":
        from deploy.production.rotating import rotated

        return rotated(asked.data, asked.what, asked.names)
    if asked.command == "databases":
        from deploy.production.migrating import databases

        return databases(asked.folder, sql=asked.sql)
    from deploy.production import installing

    hosts = {"portal": asked.portal, "console": asked.console}
    if asked.containers:
        return installing.install_in_containers(asked.folder, hosts)
    return installing.install(asked.folder, hosts, asked.postgres)


def prove(asked: argparse.Namespace) -> int:
    from deploy.checkout import checks

    if asked.command == "trial":
        return checks.trial(asked.names)
    return checks.check() if asked.command == "check" else checks.test(asked.pytest_arguments)


def on_a_platform(asked: argparse.Namespace) -> int:
    """The commands that start a platform, or speak with one that runs."""
    from deploy.machine.installation import Installation

    if asked.command in ("up", "demo"):
        installation = Installation.open(asked.data, asked.ports)
        if asked.command == "up":
            from deploy.up import up

            return up(installation)
        from deploy.demo import demo

        return demo(installation, year=asked.year, short=asked.short, once=asked.once, json_file=asked.json)
    if asked.command == "restore":
        from deploy.backup.commands import restore

        return restore(asked.backup, asked.keys, asked.data, asked.ports, asked.opened_by)
    if asked.command == "backup":
        return back_up(asked)
    return here_or_elsewhere(asked)


def back_up(asked: argparse.Namespace) -> int:
    """Now, or every night."""
    from deploy.machine.installation import Installation
    from deploy.operating.which import where_of

    if asked.nightly:
        from deploy.backup import nightly
        from deploy.production.elsewhere import Elsewhere

        where = Elsewhere.told()
        data = where.folder if where else asked.data
        told = (CHECKOUT, data, asked.folder, asked.seal_for)
        return nightly.write(asked.nightly, *told, elsewhere=where is not None)
    from deploy.backup.commands import backup

    return backup(where_of(lambda: Installation.of_running(asked.data)), asked.folder, asked.seal_for)


def here_or_elsewhere(asked: argparse.Namespace) -> int:
    """The commands that speak with the platform that the environment names, or with that of the folder."""
    from deploy.machine.installation import Installation
    from deploy.operating.which import broker_of, where_of

    def here() -> Installation:
        return Installation.of_running(asked.data)

    if asked.command == "first-administrator":
        from deploy.operating.first_administrator import first_administrator

        return first_administrator(here)
    if asked.command == "figures":
        from deploy.operating.figures import figures

        return figures(where_of(here), json_file=asked.json)
    return at_the_broker(asked, broker_of(here))


def at_the_broker(asked: argparse.Namespace, at: "BrokerAddress") -> int:
    """What programs are asked for, over the bus."""
    if asked.command == "release":
        from deploy.operating.releases import release

        return release(at, asked.build, asked.instead_of)
    if asked.command == "health":
        from deploy.operating.health import health
        from deploy.operating.which import broker_log_of

        return health(at, asked.names, asked.broker_log or broker_log_of(asked.data))
    if asked.command == "begin-lost":
        from deploy.operating.lost_processes import begin_lost

        return begin_lost(at)
    if asked.command == "parked":
        from deploy.operating.parked import parked

        return parked(at, asked.action, message_id=getattr(asked, "id", None), service=asked.service)
    from deploy.operating.rebuild_board import rebuild

    return rebuild(at, anew=asked.anew)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
