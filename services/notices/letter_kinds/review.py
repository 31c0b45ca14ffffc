"""Letters about reviews and goals."""

from collections.abc import Mapping

from services.messages import contracts, sessions
from services.notices.letter_kinds.kinds import LetterKind
from services.notices.letter_kinds.rows import PROCESS, LetterRow

_REVIEWED = (sessions.ReviewDone, sessions.ReviewWaived, sessions.ReviewLapsed)

_GOES_ON_NO_MORE = (
    contracts.ContinuationTakenBack,
    contracts.ProcessTerminated,
    contracts.ProcessRenewed,
    contracts.ProcessClosed,
)

ROWS: Mapping[LetterKind, LetterRow] = {
    LetterKind.GOAL_TO_AGREE: LetterRow(
        (sessions.GoalChangeProposed,), portal=f"{PROCESS}/goals", why="party", tells_with_whom=True
    ),
    LetterKind.GOALS_TO_CARRY_ON: LetterRow(
        (sessions.GoalsToCarryOn,),
        portal=f"{PROCESS}/goals",
        why="party",
        tells_with_whom=True,
        answered_by=_GOES_ON_NO_MORE,
    ),
    LetterKind.REVIEW_DUE: LetterRow(
        (sessions.ReviewDue,),
        portal=f"{PROCESS}/reviews",
        console=PROCESS,
        why="party",
        tells_with_whom=True,
        answered_by=_REVIEWED,
        of="review",
    ),
    LetterKind.REVIEW_OVERDUE: LetterRow(
        (sessions.ReviewOverdue,),
        portal=f"{PROCESS}/reviews",
        console=PROCESS,
        why="party",
        tells_with_whom=True,
        answered_by=_REVIEWED,
        of="review",
    ),
    LetterKind.REVIEW_TO_CONSENT: LetterRow(
        (sessions.ReviewDone,),
        portal=f"{PROCESS}/reviews",
        console=f"{PROCESS}/reviews",
        why="party",
        tells_with_whom=True,
    ),
    LetterKind.REVIEW_REFUSED: LetterRow(
        (sessions.ReviewRefused,), console=f"{PROCESS}/reviews", tells_with_whom=True
    ),
}
