"""The kinds of letters, a row each: which events it is written on, where it leads, and what answers it.

| where | what |
|---|---|
| kinds | their names, by area |
| rows | what a row says |
| inquiry, contract, trial, process, session, group, review, invoice, role, digest, sign_in | the rows of an area |

The words of an area stand in the file of its name below `wording/letters`, in three languages. Tests ask of every
kind a row, words, and that both are in the same area.
"""

from collections.abc import Mapping

from services.messages.envelope import Event
from services.notices.letter_kinds import (
    contract,
    digest,
    group,
    inquiry,
    invoice,
    process,
    review,
    role,
    session,
    sign_in,
    trial,
)
from services.notices.letter_kinds.kinds import (
    ASKS,
    BEGINS,
    BRINGS_DOCUMENT,
    BRINGS_PLAN,
    ENDS_SESSIONS,
    NAMES_SUPERVISOR,
    OF_READER_ALONE,
    PLANS_AGAIN,
    PROPOSES_SUPERVISOR,
    LetterKind,
)
from services.notices.letter_kinds.rows import LetterRow

__all__ = [
    "AREAS",
    "ASKS",
    "BEGINS",
    "BRINGS_DOCUMENT",
    "BRINGS_PLAN",
    "ENDS_SESSIONS",
    "KINDS",
    "NAMES_SUPERVISOR",
    "OF_READER_ALONE",
    "PLANS_AGAIN",
    "PROPOSES_SUPERVISOR",
    "LetterKind",
    "LetterRow",
    "answered_by",
]

AREAS: Mapping[str, Mapping[LetterKind, LetterRow]] = {
    "inquiry": inquiry.ROWS,
    "contract": contract.ROWS,
    "trial": trial.ROWS,
    "process": process.ROWS,
    "session": session.ROWS,
    "group": group.ROWS,
    "review": review.ROWS,
    "invoice": invoice.ROWS,
    "role": role.ROWS,
    "digest": digest.ROWS,
    "sign_in": sign_in.ROWS,
}
KINDS: Mapping[LetterKind, LetterRow] = {kind: row for rows in AREAS.values() for kind, row in rows.items()}


def answered_by(event: Event) -> list[LetterKind]:
    """The kinds that need not be sent any more once this has happened, least of all as a reminder."""
    return [kind for kind, row in KINDS.items() if type(event) in row.answered_by]
