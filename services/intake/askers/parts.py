"""What people are in processes, as intake knows it."""

from collections.abc import Iterator, Sequence
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake.tables import Inquiry
from services.messages.intake import PersonPart, PersonParts
from services.runtime.storage.database import among

Part = Literal["contact", "member", "supervisor"]


async def of(db: AsyncSession, person_ids: Sequence[UUID]) -> PersonParts:
    ids = sa.literal(list(person_ids), ARRAY(sa.Uuid()))
    theirs = sa.or_(
        among(Inquiry.contact_id, person_ids),
        among(Inquiry.supervisor_id, person_ids),
        col(Inquiry.supervisee_ids).overlap(ids),  # type: ignore[attr-defined]  # an array's
    )
    newest_first = col(Inquiry.received_at).desc(), col(Inquiry.process_id).desc()
    found = (await db.exec(select(Inquiry).where(theirs).order_by(*newest_first))).all()
    wanted = set(person_ids)
    return PersonParts(
        parts=[
            PersonPart(
                process_id=one.process_id,
                number=one.number,
                person_id=person_id,
                part=part,
                signed=one.contract_signed_at is not None,
                ended=one.ended,
            )
            for one in found
            for person_id, part in _people(one)
            if person_id in wanted
        ]
    )


def _people(one: Inquiry) -> Iterator[tuple[UUID, Part]]:
    yield one.contact_id, "contact"
    yield from ((member, "member") for member in one.supervisee_ids)
    if one.supervisor_id:
        yield one.supervisor_id, "supervisor"
