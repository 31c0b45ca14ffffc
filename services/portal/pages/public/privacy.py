"""Who sees what and who does what, from the very tables that the authorisation reads; and what the law gives people."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.messages.keep_times import HISTORIES, LETTERS, YEAR
from services.messages.policy import OF_REPRESENTATIVE_ALONE, WHO_DOES_WHAT, WHO_SEES_WHAT
from services.messages.values import Role
from services.portal.pages.public.drafts import KEPT_FOR
from services.portal.pages.public.provider import provider
from services.web.pages.visit import Anyone

router = APIRouter()


@router.get("/privacy")
async def privacy(visit: Anyone) -> HTMLResponse:
    return await visit.page(
        "privacy/show.html",
        sees=WHO_SEES_WHAT,
        does=WHO_DOES_WHAT,
        for_group=OF_REPRESENTATIVE_ALONE,
        roles=list(Role),
        unsent_days=KEPT_FOR.days,
        letter_years=LETTERS // YEAR,
        step_years=HISTORIES // YEAR,
        controller=await provider(visit),
    )
