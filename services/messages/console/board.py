"""The board, built anew from every event."""

from services.messages.envelope import Command, Reply


class BoardRebuilt(Reply):
    """A portion of it. cards: processes on the new board. events: those that were applied so far.

    waiting: those that are still to be read. done: the new board has taken the old one's place.
    """

    cards: int
    events: int
    waiting: int = 0
    done: bool = True


class RebuildBoard(Command[BoardRebuilt]):
    """Some seconds' work on everything that the board shows, once more from the first event on; asked until it is done.

    Who looks after what stays. It goes on where another one was left; anew: from the first event all the same.
    """

    anew: bool = False
