"""The release has one number."""

import tomllib

from services.runtime.version import VERSION
from tests.unit.docs.reading import ROOT


def test_every_service_reports_the_version_of_the_project() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION
