"""A platform's loopback ports: those of last time, given ones, or free ones."""

import contextlib
import dataclasses
import json
import random
import socket
from collections.abc import Iterator
from pathlib import Path

from deploy.running.launch import CannotStart

HOST = "127.0.0.1"

FREE_PORTS = range(15000, 30000)
"""Below the range from which Linux takes ports for outgoing connections (32768 up): nobody borrows ours."""


@dataclasses.dataclass(frozen=True)
class Ports:
    """Loopback ports, in the order in which a given base counts them."""

    postgres: int
    nats: int
    nats_monitor: int
    temporal: int
    smtp: int
    portal: int
    console: int


def choose_ports(data: Path, base: int | None) -> Ports:
    """Given ports must be free; kept ones are used again if they are; otherwise any free ones."""
    if base is not None:
        given = Ports(*range(base, base + len(dataclasses.fields(Ports))))
        for use, port in dataclasses.asdict(given).items():
            if not is_free(port):
                raise CannotStart(f"port {port} (for {use}) is taken: free it, or give other ports")
        return given
    kept = kept_ports(data)
    if kept is not None and all(map(is_free, dataclasses.astuple(kept))):
        return kept
    found = free_ports()
    return Ports(*(next(found) for _ in dataclasses.fields(Ports)))


def kept_ports(data: Path) -> Ports | None:
    """The ports of last time; None when there was none, or the file is not ours to understand."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        return Ports(**json.loads((data / "ports.json").read_text()))
    return None


def free_ports() -> Iterator[int]:
    """Free ports in no order, so that two platforms started at once rarely meet."""
    for port in random.sample(FREE_PORTS, len(FREE_PORTS)):
        if is_free(port):
            yield port
    raise CannotStart(f"no free port was found between {FREE_PORTS.start} and {FREE_PORTS.stop}")


def is_free(port: int) -> bool:
    """Whether a server could listen on the port now; connections that linger from earlier do not count."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True
