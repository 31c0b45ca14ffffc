"""What a run writes down as it goes, so that its red tests can be named at the end, also when it died among them."""

import json
import os
import re
from pathlib import Path

import pytest

from deploy.checkout.lanes import MOST_LINES, RED_TESTS

_FILE = os.environ.get(RED_TESTS)
_IS_A_LOG = re.compile(r'\{"|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[')
_red: set[str] = set()


def note(**told: str) -> None:
    if _FILE:
        with Path(_FILE).open("a") as file:
            file.write(json.dumps(told) + "\n")


def pytest_runtest_logstart(nodeid: str) -> None:
    note(began=nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """What it printed is known when all of it is over: a page that it fell at is printed last."""
    if report.failed:
        _red.add(report.nodeid)
        crash = getattr(report.longrepr, "reprcrash", None)
        words = crash.message if crash else str(report.longrepr)
        note(red=report.nodeid, why=" ".join(words.split()))
    if report.when == "teardown" and report.nodeid in _red and (printed := _told_by_hand(report)):
        note(of=report.nodeid, printed=printed)


def _told_by_hand(report: pytest.TestReport) -> str:
    """What it printed, without the logs of the services in its house; no more lines than will be shown."""
    lines = [line.strip() for line in report.capstdout.splitlines()]
    return "\n".join([line for line in lines if line and not _IS_A_LOG.match(line)][:MOST_LINES])


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        note(red=report.nodeid, why=" ".join(str(report.longrepr).split()[-20:]))


def pytest_internalerror(excinfo: pytest.ExceptionInfo[BaseException]) -> None:
    """The run ends here: what would have come is not told of, and its end is noted as any other's."""
    note(broke=" ".join(excinfo.exconly().split()))


def pytest_sessionfinish() -> None:
    note(over="")
