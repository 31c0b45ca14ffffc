"""From an event to the letters that wait to be sent: each once, by its natural key, in the event's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.notices import NoticeCounts
from services.notices import process_facts
from services.notices.letter_kinds import LetterKind
from services.notices.tables import Notice
from services.notices.wording import Fact
from services.runtime.commands.transactions import Work
from services.runtime.storage.database import execute, write_rows

# Any fixed one will do: it makes the same Message-ID of the same natural key for ever.
_NAMESPACE = UUID("7d1f3a52-6c0e-5a7b-9b64-2f6d1c9a8e10")


_ONCE = insert(Notice).on_conflict_do_nothing()


COMMISSIONER: Final = "commissioner"
"""Who acts for the process's customer."""
PAYER: Final = "payer"
"""Who pays for the process's customer, beside who acts for it."""
INVOICING: Final = "invoicing"
"""Of a letter of no process: who pays for the customer that its facts name; where nobody does, who acts for it."""

NAMED = "named_id"
"""Of a letter to COMMISSIONER: whom the process names; the only reader for as long as they act for the customer."""

TOLD = "told_id"
"""Of a letter to COMMISSIONER or PAYER: who has a letter of their own about the same, and does not get this one."""


EARLIER = "earlier_address_id"
"""Of a letter to an address that its reader has no longer: the change that ended it."""

INVOICES_WENT_TO = "invoices_went_to"
"""Of a letter to where a customer's invoices went before: the change that ended it."""

AS_ROLE = "as_role"
"""Of a letter to one of the staff: as whom they are told, where the same letter goes to the parties too."""

AT_CONSOLE = "at_console"
"""1 of a letter to who will be the supervisor: its page is at the console, before their first day too."""

TAKES_PART = "takes_part"
"""1 of a letter to who is to be a member, where the same letter goes to the other parties too."""

ASKED = "asked_id"
"""Of a letter about a proposal: who of the provider sent that, and may be asked about it."""

LEAVER = "leaver_id"
"""Of a letter about a session: which supervisor was to hold it, and leaves."""

MESSAGE = "message_id"
"""Of a letter with a document: the message that it is, as billing calls it; none of one from before that was kept."""


@dataclass(frozen=True)
class Letter:
    """Who is to be told what. Exactly one of person_id, organisation_id and role.

    role: of the provider's staff, COMMISSIONER, PAYER or INVOICING; whoever has it when the mail is sent.
    about: what makes this letter another than the others of its kind to the same reader.
    not_before: none for at once. stale_after: from then on it is not sent any more.
    """

    kind: LetterKind
    about: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    person_id: UUID | None = None
    organisation_id: UUID | None = None
    role: Literal["commissioner", "payer", "invoicing", "coordinator", "finance"] | None = None
    not_before: datetime | None = None
    stale_after: datetime | None = None


async def write(work: Work, process_id: UUID, letters: Sequence[Letter]) -> None:
    """Keeps the letters until they are sent; one that is already there stays as it is.

    Raises NotYetKnown while the process has no number.
    Next: services/notices/mailing/sending.py:send_notices
    """
    number = await process_facts.number_of(work.db, process_id)
    now = work.clock.now()
    rows = [_row(letter, process_id, {"process_number": number}, now) for letter in letters]
    await write_rows(work.db, _ONCE, rows)


async def write_of_nothing(work: Work, letters: Sequence[Letter]) -> None:
    """As `write`, of what belongs to no process."""
    now = work.clock.now()
    rows = [_row(letter, None, {}, now) for letter in letters]
    await write_rows(work.db, _ONCE, rows)


async def write_to(work: Work, process_id: UUID, people: Sequence[UUID], letter: Letter) -> None:
    """The same letter to each of these people."""
    await write(work, process_id, [addressed(letter, person) for person in people])


async def write_to_customer(work: Work, process_id: UUID, letter: Letter, named: UUID | None = None) -> None:
    """To whoever acts for it when the mail is sent; named: the only one, if they still do."""
    facts = {**letter.facts, NAMED: str(named)} if named else letter.facts
    await write(work, process_id, [replace(letter, facts=facts, role=COMMISSIONER)])


async def write_to_payers(work: Work, process_id: UUID, letter: Letter) -> None:
    """To whoever pays for it when the mail is sent; who acts for it too, and has the same letter, has it once."""
    await write(work, process_id, [replace(letter, role=PAYER)])


def addressed(letter: Letter, person_id: UUID) -> Letter:
    return Letter(**{**vars(letter), "person_id": person_id, "organisation_id": None, "role": None})


async def count(db: AsyncSession) -> NoticeCounts:
    """All of them, since the beginning."""
    by_status = sa.select(col(Notice.status), sa.func.count().label("number")).group_by(col(Notice.status))
    rows = (await execute(db, by_status)).mappings()
    counted: dict[str, int] = {row["status"]: row["number"] for row in rows}
    return NoticeCounts(**{status: counted.get(status, 0) for status in NoticeCounts.model_fields})


def natural_key(kind: LetterKind, about: str, reader: UUID | str) -> str:
    return f"{kind}:{about}:{reader}"


async def written_to(db: AsyncSession, process_id: UUID, kind: LetterKind, about: str) -> list[UUID]:
    """To whom this letter was written, whether it has been sent or waits."""
    same = select(Notice).where(
        Notice.process_id == process_id, Notice.kind == kind, col(Notice.person_id).is_not(None)
    )
    return [row.person_id for row in await db.exec(same) if row.person_id and about_of(row) == about]


def about_of(notice: Any) -> str:
    """What its natural key was made of, beside the kind and the reader."""
    key: str = notice.natural_key
    return key.removeprefix(f"{notice.kind}:").rpartition(":")[0]


def notice_id(key: str) -> UUID:
    """The same for the same natural key, for ever: the mail's Message-ID is made of it."""
    return uuid5(_NAMESPACE, key)


def _row(
    letter: Letter, process_id: UUID | None, of_the_process: Mapping[str, Fact], now: datetime
) -> dict[str, Any]:
    key = natural_key(
        letter.kind, letter.about, letter.person_id or letter.organisation_id or letter.role or ""
    )
    return {
        "notice_id": notice_id(key),
        "natural_key": key,
        "kind": letter.kind,
        "process_id": process_id,
        "person_id": letter.person_id,
        "organisation_id": letter.organisation_id,
        "role": letter.role,
        "facts": kept({**of_the_process, **letter.facts}),
        "written_at": now,
        "not_before": letter.not_before or now,
        "stale_after": letter.stale_after,
    }


def kept(facts: Mapping[str, Fact]) -> dict[str, Any]:
    """Facts as JSON; instants and days as ISO 8601."""
    return {name: fact.isoformat() if isinstance(fact, date) else fact for name, fact in facts.items()}


def read(facts: Mapping[str, Any]) -> dict[str, Fact]:
    """Facts from JSON: what is named ..._at is an instant, ..._on, ..._until and ..._day is a day."""
    return {name: _read(name, fact) for name, fact in facts.items()}


def _read(name: str, fact: Any) -> Fact:
    if name.endswith("_at"):
        return datetime.fromisoformat(fact)
    if name.endswith(("_on", "_until", "_day")):
        return date.fromisoformat(fact)
    value: str | int = fact
    return value
