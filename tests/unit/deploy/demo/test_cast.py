"""Who lives in the eventful year: few, in whose year every turn comes, and the plain ones as they are without it."""

import importlib
import pkgutil
from collections.abc import Iterator

from deploy.demo import turns
from deploy.demo.commission import Turn
from deploy.demo.commissions import EVENTFUL, PLAIN
from deploy.demo.people_of_turns import SUPERVISORS

MOST = 12


def kinds(turn: type[Turn] = Turn) -> Iterator[type[Turn]]:
    for room in pkgutil.iter_modules(turns.__path__, f"{turns.__name__}."):
        importlib.import_module(room.name)
    for one in turn.__subclasses__():
        yield one
        yield from kinds(one)


def test_every_kind_of_turn_comes_in_it() -> None:
    taken = {type(turn) for commission in EVENTFUL.commissions for turn in commission.turns}
    assert set(kinds()) == taken


def test_it_is_carried_by_few() -> None:
    assert 10 <= sum(one.follows is None for one in EVENTFUL.commissions) <= MOST
    assert len({one.process_id for one in EVENTFUL.commissions}) == len(EVENTFUL.commissions)


def test_the_plain_ones_are_in_it_as_they_are_without_it() -> None:
    assert EVENTFUL.commissions[: len(PLAIN.commissions)] == PLAIN.commissions


def test_what_is_no_turn_comes_in_it_as_well() -> None:
    """Nobody answers, one is refused, one is tried and ends there, one of two renewals goes on, one is alone."""
    cast = EVENTFUL.commissions
    assert [one.name for one in cast if not one.answers] == ["the museum"]
    assert [one.name for one in cast if one.supervisor is None] == ["the orientation"]
    assert [one.comes_about for one in cast if one.trial] == [True, False]
    assert [(one.name, one.goes_on) for one in cast if one.renews] == [
        ("the group", False),
        ("the teachers", True),
    ]
    assert [one.follows.name for one in cast if one.follows] == ["the teachers"]
    assert [one.name for one in cast if one.kept_away] == ["the youth workers"]
    assert [one.name for one in cast if one.organisation.kind == "private_person"] == ["the private person"]


def test_nobody_of_its_supervisors_is_idle() -> None:
    leading = {one.supervisor for one in EVENTFUL.commissions}
    assert {one.person for one in SUPERVISORS} <= leading
