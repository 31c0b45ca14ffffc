"""Composition root: the door, its pages, and who may come in."""

from pathlib import Path

from services.console import handlers
from services.console.navigation import navigation
from services.console.ordered_runs import carry_on
from services.console.pages import PAGES
from services.console.standing import standings
from services.runtime.service import Service
from services.runtime.settings import Settings
from services.web.http.settings import WebSettings
from services.web.opening import door_of


def build(settings: Settings | None = None) -> Service:
    """settings: from the environment unless given."""
    told = settings if isinstance(settings, WebSettings) else WebSettings()
    return door_of(
        "console",
        Path(__file__).parent,
        told,
        handlers,
        PAGES,
        standings,
        navigation,
        home="/",
        background=(carry_on,),
    )
