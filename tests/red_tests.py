"""What a run writes down as it goes, so that its red tests can be named at the end, also when it died among them."""

import json
import os
from pathlib import Path

import pytest

from deploy.checkout.lanes import RED_TESTS

_FILE = os.environ.get(RED_TESTS)


def note(**told: str) -> None:
    if _FILE:
        with Path(_FILE).open("a") as file:
            file.write(json.dumps(told) + "\n")


def pytest_runtest_logstart(nodeid: str) -> None:
    note(began=nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        crash = getattr(report.longrepr, "reprcrash", None)
        words = crash.message if crash else str(report.longrepr)
        note(red=report.nodeid, why=" ".join(words.split()))


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        note(red=report.nodeid, why=" ".join(str(report.longrepr).split()[-20:]))


def pytest_internalerror(excinfo: pytest.ExceptionInfo[BaseException]) -> None:
    """The run ends here: what would have come is not told of, and its end is noted as any other's."""
    note(broke=" ".join(excinfo.exconly().split()))


def pytest_sessionfinish() -> None:
    note(over="")
