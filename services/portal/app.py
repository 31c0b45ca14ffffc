"""Composition root: the door, its pages, and who may come in."""

from pathlib import Path

from fastapi import FastAPI

from services.portal import handlers, pages
from services.portal.navigation import navigation
from services.portal.standing import standings
from services.runtime.service import Service
from services.runtime.settings import Settings
from services.web.http.settings import WebSettings
from services.web.opening import door_of


def build(settings: Settings | None = None) -> Service[FastAPI]:
    """settings: from the environment unless given."""
    told = settings if isinstance(settings, WebSettings) else WebSettings.read()
    return door_of(
        "portal", Path(__file__).parent, told, handlers, pages, standings, navigation, home="/home"
    )
