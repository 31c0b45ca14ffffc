"""What a process does with the memory that its start has used."""

import contextlib
import ctypes
import gc

_LARGEST_NUMBER_OF_ARENAS = -8
"""Of glibc's allocator. Source: malloc.h, M_ARENA_MAX."""


def keep_what_is_here() -> None:
    """All that is loaded by now stays: looked through by each collection, it held up one page in forty.

    What the start has left over stays too: to look for it would touch, and so copy, a megabyte that all of ours share.
    """
    gc.freeze()
    give_back_holes()


def give_back_holes() -> None:
    """What the start has left free between what stays, to the system."""
    with contextlib.suppress(AttributeError):  # glibc's alone
        ctypes.CDLL(None).malloc_trim(0)


def take_from_one_place() -> None:
    """Each thread would take from a place of its own, and dirty it; of ours one runs at a time anyhow."""
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_LARGEST_NUMBER_OF_ARENAS, 1)
