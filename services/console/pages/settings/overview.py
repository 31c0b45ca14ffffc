"""Settings: every page on which the provider says who it is and how it works, and what is still missing."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.console.pages.labels.first_steps import FIRST_STEPS, SETTINGS
from services.console.pages.settings.first_steps import Step, are_missing, first_steps, other_standing
from services.messages.policy import Right
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_PLACES: tuple[tuple[str, str, Right], ...] = (
    ("company", "/seller", "manage_seller"),
    ("logo", "/settings/logo", "set_logo"),
    ("prices", "/prices", "manage_prices"),
    ("staff", "/people", "manage_people"),
    ("supervisors", "/supervisors", "manage_supervisors"),
    ("promises", "/settings/promises", "set_promises"),
    ("languages", "/settings/languages", "set_promises"),
    ("clauses", "/settings/clauses", "set_texts"),
    ("letters", "/settings/letters", "set_texts"),
    ("mail", "/system/mail", "try_mail"),
)


@router.get("/settings")
async def show(visit: SignedIn) -> HTMLResponse:
    visit.must("watch_system")
    steps = await first_steps(visit)
    return await visit.page(
        "settings/show.html",
        steps=told(visit, steps),
        missing=are_missing(steps),
        places=[
            (path, visit.text(SETTINGS[code][0]), visit.text(SETTINGS[code][1]), other_standing(visit, right))
            for code, path, right in _PLACES
            if visit.may(right) or other_standing(visit, right)
        ],
        inquiry=inquiry_address(visit),
    )


def told(visit: Visit, steps: list[Step]) -> list[tuple[Step, str, str]]:
    """Each with its name, and why it is needed."""
    return [
        (one, visit.text(FIRST_STEPS[one.code][0]), visit.text(FIRST_STEPS[one.code][1])) for one in steps
    ]


def inquiry_address(visit: Visit) -> str:
    """At which a customer asks; empty where nobody has said where the portal is."""
    portal = visit.door.settings.portal_url.rstrip("/")
    return f"{portal}/inquiry" if portal else ""
