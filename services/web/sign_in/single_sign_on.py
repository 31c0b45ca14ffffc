"""To the organisation's own sign-on and back, where one is set up. It vouches for a mail address, and no more."""

import secrets

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.messages.directory import ProveSingleSignOn
from services.runtime.logs import log
from services.web.http import limits
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled
from services.web.pages.languages import marked as _
from services.web.pages.visit import Anyone, Visit, own_path
from services.web.sign_in import browser, challenges, oidc
from services.web.sign_in.entering import enter, let_in, way_in
from services.web.sign_in.mailed import AddressForm

router = APIRouter()

_NOT_PROVEN = _("The single sign-on did not confirm who you are. Try again, or use your mail address.")
_NOBODY = _("The single sign-on knows you, but this service has nobody with your mail address.")


@router.get("/sign-in/oidc")
async def leave(visit: Anyone, next: str = "") -> Response:
    provider = _provider(visit)
    now = visit.door.real_clock.now()
    async with visit.transaction() as db:
        allowed = await limits.take(db, limits.CLIENT, visit.network, now)
    if not allowed:
        return await _sorry(visit, _("Too many tries. Wait a while, then try again."), 429)
    try:
        begun = await oidc.begin(provider)
    except oidc.NotProven:
        return await _sorry(visit, _NOT_PROVEN)
    secret = browser.known_or_new(visit.request)
    kept = begun.kept | {"next": own_path(next) if next else ""}
    async with visit.transaction() as db:
        await challenges.keep(db, secret, "single_sign_on", kept, now)
    response = RedirectResponse(begun.address, 303)
    browser.give(response, visit.request, secret)
    return response


@router.get("/sign-in/oidc/callback")
async def come_back(visit: Anyone, state: str = "", code: str = "") -> Response:
    """Only in the browser that left, once, and with the state that it left with."""
    provider = _provider(visit)
    now = visit.door.real_clock.now()
    async with visit.transaction() as db:
        kept = await challenges.take(db, browser.secret_of(visit.request), "single_sign_on", now)
    if not kept or not code or not secrets.compare_digest(kept["state"].encode(), state.encode()):
        return await _sorry(visit, _NOT_PROVEN)
    try:
        tokens = await oidc.tokens(provider, code, kept)
        order = ProveSingleSignOn(
            id_token=tokens.id_token,
            access_token=tokens.access_token,
            nonce=kept["nonce"],
            as_of=visit.now,
        )
        proved = await visit.ask(order)
    except (oidc.NotProven, ValidationError):
        return await _not_proven(visit)
    if not proved.is_proven:
        return await _not_proven(visit)
    secret = await enter(visit, proved, "oidc")
    if secret is None:
        return await _sorry(visit, _NOBODY)
    return let_in(RedirectResponse(way_in(visit, kept["next"]), 303), visit, secret)


async def _not_proven(visit: Visit) -> Response:
    log.warning("single_sign_on_not_proven")
    return await _sorry(visit, _NOT_PROVEN)


async def _sorry(visit: Visit, text: str, status: int = 422) -> Response:
    form = Filled[AddressForm]()
    form.refuse(None, text)
    return await visit.page("sign_in/address.html", status, form=form)


def _provider(visit: Visit) -> oidc.Provider:
    """Raises NotFound where there is none."""
    settings = visit.door.settings
    if not settings.oidc_issuer:
        raise NotFound
    back = f"{settings.public_url}/sign-in/oidc/callback"
    return oidc.Provider(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret, back)
