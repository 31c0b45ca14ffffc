"""The list of what a platform consists of, and the orders in which it starts and stops."""

from deploy import streams
from deploy.machine import keys
from deploy.processes import PROCESSES, START_ORDER, STOP_ORDER


def test_every_process_is_started_once_and_stopped_once() -> None:
    kinds = {process.kind for process in PROCESSES}
    for order in (START_ORDER, STOP_ORDER):
        in_turn = [kind for stage in order for kind in stage]
        assert sorted(in_turn) == sorted(kinds)


def test_whom_a_process_needs_starts_before_it() -> None:
    stage = {
        process.name: i
        for i, kinds in enumerate(START_ORDER)
        for process in PROCESSES
        if process.kind in kinds
    }
    for process in PROCESSES:
        assert all(stage[needed] < stage[process.name] for needed in process.needs), process.name


def test_every_service_and_the_worker_have_a_database_of_their_own() -> None:
    assert set(keys.ROLES) == {process.name for process in PROCESSES if process.kind in ("service", "worker")}


def test_who_listens_and_who_speaks_are_processes_of_the_list() -> None:
    names = {process.name for process in PROCESSES}
    assert set(streams.LISTENERS) | set(streams.SPEAKERS) <= names
    assert {speaker for heard in streams.LISTENERS.values() for speaker in heard} <= set(streams.SPEAKERS)
    assert all(listener not in heard for listener, heard in streams.LISTENERS.items())
