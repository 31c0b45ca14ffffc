"""The rest of a series on another weekday or at another time, as both doors have it: wish, plan and press."""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from services.messages.sessions import Canceller, MoveSeries, PreviewMoveSeries, SeriesMovePlan, SessionCard
from services.messages.values import LocalTime
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date, to_local
from services.web.pages.forms import Filled, Form
from services.web.pages.visit import Visit


class WishedTime(Form):
    """waived: also those that are too near to be moved for nothing; their supervisor alone says so."""

    not_typed: ClassVar = frozenset({"weekday"})
    weekday: Annotated[int, Field(ge=0, le=6)]
    time: LocalTime
    waived: bool = False


class MoveSeriesForm(WishedTime):
    """fingerprint: of the plan that was shown."""

    fingerprint: Annotated[str, Field(min_length=1, max_length=64)]


@dataclass
class SeriesMove:
    """What a page shows. plan: none until a wish is looked at, and of a session that cannot be moved any more."""

    card: SessionCard
    wish: Filled[WishedTime]
    form: Filled[MoveSeriesForm] = field(default_factory=lambda: Filled[MoveSeriesForm]())
    plan: SeriesMovePlan | None = None

    @property
    def on_other_days(self) -> list[int]:
        """The numbers of those that would be on another weekday than was wished."""
        if not self.plan or not self.wish.is_valid:
            return []
        weekday = self.wish.data.weekday
        return [one.number for one in self.plan.moved if local_date(one.starts_at).weekday() != weekday]


async def looked_at(visit: Visit, card: SessionCard, weekday: str, at: str, waived: str) -> SeriesMove:
    """The plan that the weekday and the time come to; without them, the wish begins with the session's own."""
    if not weekday and not at:
        local = to_local(card.starts_at)
        own = {"weekday": str(local_date(card.starts_at).weekday()), "time": f"{local:%H:%M}"}
        return SeriesMove(card, Filled[WishedTime](own))
    wish = Filled[WishedTime]({"weekday": weekday, "time": at, "waived": waived}).check(WishedTime)
    return SeriesMove(card, wish, plan=await _plan(visit, card, wish))


async def looked_at_again(visit: Visit, card: SessionCard, form: Filled[MoveSeriesForm]) -> SeriesMove:
    """After a press that was refused: the plan as it is now."""
    values = {name: form.values.get(name, "") for name in WishedTime.model_fields}
    wish = Filled[WishedTime](values).check(WishedTime)
    return SeriesMove(card, wish, form, await _plan(visit, card, wish))


def order(visit: Visit, session_id: UUID, party: Canceller, typed: MoveSeriesForm) -> MoveSeries:
    said = typed.model_dump() | {"session_id": session_id, "moved_by": visit.person_id, "as_of": visit.now}
    return MoveSeries.model_validate(said | {"party": party})


async def _plan(visit: Visit, card: SessionCard, wish: Filled[WishedTime]) -> SeriesMovePlan | None:
    if not wish.is_valid or not card.may_move:
        return None
    asked = wish.data.model_dump() | {"session_id": card.session_id, "as_of": visit.now}
    try:
        return await visit.ask(PreviewMoveSeries(viewer=visit.viewer, **asked))
    except Refusal as refusal:
        if refusal.code == "session_not_open":
            return None
        raise
