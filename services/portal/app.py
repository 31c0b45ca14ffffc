"""Composition root: the door, its pages, and who may come in."""

from pathlib import Path

from services.portal import handlers
from services.portal.navigation import navigation
from services.portal.pages import PAGES
from services.portal.standing import standings
from services.runtime.service import Service
from services.runtime.settings import Settings
from services.web.http.settings import WebSettings
from services.web.opening import door_of


def build(settings: Settings | None = None) -> Service:
    """settings: from the environment unless given."""
    told = settings if isinstance(settings, WebSettings) else WebSettings()
    return door_of(
        "portal", Path(__file__).parent, told, handlers, PAGES, standings, navigation, home="/home"
    )
