"""One JSON line per fact: a past tense, then fields. Ids and codes only, never what a person wrote."""

import contextlib
import logging
import sys
from typing import TextIO

import structlog

log: structlog.stdlib.BoundLogger = structlog.get_logger()


def configure(service: str, level: str) -> None:
    # Warnings and worse, as it is by itself: said once more, each logger there is would forget what it knows.
    logging.basicConfig(stream=sys.stdout, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(_WhereThereIsRoom(sys.stdout)),  # type: ignore[arg-type]
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)


class _WhereThereIsRoom:
    """A line for which the disk has no room is lost: what it tells of goes on, and is worth more than the line."""

    def __init__(self, to: TextIO) -> None:
        self._to = to

    def write(self, text: str) -> None:
        with contextlib.suppress(OSError):
            self._to.write(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            self._to.flush()
