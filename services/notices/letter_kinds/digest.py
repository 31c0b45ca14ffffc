"""Letters about the day's letters to staff in one."""

from collections.abc import Mapping

from services.messages import contracts, intake, sessions
from services.notices.letter_kinds.kinds import LetterKind
from services.notices.letter_kinds.rows import LetterRow

ROWS: Mapping[LetterKind, LetterRow] = {
    # Of the day's letters to staff, whatever they were written on: with the first of them that is due.
    LetterKind.DAILY_DIGEST: LetterRow(
        (intake.StepOverdue, contracts.DraftOverdue, sessions.ConfirmationOverdue), console="/"
    ),
}
