"""What supervision is, for whom, how a year goes and who sees what: the page before any sign-in."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.portal.pages.public import year_line
from services.portal.pages.public.provider import promises
from services.web.pages.visit import Anyone

router = APIRouter()


@router.get("/")
async def front(visit: Anyone) -> HTMLResponse:
    promised = await promises(visit)
    return await visit.page(
        "front/show.html",
        year=year_line,
        promised=promised,
        weeks=promised.interval_weeks,
        closer=promised.begins_closer(promised.interval_days),
    )
