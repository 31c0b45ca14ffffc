"""Two who work side by side may give their steps one number: the second to land gives its own another."""

import re
from pathlib import Path

import pytest

_VERSIONS = sorted(Path(__file__).parents[3].glob("services/*/migrations/versions"))


@pytest.mark.parametrize("folder", _VERSIONS, ids=lambda folder: folder.parts[-3])
def test_each_step_of_a_service_follows_the_one_before_it(folder: Path) -> None:
    before = None
    for number, step in enumerate(sorted(folder.glob("*.py")), start=1):
        told = dict(re.findall(r'^(revision|down_revision) = "(\d+)"', step.read_text(), re.MULTILINE))
        assert (step.name[:4], told.get("down_revision")) == (f"{number:04}", before), step.name
        before = told["revision"]
    assert before, folder
