"""A no to a trial before it, as both doors' forms have it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.contracts import DeclineTrial
from services.messages.values import LongText
from services.web.pages.forms import Form
from services.web.pages.languages import marked as _

NOTED = _("Your answer is recorded. The days are free again, and a coordinator gets in touch.")


class NoForm(Form):
    """revision: of the agreement that was read. reason: none has to be given."""

    revision: Annotated[int, Field(ge=1, le=10_000)]
    reason: LongText = ""


def no_of(typed: NoForm, process_id: UUID, person_id: UUID, now: datetime) -> DeclineTrial:
    return DeclineTrial(
        process_id=process_id,
        revision=typed.revision,
        reason=typed.reason,
        person_id=person_id,
        as_of=now,
    )
