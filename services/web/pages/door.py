"""A door: what every page of one web service has in common."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from services.messages.values import Language
from services.runtime.clock import SystemClock
from services.runtime.provider import languages as served
from services.runtime.provider import logos
from services.runtime.provider import names as provider
from services.runtime.service import Service
from services.runtime.storage.database import looking
from services.web.http.settings import WebSettings
from services.web.pages.languages import LANGUAGES
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
    provider: str = provider.PRODUCT
    """Under which name the provider goes, as last known."""
    logo: UUID | None = None
    """Its logo, as last known; none: the product's mark."""
    languages: tuple[Language, ...] = LANGUAGES
    """Which it serves, as last known."""

    @property
    def cookie(self) -> str:
        """Cookies are sent to every port of a host, so that each door has a name of its own."""
        return self.name if self.settings.is_local else f"__Host-{self.name}"

    async def look_up_provider(self) -> str:
        """Under which name it goes today, with which logo and in which languages; as last known while the database is
        away: no page waits for them.
        """
        with suppress(SQLAlchemyError, OSError):
            async with looking(self.service.engine) as connection:
                told = await provider.name_at(connection, self.service.clock.now())
                self.provider = told or provider.PRODUCT
                self.logo = await logos.logo_at(connection, self.service.clock.now())
                self.languages = await served.languages_at(connection, self.service.clock.now())
        return self.provider

    @property
    def cookies_are_sealed(self) -> bool:
        """Sent over HTTPS only: everywhere but on the local profile's http://localhost."""
        return not self.settings.is_local
