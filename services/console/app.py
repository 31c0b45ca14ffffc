"""Composition root: the door, its pages, and who may come in."""

from pathlib import Path

from fastapi import FastAPI

from services.console import handlers, pages
from services.console.navigation import navigation
from services.console.pages.money.ordered_runs import carry_on
from services.console.standing import standings
from services.runtime.service import Service
from services.runtime.settings import Settings
from services.web.http.settings import WebSettings
from services.web.opening import door_of


def build(settings: Settings | None = None) -> Service[FastAPI]:
    """settings: from the environment unless given."""
    told = settings if isinstance(settings, WebSettings) else WebSettings.read()
    return door_of(
        "console",
        Path(__file__).parent,
        told,
        handlers,
        pages,
        standings,
        navigation,
        home="/",
        background=(carry_on,),
    )
