"""Letters about signing in, addresses, and entries that became one."""

from collections.abc import Mapping

from services.messages import directory
from services.notices.letter_kinds.kinds import LetterKind
from services.notices.letter_kinds.rows import LetterRow

ROWS: Mapping[LetterKind, LetterRow] = {
    # Ordered by a door, not written on an event; its link comes with the order.
    LetterKind.SIGN_IN_CODE: LetterRow(()),
    LetterKind.TRIAL_MAIL: LetterRow(()),
    LetterKind.ADDRESS_CODE: LetterRow(()),
    LetterKind.ADDRESS_CODE_TO_READ: LetterRow(()),
    LetterKind.ADDRESS_CHANGED: LetterRow((directory.PersonAddressChanged,), portal="/privacy"),
    LetterKind.ENTRIES_MERGED: LetterRow((directory.PersonsMerged,), portal="/privacy"),
    LetterKind.ENTRY_ENDED: LetterRow((directory.PersonsMerged,), portal="/privacy"),
}
