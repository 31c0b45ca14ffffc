"""The accessibility statement, in the form of the Finnish Act on the Provision of Digital Services (306/2019)."""

from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.portal.pages.public.provider import provider
from services.web.pages.visit import Anyone

router = APIRouter()
_ASSESSED_ON = date(2026, 11, 23)


@router.get("/accessibility")
async def accessibility(visit: Anyone) -> HTMLResponse:
    return await visit.page(
        "accessibility/show.html", assessed_on=_ASSESSED_ON, provider=await provider(visit)
    )
