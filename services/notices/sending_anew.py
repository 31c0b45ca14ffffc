"""What waits for a person's answer goes to them once more, at the address to which theirs was changed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from services.messages.directory import PersonAddressChanged, PersonsMerged
from services.notices.letter_kinds import ASKS, KINDS, LetterKind
from services.notices.tables import Notice
from services.notices.writing import notice_id
from services.runtime.commands.transactions import Work
from services.runtime.storage.database import among, execute, write_rows

_TARGETS = ("version", "party", "session_id", "review", "about_id")
_AT_ONCE: dict[str, Any] = {"status": "waiting", "tries": 0, "put_off_since": None}
_NOTHING_FAILED: dict[str, Any] = {"refusal": None, "reply": None, "failed_at": None, "sent_at": None}


async def send_to_new_address(event: PersonAddressChanged, work: Work) -> None:
    """The links that went to the address before open nothing more, and it may have been a stranger's."""
    await _send(work, event.person_id, event.change_id)


async def send_to_who_stays(event: PersonsMerged, work: Work) -> None:
    """What the entry was asked that goes: its address may have been the slip for which there were two."""
    if event.kept_id != event.absorbed_id:  # as it is read once they are one
        await _send(work, event.absorbed_id, event.merge_id)


async def _send(work: Work, person_id: UUID, change_id: UUID) -> None:
    """What was not delivered is tried again at once; of what was sent, a second letter is written."""
    now = work.clock.now()
    asking = await _asking(person_id, work, now)
    again = [one.notice_id for one in asking if one.status != "sent"]
    at_once = sa.update(Notice).where(among(Notice.notice_id, again))
    await execute(work.db, at_once.values(**_AT_ONCE, **_NOTHING_FAILED, not_before=now))
    rows = [_second(one, change_id, now) for one in asking if one.status == "sent"]
    await write_rows(work.db, insert(Notice).on_conflict_do_nothing(), rows)


async def _asking(person_id: UUID, work: Work, now: datetime) -> Sequence[Notice]:
    """The newest letter of each thing that is asked of them; a reminder only where there is no other."""
    tried = (col(Notice.status).in_(("sent", "refused"))) | (
        (col(Notice.status) == "waiting") & col(Notice.put_off_since).is_not(None)
    )
    theirs = select(Notice).where(
        Notice.person_id == person_id,
        among(Notice.kind, ASKS),
        tried,
        col(Notice.answered_at).is_(None),
        sa.func.coalesce(col(Notice.stale_after) > now, sa.true()),
    )
    found = (await work.db.exec(theirs.order_by(col(Notice.not_before), col(Notice.place)))).all()
    return _newest(one for one in found if _is_open(one, now))


def _newest(in_order: Iterable[Notice]) -> list[Notice]:
    """Kinds that the same events answer ask for the same."""
    by_matter: dict[object, Notice] = {}
    for one in sorted(in_order, key=lambda one: not KINDS[LetterKind(one.kind)].reminds_of):
        asked = KINDS[LetterKind(one.kind)].answered_by
        by_matter[one.process_id, asked, *(one.facts.get(name) for name in _TARGETS)] = one
    return list(by_matter.values())


def _is_open(notice: Notice, now: datetime) -> bool:
    ends = notice.facts.get("link_ends_at")
    return ends is None or datetime.fromisoformat(ends) > now


def _second(first: Notice, change_id: UUID, now: datetime) -> dict[str, Any]:
    key = f"{first.natural_key}:{change_id}"
    own = {"notice_id": notice_id(key), "natural_key": key, "written_at": now, "not_before": now}
    return first.model_dump(exclude={"place", "gathered_in"}) | _AT_ONCE | _NOTHING_FAILED | own
