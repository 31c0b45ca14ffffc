"""Addresses that both doors have: language, role, signing out, and staying signed in."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import Field

from services.messages.values import Language
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.visit import LANGUAGE_COOKIE, Anyone, SignedIn, own_path
from services.web.sign_in import browser_sessions, ended_proofs, unsent

router = APIRouter()
_A_YEAR_S = int(timedelta(days=365).total_seconds())


class LanguageForm(Form):
    language: Language
    back: Annotated[str, Field(max_length=2000)] = "/"


class ActingForm(Form):
    """back: the page for which the role is changed; the door's home, where there is none."""

    acting: Annotated[str, Field(max_length=200)]
    back: Annotated[str, Field(max_length=2000)] = ""


@router.post("/language")
async def language(
    visit: Anyone, form: Annotated[Filled[LanguageForm], Depends(filled(LanguageForm))]
) -> Response:
    """Back to the page from which it was chosen; a half-filled form there is kept by the browser."""
    if not form.is_valid:
        raise NotFound
    response = RedirectResponse(own_path(form.data.back), 303)
    response.set_cookie(
        LANGUAGE_COOKIE,
        form.data.language,
        max_age=_A_YEAR_S,
        secure=visit.door.cookies_are_sealed,
        httponly=True,
        samesite="lax",
    )
    return response


@router.post("/acting")
async def act_as(
    visit: SignedIn, form: Annotated[Filled[ActingForm], Depends(filled(ActingForm))]
) -> Response:
    """In another of the visitor's own standings."""
    identity, kept = visit.identity, visit.browser_session
    if not form.is_valid or identity is None or kept is None:
        raise NotFound
    if form.data.acting not in {one.key for one in identity.standings}:
        raise NotFound
    async with visit.transaction() as db:
        await browser_sessions.act_as(db, kept.session_id, form.data.acting)
    return await visit.go(form.data.back or visit.door.home)


@router.get("/still")
async def still(visit: Anyone, line: Annotated[str, Query(max_length=200)] = "") -> JSONResponse:
    """Whether a page that was drawn for this line is still its reader's; asked by pages by themselves."""
    return JSONResponse({"signed_in": visit.signed_in, "still": visit.signed_in and visit.line == line})


@router.post("/stay")
async def stay(visit: SignedIn) -> Response:
    """The session was seen now, by this very request."""
    return Response(status_code=204)


@router.post("/sign-out")
async def sign_out(visit: Anyone) -> Response:
    secret = visit.request.cookies.get(visit.door.cookie)
    if secret:
        visit.door.last_known.forget(secret)
        async with visit.transaction() as db:
            ended = await browser_sessions.end(db, secret, visit.door.real_clock.now())
        await ended_proofs.end(visit.door.service.ask, ended)
    response = RedirectResponse("/", 303)
    response.delete_cookie(visit.door.cookie, secure=visit.door.cookies_are_sealed, httponly=True)
    if secret:
        response.set_cookie(
            browser_sessions.ended_cookie(visit.door.cookie),
            secret,
            max_age=int(browser_sessions.REMEMBERED.total_seconds()),
            secure=visit.door.cookies_are_sealed,
            httponly=True,
            samesite="lax",
        )
    return response


@router.post("/unsent/forget")
async def forget_unsent(visit: SignedIn) -> Response:
    """What was typed before the sign-in ended is not wanted any more."""
    secret = unsent.secret_of(visit.request)
    if secret is None:
        raise NotFound
    now = visit.door.real_clock.now()
    async with visit.transaction() as db:
        kept = await unsent.find(db, secret, visit.person_id, now)
        await unsent.forget(db, secret, visit.person_id)
    response = await visit.go(kept.page if kept else visit.door.home)
    unsent.take_away(response, visit.request)
    return response
