"""How many connections come to a door from one network: a stranger's, each with half a request, leave room for others.

Of what a trusted proxy connects nothing is bounded here: it is everybody. The proxy bounds its own callers.
"""

import contextlib
import resource
from collections import Counter
from collections.abc import Sequence
from ipaddress import ip_address, ip_network

from services.runtime.logs import log
from services.web.http.visitors import network

MOST_OF_ONE = 1000
"""Of an office that comes without a proxy each browser has up to six, and its open tabs share a stream."""
FILES = 65_536
"""What a door opens at most; a connection is one."""
_SHARE = 4
"""Where it may open few files, one network has a quarter of them."""


def open_many_files() -> int:
    """As many as the machine lets this process open, which begins with a usual 1,024; how many that are now."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    with contextlib.suppress(OSError, ValueError):  # where it may not, it keeps what it has
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


class Callers:
    """Of one door, in this process. trusted: the proxies."""

    def __init__(self, trusted: Sequence[str], files: int = FILES) -> None:
        self._trusted = [ip_network(one) for one in trusted]
        self._files = files
        self._held: Counter[str] = Counter()
        self._told: set[str] = set()

    @property
    def most(self) -> int:
        return min(MOST_OF_ONE, self._files // _SHARE)

    def come(self, host: str) -> str | None:
        """As whom it counts until it leaves; none: it is one too many. Told once, until half of them have left."""
        if self._is_trusted(host):
            return ""
        whose = network(host)
        if self._held[whose] >= self.most:
            if whose not in self._told:
                log.warning("connections_refused", most=self.most)
            self._told.add(whose)
            return None
        self._held[whose] += 1
        return whose

    def leave(self, whose: str) -> None:
        """whose: what `come` gave."""
        if not whose:
            return
        self._held[whose] -= 1
        if self._held[whose] < self.most // 2:
            self._told.discard(whose)
        if not self._held[whose]:
            del self._held[whose]

    def _is_trusted(self, host: str) -> bool:
        try:
            address = ip_address(host)
        except ValueError:
            return not host
        return any(address in one for one in self._trusted)
