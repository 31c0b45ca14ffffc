"""The story that the console's board is tested with has every event that the console hears of a process.

Whoever has the console hear a new one tells it in `tests/told/SERVICE.py:of_a_year`; that the board, the timeline and a
rebuild take it is then seen by `tests/integration/console/board`.
"""

import pytest

from services.messages.envelope import events_of, owner, snake
from tests.messages.hearing import who_hears
from tests.told import a_year

STORY = a_year()
HEARD = {event for event, listeners in who_hears().items() if "console" in listeners}


@pytest.mark.parametrize("service", sorted(set(STORY) - {"directory"}))
def test_the_story_has_every_event_that_the_console_hears_of_a_process(service: str) -> None:
    told = {snake(type(event).__name__) for event in STORY[service]}
    heard = {event.partition(".")[2] for event in HEARD if event.startswith(f"{service}.")}
    of_a_process = {name for name in heard if events_of(service)[name].about == "process_id"}
    assert of_a_process - told == set(), f"tell it in tests/told/{service}.py:of_a_year"
    assert told - heard == set(), "the console does not hear it"


def test_each_event_of_the_story_is_said_by_its_service() -> None:
    for service, events in STORY.items():
        assert {owner(type(event)) for event in events} == {service}
    assert {event.partition(".")[0] for event in HEARD} == set(STORY)
