"""What a program may do on one machine and nowhere else: a few verbs, by name."""

import pytest

from deploy.rights.table import WORKER, table
from services.runtime.broker.jetstream import API
from services.runtime.events.neighbours import CLOCK_MOVED, RESTED

HERE, ELSEWHERE = table(local=True), table(local=False)


def kind(subject: str, name: str) -> str:
    """With the program's own name, and those of streams, left out."""
    if subject.startswith(f"{API}."):
        return ".".join(subject.removeprefix(f"{API}.").split(".")[: 3 if "DURABLE" in subject else 2])
    return subject.replace(f".{name}", ".NAME")


@pytest.mark.parametrize("name", [name for name in HERE if name != "operator"])
def test_one_machine_takes_nothing_away_and_adds_what_is_named(name: str) -> None:
    here, elsewhere = HERE[name], ELSEWHERE[name]
    assert set(elsewhere.publish) <= set(here.publish) and set(elsewhere.subscribe) <= set(here.subscribe)
    added = {kind(one, name) for one in set(here.publish) - set(elsewhere.publish)}
    makes_again, of_the_clock = {"STREAM.CREATE", "CONSUMER.DURABLE.CREATE"}, {f"{RESTED}.NAME"}
    of_its_mover = {CLOCK_MOVED, "STREAM.LIST", "CONSUMER.LIST"} if name == WORKER else set()
    assert added <= makes_again | of_the_clock | of_its_mover and of_the_clock <= added
    heard = set(here.subscribe) - set(elsewhere.subscribe)
    assert heard == {CLOCK_MOVED} | ({f"{RESTED}.*", "$JS.ACK.>"} if name == WORKER else set())


def test_the_operator_may_the_same_everywhere() -> None:
    assert HERE["operator"] == ELSEWHERE["operator"] and HERE.keys() == ELSEWHERE.keys()
