"""How mail leaves the house: the settings as they are, what is wrong with them, and a mail that tries them."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.labels.mails import MAIL_FAULTS, MAIL_REASONS, MAIL_REMEDIES, NOT_WRITTEN
from services.console.pages.settings.first_steps import next_step
from services.messages.notices import MailSettings, SendTrialMail, ShowMailSettings, TrialOutcome
from services.messages.values import Email
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/system/mail")
_ACTION: Final = "try_mail"


class TrialForm(Form):
    email: Email


@router.get("")
async def show(visit: SignedIn) -> HTMLResponse:
    visit.must(_ACTION)
    own = visit.identity.email if visit.identity else ""
    return await _page(visit, Filled[TrialForm]({"email": own}))


@router.post("/trial")
async def send_trial(
    visit: SignedIn, form: Annotated[Filled[TrialForm], Depends(filled(TrialForm))]
) -> Response:
    """What went wrong is said on the page, with what to do about it."""
    visit.must(_ACTION)

    async def send(typed: TrialForm) -> TrialOutcome:
        order = SendTrialMail(
            sent_by=visit.person_id, email=typed.email, language=visit.language, as_of=visit.now
        )
        return await visit.ask(order, timeout_s=60)

    outcome = await form.carry_out(send)
    if outcome is None:
        return await _page(visit, form, 422)
    await visit.note(SendTrialMail)
    if outcome.sent:
        return await visit.go(
            "/system/mail", visit.text(_("The mail server accepted the test mail. Look whether it arrives."))
        )
    return await _page(visit, form, 422, outcome)


async def _page(
    visit: Visit, form: Filled[TrialForm], status: int = 200, outcome: TrialOutcome | None = None
) -> HTMLResponse:
    settings: MailSettings = await visit.ask(ShowMailSettings(viewer=visit.viewer))
    reason = (outcome.reason if outcome else None) or ""
    return await visit.page(
        "system/mail.html",
        status,
        settings=settings,
        faults=[visit.text(MAIL_FAULTS[one]) for one in settings.faults],
        form=form,
        outcome=outcome,
        reason=visit.text(MAIL_REASONS.get(reason, NOT_WRITTEN)),
        next=await next_step(visit, "/system/mail"),
        remedy=visit.text(MAIL_REMEDIES[reason]) if reason in MAIL_REMEDIES else "",
    )
