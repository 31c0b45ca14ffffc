"""How many connections a door takes from one network."""

import pytest

from services.web.http import callers
from services.web.http.callers import Callers


@pytest.fixture(autouse=True)
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "MOST_OF_ONE", 3)


def test_one_network_has_its_share_and_another_its_own() -> None:
    door = Callers([])
    assert [door.come("192.0.2.1") for _ in range(4)] == ["192.0.2.1"] * 3 + [None]
    assert door.come("192.0.2.2") == "192.0.2.2"
    addresses = ["2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:3::4", "2001:db8:1:2:5::6"]
    assert [door.come(one) is not None for one in addresses] == [True, True, True, False]


def test_who_leaves_makes_room_for_the_next() -> None:
    door = Callers([])
    for _ in range(10):
        whose = door.come("192.0.2.1")
        assert whose
        door.leave(whose)


def test_a_trusted_proxy_is_everybody_and_its_connections_are_not_counted() -> None:
    door = Callers(["10.0.0.5", "172.18.0.0/16"])
    assert all(door.come(one) == "" for one in ("10.0.0.5", "172.18.3.4", "") for _ in range(9))
    door.leave("")
    assert [door.come("10.0.0.6") for _ in range(4)][-1] is None


def test_where_few_files_may_be_opened_one_network_has_a_quarter_of_them() -> None:
    assert Callers([], files=8).most == 2


def test_it_is_told_once_and_again_when_they_had_left(capsys: pytest.CaptureFixture[str]) -> None:
    door = Callers([])
    for _ in range(2):
        held = [door.come("192.0.2.1") for _ in range(9)]
        for one in held:
            if one:
                door.leave(one)
    told = capsys.readouterr().out
    assert told.count("connections_refused") == 2 and "192.0.2.1" not in told
