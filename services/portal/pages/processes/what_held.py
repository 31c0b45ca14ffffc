"""What held on a day: the group, the supervisor and the terms, as their owners know them of that day."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.portal.pages.processes.own_process import find_process
from services.web.http.errors import NotFound
from services.web.pages.process_forms.what_held import held_on
from services.web.pages.visit import SignedIn

router = APIRouter()


@router.get("/processes/{number}/what-held")
async def show(visit: SignedIn, number: str, on: str = "") -> HTMLResponse:
    """on: the day that is asked about."""
    process = await find_process(visit, number)
    if process.contract is None or process.contract.status != "signed":
        raise NotFound
    await visit.note("opened_process", process.process_id)
    held = await held_on(visit, process.process_id, on)
    return await visit.page("what_held/show.html", held.status, process=process, held=held)
