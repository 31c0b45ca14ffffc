"""The cookie of a browser that is about to sign in: codes, challenges and states work in that browser only."""

from fastapi import Request
from fastapi.responses import Response

from services.messages.keep_times import KNOWN_BROWSERS
from services.web.pages.door import Door
from services.web.sign_in.browser_sessions import new_secret


def secret_of(request: Request) -> str | None:
    return request.cookies.get(_name(request.app.state.door)) or None


def known_or_new(request: Request) -> str:
    """The browser's secret; a new one has still to be given to it."""
    return secret_of(request) or new_secret()


def give(response: Response, request: Request, secret: str) -> None:
    door: Door = request.app.state.door
    response.set_cookie(
        _name(door),
        secret,
        max_age=int(KNOWN_BROWSERS.total_seconds()),
        secure=door.cookies_are_sealed,
        httponly=True,
        samesite="lax",
    )


def _name(door: Door) -> str:
    return f"{door.cookie}-browser"
