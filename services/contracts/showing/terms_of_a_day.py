"""What was agreed for a day: the terms of the version in force on it, and a last day that was told by then."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import pauses_shown
from services.contracts.ending import terminations
from services.contracts.papers import versions
from services.contracts.papers.terms import terms_of, unpriced
from services.contracts.showing.belonging import belongs_of
from services.contracts.tables import Contract
from services.messages import contracts as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.runtime.policy import sees


async def show(db: AsyncSession, query: messages.ShowTerms) -> messages.TermsShown:
    """The caller has seen to that the viewer had a part in it then. Refuses: unknown_process."""
    held = await versions.signed_on(db, query.process_id, query.on)
    if held is None:
        raise Refusal("unknown_process", "process_id")
    terms = terms_of(held)
    if said := await terminations.told_by(db, query.process_id, query.on):
        terms = terms.model_copy(update={"ends_on": said.last_day})
    moved = await _moved_after(db, held, query.on)
    changed_on = moved.on if moved and moved.ends_on != terms.ends_on else None
    if moved:
        terms = terms.model_copy(update={"ends_on": moved.ends_on})
    paused = pauses_shown.on_day(await pauses_shown.pauses_of(db, query.process_id), query.on)
    hidden = sees(query.viewer, "prices_and_invoices", belongs_of(held)) != "yes"
    return messages.TermsShown(
        version=held.version,
        effective_from=held.effective_from or held.starts_on,
        terms=unpriced(terms) if hidden else terms,
        prices_hidden=hidden,
        end_changed_on=changed_on,
        paused_from=paused[0] if paused else None,
        paused_until=paused[1] if paused else None,
        stands_in_until=held.until_day,
    )


@dataclass(frozen=True)
class _Moved:
    """at: when it was said that the last day is another one than ends_on."""

    at: datetime
    ends_on: date

    @property
    def on(self) -> date:
        return local_date(self.at)


async def _moved_after(db: AsyncSession, held: Contract, day: date) -> _Moved | None:
    """The first word after the day, a pause or an end, by which this version has another last day; it is no version."""
    following = await versions.signed_next(db, held)
    ends = await terminations.every(db, held.process_id)
    pauses = await pauses_shown.pauses_of(db, held.process_id)
    said = [_Moved(one.terminated_at, one.agreed_until) for one in ends]
    said += [_Moved(one.paused_at, one.agreed_until) for one in pauses]
    found = [one for one in said if one.on > day and (following is None or one.at < following)]
    return min(found, key=lambda one: one.at, default=None)
