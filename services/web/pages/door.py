"""A door: what every page of one web service has in common."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from fastapi import FastAPI

from services.runtime.clock import SystemClock
from services.runtime.service import Service
from services.web.http.settings import WebSettings
from services.web.pages.renderer import Renderer
from services.web.sign_in.identity import Identities
from services.web.sign_in.last_known import LastKnown

if TYPE_CHECKING:
    from services.web.pages.visit import NavLink, Visit

Name = Literal["portal", "console"]


@dataclass
class Door:
    """What every page of one web service has in common."""

    name: Name
    service: Service[FastAPI]
    settings: WebSettings
    renderer: Renderer
    identities: Identities
    navigation: Callable[[Visit], Awaitable[list[NavLink]]]
    home: str
    real_clock: SystemClock = field(default_factory=SystemClock)
    last_known: LastKnown = field(default_factory=LastKnown)

    @property
    def cookie(self) -> str:
        """Cookies are sent to every port of a host, so that each door has a name of its own."""
        return self.name if self.settings.is_local else f"__Host-{self.name}"

    @property
    def cookies_are_sealed(self) -> bool:
        """Sent over HTTPS only: everywhere but on the local profile's http://localhost."""
        return not self.settings.is_local
