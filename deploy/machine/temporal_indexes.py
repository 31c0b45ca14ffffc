"""Which indexes of the embedded Temporal's list of workflows stay: those that somebody asks by.

The server makes one for every column that a search attribute might have, and writes all of them for each process at
each change; of 58 nearly all are over columns that nobody fills. An index that is not there changes no answer.
"""

import contextlib
import sqlite3
from pathlib import Path

LIST = "executions_visibility"
ASKED_BY = frozenset(
    {
        "default_idx",
        "by_execution_time",
        "by_keyword_01",  # our one search attribute
        "by_status",
        "by_task_queue",
        "by_temporal_namespace_division",  # part of the server's every question
        "by_temporal_worker_deployment",
        "by_temporal_worker_deployment_version",
        "by_workflow_id",
        "by_workflow_type",
    }
)
_PATIENCE_S = 10.0
"""The server may be writing."""


def spare(file: Path) -> None:
    """Drops the others, also while the server runs; nothing where there is no file yet, or none are left.

    A file that this Python's SQLite cannot read is left as it is: the server says what is wrong with it.
    """
    if not file.exists():
        return
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(file, _PATIENCE_S)) as opened:
        needless = _indexes(opened) - ASKED_BY
        if needless:
            opened.executescript("; ".join(("BEGIN IMMEDIATE", *map(_dropped, sorted(needless)), "COMMIT")))


def _indexes(opened: sqlite3.Connection) -> set[str]:
    """But for the key's own."""
    made = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
    return {name for (name,) in opened.execute(made, (LIST,))}


def _dropped(name: str) -> str:
    return f'DROP INDEX "{name}"'
