"""Letters about who belongs to a group, and who acts for it."""

from collections.abc import Mapping

from services.messages import contracts, sessions
from services.notices.letter_kinds.kinds import LetterKind
from services.notices.letter_kinds.rows import PROCESS, LetterRow

ROWS: Mapping[LetterKind, LetterRow] = {
    LetterKind.GROUP_LEFT: LetterRow((sessions.MemberLeft,), portal=PROCESS, tells_with_whom=True),
    LetterKind.MEMBER_LEFT: LetterRow(
        (sessions.MemberLeft,), console=PROCESS, names_person=True, tells_with_whom=True
    ),
    LetterKind.GROUP_TO_SETTLE: LetterRow(
        (sessions.MemberLeft,),
        console=f"{PROCESS}#group",
        names_person=True,
        why="coordinator",
        tells_with_whom=True,
        answered_by=(sessions.GroupSettled, contracts.ProcessRenewed, contracts.ProcessClosed),
    ),
    LetterKind.GROUP_SMALLER: LetterRow(
        (sessions.MemberLeft,), portal=PROCESS, why="customer", tells_with_whom=True
    ),
    LetterKind.REPRESENTATIVE_TO_AGREE: LetterRow(
        (sessions.RepresentativeProposed,),
        portal=f"{PROCESS}/representative",
        names_person=True,
        why="party",
        tells_with_whom=True,
        answered_by=(sessions.RepresentativeRefused, sessions.RepresentativeNamed),
    ),
    LetterKind.REPRESENTATIVE_REFUSED: LetterRow(
        (sessions.RepresentativeRefused,),
        portal=f"{PROCESS}/representative",
        console=f"{PROCESS}#group",
        names_person=True,
        tells_with_whom=True,
    ),
    LetterKind.REPRESENTATIVE_NAMED: LetterRow(
        (sessions.RepresentativeNamed,),
        portal=PROCESS,
        console=f"{PROCESS}#group",
        names_person=True,
        why="party",
        tells_with_whom=True,
    ),
}
