"""A member takes part no longer: said by themselves, on any day, without having to say why."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.sessions import Group, LeaveGroup, ShowGroup
from services.messages.values import LongText
from services.portal.pages.processes.own_process import Process, find_process, or_nothing
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.ending import refuse_unsure
from services.web.pages.process_forms.not_theirs import why_not
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_LEAVE: Final = "leave_group"
_ENDS_INSTEAD: Final = _(
    "Nobody else takes part, and you are the customer yourself: here you end the supervision."
)


class LeavingForm(Form):
    """sure: ticked on purpose."""

    reason: LongText = ""
    sure: bool = False


@router.get("/processes/{number}/leave")
async def show(visit: SignedIn, number: str) -> Response:
    """Also to who has left already, who reads since when."""
    process = await find_process(visit, number)
    if ending := await _ends_instead(visit, process):
        return ending
    return await _page(visit, process, await _own(visit, process), Filled[LeavingForm]())


@router.post("/processes/{number}/leave")
async def leave(
    visit: SignedIn, number: str, form: Annotated[Filled[LeavingForm], Depends(filled(LeavingForm))]
) -> Response:
    process = await find_process(visit, number)
    if ending := await _ends_instead(visit, process):
        return ending
    visit.must(_LEAVE)
    process_id = process.process_id

    def command(typed: LeavingForm) -> LeaveGroup:
        refuse_unsure(typed.sure)
        return LeaveGroup(
            process_id=process_id, person_id=visit.person_id, reason=typed.reason, as_of=visit.now
        )

    async def shown_again() -> HTMLResponse:
        return await _page(visit, process, await _own(visit, process), form, 422)

    return await send_form(
        visit,
        form,
        command,
        then=f"/processes/{process.number}/leave",
        said=_("You no longer take part. We have told those who need to know it."),
        shown_again=shown_again,
        process_id=process_id,
    )


async def group_of(visit: Visit, process: Process) -> Group | None:
    """As the viewer may know it; none before anybody has agreed to meet, be it for a trial."""
    query = ShowGroup(process_id=process.process_id, viewer=visit.viewer)
    return await or_nothing(visit.ask(query), "unknown_process")


async def _ends_instead(visit: Visit, process: Process) -> Response | None:
    """Where, in whichever role they look: who alone takes part and is the customer ends it, or its trial."""
    group = await group_of(visit, process)
    if group is None or not group.ends_instead:
        return None
    page = "trial" if group.in_trial else "terminate"
    return await visit.go(f"/processes/{process.number}/{page}", visit.text(_ENDS_INSTEAD))


async def _own(visit: Visit, process: Process) -> Group:
    visit.must(_LEAVE)
    group = await group_of(visit, process)
    if group is None:
        raise NotFound
    if not (group.may_leave or group.left_on):
        raise await why_not(visit, process)
    return group


async def _page(
    visit: Visit, process: Process, group: Group, form: Filled[LeavingForm], status: int = 200
) -> HTMLResponse:
    return await visit.page("leaving/show.html", status, process=process, group=group, form=form)
