"""Letters about a trial before the contract: who is to say yes to it, when it is decided, and what came of it."""

from collections.abc import Mapping

from services.messages import contracts
from services.messages.envelope import Event
from services.notices.letter_kinds.kinds import LetterKind
from services.notices.letter_kinds.rows import PROCESS, LetterRow

_PAGE = f"{PROCESS}/trial"
_OVER = (contracts.TrialPutOff, contracts.TrialDecided)
_DECIDED = (contracts.TrialDecided,)


def _for_coordinators(written_on: type[Event], *answered_by: type[Event]) -> LetterRow:
    return LetterRow(
        (written_on,),
        console=_PAGE,
        why="coordinator",
        tells_with_whom=True,
        answered_by=(*answered_by, *_DECIDED),
    )


ROWS: Mapping[LetterKind, LetterRow] = {
    LetterKind.TRIAL_TO_AGREE: LetterRow(
        (contracts.TrialAsked,),
        portal=_PAGE,
        console=_PAGE,
        answered_by_link="trial",
        why="agreeing",
        tells_with_whom=True,
        tells_place=True,
        answered_by=(contracts.TrialAccepted, contracts.TrialAgreed, *_OVER),
        of="person",
    ),
    LetterKind.TRIAL_AGREED: LetterRow(
        (contracts.TrialAgreed,),
        portal=PROCESS,
        console=PROCESS,
        why="agreeing",
        tells_with_whom=True,
        tells_place=True,
    ),
    LetterKind.TRIAL_PUT_OFF: LetterRow(
        (contracts.TrialPutOff,), portal=PROCESS, console=PROCESS, why="agreeing", tells_with_whom=True
    ),
    LetterKind.TRIAL_TO_PREPARE: _for_coordinators(contracts.TrialPutOff, contracts.TrialPrepared),
    LetterKind.TRIAL_DECLINED: _for_coordinators(contracts.TrialPutOff, contracts.TrialPrepared),
    LetterKind.TRIAL_DECISION_DUE: LetterRow(
        (contracts.TrialReminded,),
        portal=_PAGE,
        console=_PAGE,
        why="agreeing",
        tells_with_whom=True,
        answered_by=_DECIDED,
    ),
    LetterKind.TRIAL_HANDED_OVER: LetterRow(
        (contracts.TrialHandedOver,),
        portal=_PAGE,
        console=_PAGE,
        why="agreeing",
        tells_with_whom=True,
        names_person=True,
    ),
    LetterKind.TRIAL_OVERDUE: _for_coordinators(contracts.TrialOverdue),
    LetterKind.TRIAL_GOES_ON: LetterRow(
        _DECIDED, portal=PROCESS, console=PROCESS, why="agreeing", tells_with_whom=True
    ),
    LetterKind.TRIAL_LAPSED: LetterRow(
        _DECIDED, portal=PROCESS, console=PROCESS, why="agreeing", tells_with_whom=True
    ),
    LetterKind.TRIAL_NOT_DECIDED: LetterRow(
        _DECIDED, console=PROCESS, why="coordinator", tells_with_whom=True
    ),
    LetterKind.TRIAL_ENDED: LetterRow(
        _DECIDED, portal=PROCESS, console=PROCESS, why="agreeing", tells_with_whom=True
    ),
}
