"""What these tests have in common: an RSA key takes a second to make, and none of them looks at one."""

import pytest

from deploy.machine import keys


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(keys.PURPOSES, "seal", keys.ring)
