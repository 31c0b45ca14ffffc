"""The embedded server does without the indexes that nobody asks by."""

import asyncio
import contextlib
import sqlite3
from pathlib import Path

import pytest
from temporalio.client import Client

from deploy.machine import temporal_indexes
from deploy.machine.temporal_indexes import ASKED_BY, LIST, spare
from tests.workflows.conftest import TemporalServer
from tests.workflows.journey import Journey

pytestmark = pytest.mark.servers


def indexes(file: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(file)) as opened:
        return temporal_indexes._indexes(opened)


async def test_a_server_that_runs_loses_the_needless_ones_and_answers(
    temporal: TemporalServer, client: Client, process: Journey
) -> None:
    file = temporal.folder / "temporal.db"
    spare(file)
    spare(file)
    assert indexes(file) == ASKED_BY
    this_one = f"WorkflowId = '{process.handle.id}'"
    for question in (
        f"{this_one} AND ExecutionStatus = 'Running' AND Attention IS NULL",
        f"{this_one} AND RunId != 'none' AND WorkflowType = 'SupervisionProcess'",
        f"{this_one} AND StartTime > '2020-01-01T00:00:00Z' AND TaskQueue = 'luotsi'",
    ):
        while (await client.count_workflows(question)).count != 1:
            await asyncio.sleep(0)  # the server lists a process a moment after it has begun


def test_what_is_no_file_of_the_servers_is_left_as_it_is(tmp_path: Path) -> None:
    spare(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()
    strange = tmp_path / "strange.db"
    strange.write_bytes(b"no database at all, but longer than a header would be" * 40)
    before = strange.read_bytes()
    spare(strange)
    assert strange.read_bytes() == before


def test_indexes_of_other_tables_stay(tmp_path: Path) -> None:
    file = tmp_path / "some.db"
    with contextlib.closing(sqlite3.connect(file)) as opened:
        opened.executescript(
            f"CREATE TABLE {LIST} (a, b); CREATE INDEX by_bool_01 ON {LIST} (a); CREATE INDEX by_status ON {LIST} (b);"
            "CREATE TABLE executions (a); CREATE INDEX by_bool_02 ON executions (a)"
        )
    spare(file)
    with contextlib.closing(sqlite3.connect(file)) as opened:
        left = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    assert left == {"by_status", "by_bool_02"}
