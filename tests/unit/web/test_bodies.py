"""What a door holds of what it is sent: of one request, of one network, and of all."""

from contextlib import ExitStack
from typing import Any

import pytest

from services.web.http.bodies import ALWAYS_TAKEN, COUNTED_AT_LEAST, Bodies, NotTaken

FILE = 5 * ALWAYS_TAKEN


class Visitor:
    """Sends a body piece by piece, and stays."""

    def __init__(
        self, stays: ExitStack, door: Bodies, network: str, *pieces: int, largest: int = FILE
    ) -> None:
        self._pieces = list(pieces)
        self._read = stays.enter_context(door.holding(network, self._receive, largest))

    async def _receive(self) -> dict[str, Any]:
        return {"type": "http.request", "body": bytes(self._pieces.pop(0)), "more_body": True}

    async def comes(self) -> int:
        """0, or the status by which it is not taken."""
        try:
            while self._pieces:
                await self._read()
        except NotTaken as no:
            return no.status_code
        return 0


async def test_one_network_holds_no_more_than_its_share_and_others_are_taken_all_the_same() -> None:
    door = Bodies(most=10 * FILE, most_of_one=2 * FILE)
    with ExitStack() as stay:
        told = [await Visitor(stay, door, "192.0.2.1", FILE).comes() for _ in range(2)]
        with pytest.raises(NotTaken):
            Visitor(stay, door, "192.0.2.1")
        assert (*told, await Visitor(stay, door, "192.0.2.2", FILE).comes()) == (0, 0, 0)


async def test_what_stays_half_without_a_byte_is_counted_too() -> None:
    door = Bodies(most_of_one=3 * COUNTED_AT_LEAST)
    with ExitStack() as stay:
        for _ in range(3):
            Visitor(stay, door, "192.0.2.1")
        with pytest.raises(NotTaken) as refused:
            Visitor(stay, door, "192.0.2.1")
    assert refused.value.status_code == 429


async def test_where_files_of_all_have_no_room_a_form_has() -> None:
    door = Bodies(most=2 * FILE)
    with ExitStack() as stay:
        told = [await Visitor(stay, door, f"192.0.2.{one}", FILE).comes() for one in range(3)]
        assert told == [0, 0, 429]
        assert await Visitor(stay, door, "192.0.2.9", ALWAYS_TAKEN).comes() == 0


async def test_who_is_answered_leaves_their_room_to_the_next() -> None:
    door = Bodies(most=FILE, most_of_one=FILE)
    for _ in range(3):
        with ExitStack() as stay:
            assert await Visitor(stay, door, "192.0.2.1", 1000, FILE - 1000).comes() == 0


async def test_more_than_the_page_takes_is_too_large_however_it_comes() -> None:
    with ExitStack() as stay:
        assert await Visitor(stay, Bodies(), "192.0.2.1", 600, 600, largest=1000).comes() == 413
