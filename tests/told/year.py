"""The whole story of some processes, and how it falls between the services."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from services.messages.envelope import Event
from tests.told import billing, contracts, directory, intake, sessions


def a_year() -> dict[str, list[Event]]:
    """From an inquiry to its renewal, with what goes wrong on the way; an inquiry that is none; one declined.

    A proposal that expired, a contract that expired, a year that was closed. Every event that the console hears.
    """
    return {
        "directory": directory.of_a_year(),
        "intake": intake.of_a_year(),
        "contracts": contracts.of_a_year(),
        "sessions": sessions.of_a_year(),
        "billing": billing.of_a_year(),
    }


@dataclass
class Teller:
    """Gives each event its envelope once, so that a story can be told again in another order."""

    story: dict[str, list[Event]] = field(default_factory=a_year)

    def events(self) -> list[Event]:
        return [event for said in self.story.values() for event in said]

    def in_any_order(self, seed: int) -> Iterator[tuple[str, Event]]:
        """Each service's own order stays; how they fall between each other is the seed's."""
        chance = random.Random(seed)
        waiting = {source: list(events) for source, events in self.story.items()}
        while left := [source for source, events in waiting.items() if events]:
            source = chance.choice(left)
            yield source, waiting[source].pop(0)
