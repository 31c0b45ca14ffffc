"""Composition root: the service and what it is made of."""

from services.contracts import handlers
from services.runtime.service import Service
from services.runtime.settings import Settings


def build() -> Service:
    return Service("contracts", handlers, Settings())  # type: ignore[call-arg]  # filled from the environment
