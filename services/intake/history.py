"""What has been changed in an inquiry: each change with what it said before, and what it says after."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake import queries
from services.intake.tables import Inquiry, InquiryChange
from services.messages import intake as messages
from services.messages.values import Role, Viewer

_MOST = 100
_LONGEST = 300
"""Letters of a text: a page of changes fits into one answer."""


async def list_changes(db: AsyncSession, query: messages.ListInquiryChanges) -> messages.InquiryChanges:
    """Who asked reads nothing of another contact before them. Refuses: unknown_process."""
    inquiry = await queries.find_with_changes(db, query)
    mine = select(InquiryChange).where(InquiryChange.process_id == query.process_id)
    found = (await db.exec(mine.order_by(col(InquiryChange.revision).desc()).limit(_MOST))).all()
    if query.viewer.role is not Role.COORDINATOR:
        found = list(takewhile(lambda one: "contact_email" not in one.before, found))
    return messages.InquiryChanges(changes=_shown(inquiry, found, query.viewer))


def _shown(
    inquiry: Inquiry, changes: Sequence[InquiryChange], viewer: Viewer
) -> list[messages.InquiryChangeShown]:
    """changes: newest first. A field says after a change what the next one has found there, or what it says now."""
    later: dict[str, Any] = inquiry.model_dump()
    shown = []
    for one in changes:
        fields = [
            messages.FieldChange(field=field, before=_told(before), after=_told(later[field]))
            for field, before in sorted(one.before.items())
        ]
        later |= one.before
        shown.append(
            messages.InquiryChangeShown(
                revision=one.revision,
                changed_by=_named(one, viewer),
                changed_at=one.changed_at,
                fields=fields,
            )
        )
    return shown


def _named(change: InquiryChange, viewer: Viewer) -> UUID | None:
    known = viewer.role is Role.COORDINATOR or change.changed_by == viewer.person_id
    return change.changed_by if known else None


def _told(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, list):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    text = str(value)
    return [text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"]
