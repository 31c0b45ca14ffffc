"""What proves a checkout, and what is written for a change."""

from deploy.checkout.trials import TRIALS
from deploy.command_line.arguments import Commands, command


def add_proving(commands: Commands) -> None:
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
