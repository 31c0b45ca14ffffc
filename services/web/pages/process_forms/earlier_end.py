"""An earlier last day by agreement, as both doors have it: looked at, proposed to the other parties, and answered."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from services.messages.contracts import (
    AnswerEarlierEnd,
    EarlierEndShown,
    ProposeEarlierEnd,
    ShowEarlierEnd,
    TakeBackEarlierEnd,
)
from services.messages.sessions import EndingPreview, PreviewEnding
from services.messages.values import Day, Party
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form
from services.web.pages.process_forms.not_theirs import why_not
from services.web.pages.refusals import SENTENCES
from services.web.pages.sending import Numbered
from services.web.pages.visit import Visit


class ProposeForm(Form):
    """by: of a coordinator, who says for whom."""

    by: Party | None = None
    last_day: Day
    successor_stands: bool = False


class AnswerForm(ProposeForm):
    """number, last_day: those that were shown."""

    number: Annotated[int, Field(ge=1, le=10_000)] | None = None
    agrees: Literal["yes", "no"]


class TakeBackForm(Form):
    """number: the proposal that was shown."""

    number: Annotated[int, Field(ge=1, le=10_000)]


@dataclass(frozen=True)
class EarlierEnd:
    """form: what was typed. day: the one that is looked at, or proposed; sessions: what it would come to."""

    shown: EarlierEndShown
    form: Filled[Any]
    day: Day | None = None
    sessions: EndingPreview | None = None


async def earlier_end_of(visit: Visit, process: Numbered, form: Filled[Any]) -> EarlierEnd:
    """Where it cannot end earlier and nothing is proposed, or not any more, on to the process. Raises NotFound."""
    process_id = process.process_id
    try:
        shown = await visit.ask(ShowEarlierEnd(process_id=process_id, viewer=visit.viewer, as_of=visit.now))
    except Refusal as refusal:
        if refusal.code in ("unknown_process", "contract_not_signed"):
            raise NotFound from None
        raise
    if not shown.may_propose and shown.last_day is None:
        raise await why_not(visit, process)
    is_a_day = form.is_valid and form.values and isinstance(form.data, ProposeForm)
    typed: Day | None = form.data.last_day if is_a_day else None
    if typed and (code := _no_such_end(typed, local_date(visit.now), shown.latest)):
        form.refuse("last_day", SENTENCES[code])
        typed = None
    day = shown.last_day or typed
    if day is None:
        return EarlierEnd(shown, form)
    about = {"process_id": process_id, "viewer": visit.viewer, "as_of": visit.now}
    query = PreviewEnding.model_validate(about | {"last_day": day, "agreed": True})
    return EarlierEnd(shown, form, day, await visit.ask(query))


def _no_such_end(day: Day, today: Day, latest: Day) -> str | None:
    """Why it is not looked at any further: a code of refusals."""
    if day < today:
        return "day_is_past"
    return "not_an_earlier_day" if day > latest else None


def looked_at(last_day: str | None) -> Filled[ProposeForm]:
    """As it was typed into the address; nothing where nothing was."""
    form = Filled[ProposeForm]({} if last_day is None else {"last_day": last_day})
    return form if last_day is None else form.check(ProposeForm)


def proposal(visit: Visit, process_id: UUID, shown: EarlierEndShown, typed: ProposeForm) -> ProposeEarlierEnd:
    """Who belongs to a party speaks for it, whatever was sent. Refuses: party_missing."""
    return ProposeEarlierEnd(
        process_id=process_id,
        by=_speaking(shown, typed),
        last_day=typed.last_day,
        successor_stands=typed.successor_stands,
        proposed_by=visit.person_id,
        as_of=visit.now,
    )


def answer(visit: Visit, process_id: UUID, shown: EarlierEndShown, typed: AnswerForm) -> AnswerEarlierEnd:
    """As `proposal`."""
    return AnswerEarlierEnd(
        process_id=process_id,
        by=_speaking(shown, typed),
        agrees=typed.agrees == "yes",
        number=typed.number,
        last_day=typed.last_day,
        answered_by=visit.person_id,
        as_of=visit.now,
    )


def taking_back(
    visit: Visit, process_id: UUID, shown: EarlierEndShown, typed: TakeBackForm
) -> TakeBackEarlierEnd:
    """A coordinator takes it back for who proposed it. Refuses: nothing_proposed."""
    by = shown.as_party or shown.by
    if by is None:
        raise Refusal("nothing_proposed", "number")
    return TakeBackEarlierEnd(
        process_id=process_id,
        by=by,
        number=typed.number,
        taken_back_by=visit.person_id,
        as_of=visit.now,
    )


def _speaking(shown: EarlierEndShown, typed: ProposeForm) -> Party:
    by = shown.as_party or typed.by
    if by is None:
        raise Refusal("party_missing", "by")
    return by
