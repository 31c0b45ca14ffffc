"""Little that unpacks to much."""

import zlib

MEGABYTE = 1 << 20
_PRIME = 65521
"""Of the sum at a stream's end. Source: RFC 1950, section 9."""


def zeros(megabytes: int) -> bytes:
    """So many of nothing but zeros, packed. Each says nothing of those before it, so one of them is packed for all."""
    packing = zlib.compressobj(9)
    first = packing.compress(bytes(MEGABYTE)) + packing.flush(zlib.Z_FULL_FLUSH)
    next_one = packing.compress(bytes(MEGABYTE)) + packing.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(wbits=-zlib.MAX_WBITS).flush()
    added_up = (megabytes * MEGABYTE % _PRIME) << 16 | 1
    return first + next_one * (megabytes - 1) + last + added_up.to_bytes(4, "big")
