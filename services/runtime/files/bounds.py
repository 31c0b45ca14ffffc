"""What a process may use that looks into a stranger's file. It can write no file: what it stumbles over is its exit."""

import resource


def bound(memory: int, seconds: int) -> None:
    """Of this process, from now on. memory: bytes. seconds: of the processor."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
