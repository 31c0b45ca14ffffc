"""In which order a backup is copied, and that a demo goes on where it was."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from deploy.backup import copying
from deploy.demo.driving.done import NAME, Done


@contextlib.asynccontextmanager
async def _nobody_moves_it(_installation: object) -> AsyncIterator[None]:
    yield


async def test_what_a_demo_does_while_it_is_copied_is_asked_for_again_after_a_restore(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    data, to = tmp_path / "data", tmp_path / "copy"
    data.mkdir()
    done = Done(data)
    done.add("coordinator", "before")

    def copied_while_somebody_acts(*_told: Any) -> None:
        done.add("coordinator", "meanwhile")

    async def told_nothing(_installation: object) -> dict[str, Any]:
        return {}

    for name in ("copy_temporal", "copy_postgres"):
        monkeypatch.setattr(copying, name, copied_while_somebody_acts)
    monkeypatch.setattr(copying, "of_the_worker", told_nothing)
    monkeypatch.setattr(copying, "clock_stands", _nobody_moves_it)
    await copying._copy(SimpleNamespace(data=data), to, print, copying.nothing)  # type: ignore[arg-type]
    assert (to / NAME).exists() and NAME in copying.OTHER_FILES
    again = Done(to)
    assert ("coordinator", "before") in again and ("coordinator", "meanwhile") not in again
