"""Where a letter's sessions are, for its own reader: a session's own place, else what the contract of its day says.

Asked when the letter goes, once a batch; where it cannot be learned now, the letter goes without it.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.messages.contracts import ListPlaces, ProcessPlaces, ShowMeetingPlace
from services.messages.sessions import ListOwnPlaces
from services.messages.values import Role, Viewer
from services.notices.composing.calendar_entries import still_planned
from services.notices.composing.known import Known
from services.notices.letter_kinds import KINDS, PLANS_AGAIN, LetterKind
from services.notices.wording import one_line
from services.notices.writing import read
from services.runtime.commands.asking import Asker
from services.runtime.finland import local_date

Learn = Callable[[], Awaitable[Any]]
Once = Callable[[object, Learn], Awaitable[Any]]
"""What an owner answered in this batch already, or answers now; None where it cannot."""


class Places:
    """Of one batch."""

    def __init__(self, ask: Asker, known: Known, once: Once) -> None:
        self._ask, self._known, self._once = ask, known, once

    def may_be_told(self, notice: Any) -> bool:
        """Contracts knows who is: to a customer's own it names no place."""
        brings = notice.kind in PLANS_AGAIN and notice.facts.get("session_ids")
        return bool(takes_part(notice) or KINDS[notice.kind].tells_place or brings)

    def wanted(self, notice: Any) -> Iterator[tuple[object, Learn]]:
        """What has to be asked for it, as `Once` takes it."""
        if notice.kind == LetterKind.MEETING_ARRANGED:
            yield self._meeting(notice)
        elif self.may_be_told(notice):
            yield self._agreed(notice)
            yield self._own(notice)

    async def of(self, notice: Any, at: datetime | None = None) -> str:
        """Where the contract names a place; empty where it tells how one is agreed, or where the sessions of the row
        are in several.

        at: when the session begins, whose day decides; none: that of the row, or its first, or when it was written.
        """
        if notice.kind == LetterKind.MEETING_ARRANGED:
            return one_line(await self._once(*self._meeting(notice)) or "")
        if not self.may_be_told(notice):
            return ""
        if at is None and await self.are_several(notice):
            return ""
        own = await self._once(*self._own(notice))
        if own is None:  # it may be elsewhere than the contract says
            return ""
        if place := own.get(at or _first_session(notice)):
            return one_line(place)
        known = await self._once(*self._agreed(notice))
        begins = at or next((one.starts_at for one in self._told(notice)), _begins(notice))
        return one_line(known.on(local_date(begins))) if known else ""

    async def of_each(self, notice: Any, plan: Sequence[Any]) -> Mapping[UUID, str]:
        """By session of the row's plan."""
        return {one.session_id: await self.of(notice, one.starts_at) for one in plan}

    async def are_several(self, notice: Any) -> bool:
        """Whether the sessions of the row are not all in one place: then each says its own."""
        return len(set((await self.of_each(notice, self._told(notice))).values())) > 1

    def _told(self, notice: Any) -> Sequence[Any]:
        """What its reader is to come to."""
        return still_planned(notice, self._known.plan(notice)) if self.may_be_told(notice) else []

    def _agreed(self, notice: Any) -> tuple[object, Learn]:
        role = Role.SUPERVISOR if self._known.supervises(notice) else Role.SUPERVISEE
        viewer = Viewer(person_id=notice.person_id, role=role)

        async def learn() -> ProcessPlaces | None:
            agreed = await self._ask(ListPlaces(process_id=notice.process_id, viewer=viewer))
            return agreed.processes[0] if agreed.processes else None

        # Of whom such a letter goes to, not all may be told.
        own = () if takes_part(notice) else (notice.person_id,)
        return (notice.process_id, role, *own), learn

    def _meeting(self, notice: Any) -> tuple[object, Learn]:
        """Of the three parties: each of those who are invited may know it."""

        async def learn() -> str:
            return (await self._ask(ShowMeetingPlace(process_id=notice.process_id))).place

        return ("meeting", notice.process_id), learn

    def _own(self, notice: Any) -> tuple[object, Learn]:
        """Of sessions that are not where the contract says: by when they begin, and by their ids."""

        async def learn() -> dict[object, str]:
            if notice.process_id in self._known.as_agreed:
                return {}
            found = (await self._ask(ListOwnPlaces(process_id=notice.process_id))).places
            return {key: one.place for one in found for key in (one.starts_at, str(one.session_id))}

        return ("own places", notice.process_id), learn


def takes_part(notice: Any) -> bool:
    return KINDS[notice.kind].why == "attendee"


def _begins(notice: Any) -> datetime:
    """The session that the row is about; of a row about several or none, when it was written."""
    begins = read(notice.facts).get("starts_at", notice.written_at)
    assert isinstance(begins, datetime)
    return begins


def _first_session(notice: Any) -> str:
    """The one that the row is about, or the first of those that it tells of."""
    told = str(notice.facts.get("session_ids", "")).split()
    return told[0] if told else str(notice.facts.get("session_id", ""))
