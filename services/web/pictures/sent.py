"""A picture that a page is sent: on its way to directory, which draws it anew. The page keeps nothing of it."""

from typing import Any

from services.messages.directory import PictureTaken, PictureUse, SendPicturePart, TakeInPicture
from services.runtime.commands.refusal import Refusal
from services.runtime.files.sending import send_file
from services.web.http import limits
from services.web.http.uploads import file_of
from services.web.pages.forms import Filled
from services.web.pages.languages import marked as _
from services.web.pages.refusals import sentence
from services.web.pages.visit import Visit

LARGEST_PICTURE = 5 << 20
"""Bytes."""
_DRAWN_WITHIN_S = 120.0
"""Others may be before it."""


async def picture_sent(visit: Visit, form: Filled[Any], use: PictureUse) -> PictureTaken | None:
    """From the form's `file`. None: the form says what is wrong with it."""
    async with visit.transaction() as db:
        may_go_on = await limits.take(db, limits.FILES, str(visit.person_id), visit.door.real_clock.now())
    if not may_go_on:
        form.refuse(None, _("Many files have come from here in a short time. Wait some minutes."))
        return None
    file = await file_of(visit.request, "file")
    if not file:
        form.refuse("file", _("Choose the file first."))
        return None
    try:
        sent = await send_file(visit.ask, SendPicturePart, file, visit.person_id)
        order = TakeInPicture(file_id=sent.file_id, sha256=sent.sha256, use=use, sent_by=visit.person_id)
        return await visit.ask(order, timeout_s=_DRAWN_WITHIN_S)
    except Refusal as refusal:
        form.refuse("file", sentence(refusal))
        return None
