"""The board, built anew from every event."""

from services.messages.envelope import Command, Reply


class BoardRebuilt(Reply):
    """cards: processes on the board. events: those that were read and applied."""

    cards: int
    events: int


class RebuildBoard(Command[BoardRebuilt]):
    """Everything that the board shows, once more from the first event on; who looks after what stays."""
