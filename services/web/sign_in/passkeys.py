"""What a page's passkey buttons ask for: JSON to and from js/passkeys.js. Each challenge is answered once."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from services.messages.directory import (
    AskChallenge,
    KeepPasskey,
    ListPasskeys,
    Passkey,
    Proved,
    ProvePasskey,
)
from services.messages.texts import in_one_line
from services.runtime.commands.refusal import Refusal
from services.web.http import limits
from services.web.http.errors import NotFound
from services.web.pages.languages import marked as _
from services.web.pages.visit import Anyone, Visit, own_path, visiting_unproven
from services.web.sign_in import authenticators, browser, browser_sessions, challenges
from services.web.sign_in.authenticators import NotProven
from services.web.sign_in.entering import enter, let_in, way_in

router = APIRouter()
MaybeUnproven = Annotated[Visit, Depends(visiting_unproven)]


class Answer(BaseModel):
    """credential: as the browser's `toJSON()` gives it. name: the person's own word for the device."""

    credential: dict[str, Any]
    name: Annotated[str, Field(max_length=200), BeforeValidator(in_one_line)] = ""
    next: Annotated[str, Field(max_length=2000)] = ""


@router.post("/passkeys/sign-in/options")
async def ask_for_any(visit: Anyone) -> Response:
    if not await _may_ask(visit):
        return _not_proven(visit, 429)
    asked = await visit.ask(AskChallenge())
    question = authenticators.ask_for_any(visit.door.settings.public_url, asked.challenge)
    return await _asked(visit, "sign_in", question)


@router.post("/passkeys/sign-in")
async def sign_in(visit: Anyone, answer: Answer) -> Response:
    challenge = await _challenge(visit, "sign_in")
    try:
        credential = json.dumps(answer.credential)
        order = ProvePasskey(challenge=challenge or "", credential=credential, as_of=visit.now)
    except ValidationError:
        return _not_proven(visit)
    entered = await enter(visit, await visit.ask(order), "passkey")
    if entered is None:
        return _not_proven(visit)
    return let_in(JSONResponse({"next": way_in(visit, answer.next)}), visit, entered)


@router.post("/passkeys/register/options")
async def ask_for_new(visit: MaybeUnproven) -> Response:
    own = await _own(visit)
    assert visit.identity is not None
    if not await _may_ask(visit):
        return _not_proven(visit, 429)
    provider = await visit.door.look_up_provider()
    question = authenticators.ask_for_new(visit.door.settings.public_url, provider, visit.identity, own)
    return await _asked(visit, "register", question)


@router.post("/passkeys/register")
async def register(visit: MaybeUnproven, answer: Answer) -> Response:
    """Who had to prove more has done so by this: the session is a new one."""
    await _own(visit)
    challenge = await _challenge(visit, "register")
    try:
        made = authenticators.new_key(visit.door.settings.public_url, answer.credential, challenge or "")
        order = KeepPasskey(
            credential_id=made.credential_id,
            person_id=visit.person_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            name=answer.name.strip() or visit.text(_("Passkey")),
            as_of=visit.now,
        )
        kept = await visit.ask(order)
    except (NotProven, Refusal, ValidationError):
        return _not_proven(visit)
    await visit.note(KeepPasskey)
    response = JSONResponse({"next": own_path(answer.next or "/me/security")})
    proved = Proved(person_id=visit.person_id, proof=kept.proof)
    if not visit.is_proven and (secret := await enter(visit, proved, "passkey")):
        return let_in(response, visit, secret)
    await _prove(visit, kept.proof)
    await _say(visit, visit.text(_("The passkey was added.")))
    return response


async def _own(visit: Visit) -> list[Passkey]:
    """Raises NotFound where nobody is signed in; and for who has a passkey, but came in without it.

    A mailed code is enough to make the first one. Whoever reads somebody's mail must not make a second.
    """
    if not visit.signed_in:
        raise NotFound
    own = await own_passkeys(visit)
    if own and not visit.is_proven:
        raise NotFound
    return own


async def own_passkeys(visit: Visit) -> list[Passkey]:
    """Those that open this door."""
    every = (await visit.ask(ListPasskeys(person_id=visit.person_id))).passkeys
    return [one for one in every if opens(one, visit.door.name)]


def opens(passkey: Passkey, door: str) -> bool:
    """What was made at the one door proves nothing at the other: that one alone knows who was there."""
    return passkey.door in (None, door)


async def _may_ask(visit: Visit) -> bool:
    async with visit.transaction() as db:
        return await limits.take(db, limits.CLIENT, visit.network, visit.door.real_clock.now())


async def _asked(visit: Visit, purpose: challenges.Purpose, question: authenticators.Question) -> Response:
    now = visit.door.real_clock.now()
    secret = browser.known_or_new(visit.request)
    async with visit.transaction() as db:
        await challenges.keep(db, secret, purpose, {"challenge": question.challenge}, now)
    response = JSONResponse(question.options)
    browser.give(response, visit.request, secret)
    return response


async def _challenge(visit: Visit, purpose: challenges.Purpose) -> str | None:
    async with visit.transaction() as db:
        asked = await challenges.take(
            db, browser.secret_of(visit.request), purpose, visit.door.real_clock.now()
        )
    return str(asked["challenge"]) if asked else None


async def _prove(visit: Visit, proof: str) -> None:
    """Who was let in by a code stays, by the passkey from now on."""
    here, secret = visit.browser_session, visit.request.cookies[visit.door.cookie]
    if here and proof and here.proven_by == "code":
        async with visit.transaction() as db:
            await browser_sessions.prove(db, here, secret, proof)


async def _say(visit: Visit, text: str) -> None:
    assert visit.browser_session is not None
    async with visit.transaction() as db:
        await browser_sessions.say(db, visit.browser_session.session_id, {"text": text, "undo": ""})


def _not_proven(visit: Visit, status: int = 422) -> Response:
    return JSONResponse({"said": visit.text(_("The passkey could not be used. Try again."))}, status)
