"""Letters about who belongs to a group, and who acts for it."""

from collections.abc import Mapping

from services.messages import contracts, sessions
from services.messages.envelope import Event
from services.notices.letter_kinds.kinds import LetterKind
from services.notices.letter_kinds.rows import PROCESS, LetterRow

_KNOWN_WHETHER_JOINING = (contracts.MemberJoined, contracts.MemberNotJoining)


def _of_who_joins(
    written_on: type[Event], *, why: str = "", answered_by: tuple[type[Event], ...] = ()
) -> LetterRow:
    """By name, to who belongs to the group or looks after it."""
    return LetterRow(
        (written_on,),
        portal=f"{PROCESS}/joining",
        console=f"{PROCESS}#group",
        names_person=True,
        why=why,
        tells_with_whom=True,
        answered_by=answered_by,
        of="newcomer" if answered_by else "process",
    )


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
    LetterKind.MEMBER_TO_AGREE: LetterRow(
        (contracts.MemberProposed, contracts.MemberAsked),
        answered_by_link="join",
        names_person=True,
        why="party",
        tells_with_whom=True,
        answered_by=(contracts.NewcomerAsked, *_KNOWN_WHETHER_JOINING),
        of="newcomer",
    ),
    LetterKind.NEWCOMER_TO_CONSENT: LetterRow(
        (contracts.NewcomerAsked,),
        signed_by_link=True,
        why="member",
        tells_with_whom=True,
        answered_by=_KNOWN_WHETHER_JOINING,
        of="newcomer",
    ),
    LetterKind.JOINING_OFF: LetterRow(
        (contracts.MemberNotJoining,), portal="/home", about_link=True, why="asked_before"
    ),
    LetterKind.MEMBER_NOT_JOINING: _of_who_joins(contracts.MemberNotJoining),
    LetterKind.JOINING_LAPSED: _of_who_joins(contracts.MemberProposed, answered_by=_KNOWN_WHETHER_JOINING),
    LetterKind.GROUP_JOINED: LetterRow(
        (contracts.MemberJoined,), portal=PROCESS, why="attendee", tells_with_whom=True
    ),
    LetterKind.MEMBER_JOINED: _of_who_joins(contracts.MemberJoined),
    LetterKind.GROUP_LARGER: LetterRow(
        (contracts.MemberJoined,), portal=PROCESS, why="customer", tells_with_whom=True
    ),
    LetterKind.REPRESENTATIVE_MISSING: LetterRow(
        (sessions.MemberLeft,),
        portal=f"{PROCESS}/representative",
        why="party",
        tells_with_whom=True,
        answered_by=(sessions.RepresentativeProposed, sessions.RepresentativeNamed),
    ),
    LetterKind.REPRESENTATIVE_TO_AGREE: LetterRow(
        (sessions.RepresentativeProposed, sessions.RepresentativeAsked),
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
    LetterKind.ACTS_ALONE: LetterRow(
        (sessions.RepresentativeNamed,), portal=PROCESS, why="party", tells_with_whom=True
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
