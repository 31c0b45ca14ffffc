"""Letters about the year as a whole: its pauses, its renewal and its ends."""

from collections.abc import Mapping

from services.messages import contracts, intake, sessions
from services.messages.envelope import Event
from services.notices.letter_kinds.kinds import LetterKind
from services.notices.letter_kinds.rows import PROCESS, SCHEDULE, LetterRow

_GONE_ON = (
    contracts.ContinuationChosen,
    contracts.ProcessTerminated,
    contracts.ProcessRenewed,
    contracts.ProcessClosed,
)


_EARLIER_END_OVER = (
    contracts.EarlierEndRefused,
    contracts.EarlierEndTakenBack,
    contracts.ProcessTerminated,
    contracts.ProcessRenewed,
    contracts.ProcessClosed,
)


def _of_an_earlier_end(written_on: type[Event], answered_by: tuple[type[Event], ...] = ()) -> LetterRow:
    page = f"{PROCESS}/earlier-end"
    return LetterRow(
        (written_on,), portal=page, console=page, why="party", tells_with_whom=True, answered_by=answered_by
    )


def _of_a_new_plan(written_on: type[Event], *, names_person: bool = False) -> LetterRow:
    """To all of the parties, and to who looks after it."""
    return LetterRow(
        (written_on,),
        portal=SCHEDULE,
        console=PROCESS,
        why="party",
        tells_with_whom=True,
        names_person=names_person,
    )


_OF_A_CONFIRMED_END = LetterRow(
    (contracts.EndingConfirmed,), portal=PROCESS, console=PROCESS, why="party", tells_with_whom=True
)

ROWS: Mapping[LetterKind, LetterRow] = {
    LetterKind.CONTINUATION_DUE: LetterRow(
        (contracts.ContinuationDue,),
        portal=f"{PROCESS}/close",
        why="party",
        tells_with_whom=True,
        answered_by=_GONE_ON,
    ),
    LetterKind.CONTINUATION_CHOSEN: LetterRow(
        (contracts.ContinuationChosen,),
        portal=f"{PROCESS}/close",
        console=PROCESS,
        why="party",
        tells_with_whom=True,
    ),
    LetterKind.CONTINUATION_TAKEN_BACK: LetterRow(
        (contracts.ContinuationTakenBack,),
        portal=f"{PROCESS}/close",
        console=PROCESS,
        why="party",
        tells_with_whom=True,
        answered_by=_GONE_ON,
    ),
    LetterKind.PROCESS_RENEWED: LetterRow(
        (contracts.ProcessRenewed, intake.SuccessorNumbered),
        portal="/processes/{successor_number}",
        console=PROCESS,
        why="party",
        tells_with_whom=True,
    ),
    LetterKind.PROCESS_TERMINATED: LetterRow(
        (sessions.SeriesCutShort,), portal=PROCESS, console=PROCESS, why="party", tells_with_whom=True
    ),
    LetterKind.PROCESS_ENDED_AT_ONCE: LetterRow(
        (sessions.SeriesCutShort,), portal=PROCESS, console=PROCESS, why="party", tells_with_whom=True
    ),
    LetterKind.PROCESS_ENDED_BY_AGREEMENT: LetterRow(
        (sessions.SeriesCutShort,), portal=PROCESS, console=PROCESS, why="party", tells_with_whom=True
    ),
    LetterKind.EARLIER_END_TO_ANSWER: _of_an_earlier_end(contracts.EarlierEndProposed, _EARLIER_END_OVER),
    LetterKind.EARLIER_END_REFUSED: _of_an_earlier_end(contracts.EarlierEndRefused),
    LetterKind.EARLIER_END_TAKEN_BACK: _of_an_earlier_end(contracts.EarlierEndTakenBack),
    LetterKind.EARLIER_END_LAPSED: _of_an_earlier_end(contracts.EarlierEndProposed, _EARLIER_END_OVER),
    LetterKind.ENDING_TO_CONFIRM: LetterRow(
        (contracts.EndingToConfirm,),
        console=f"{PROCESS}/terminate",
        names_organisation=True,
        why="coordinator",
        tells_with_whom=True,
        answered_by=(contracts.EndingConfirmed,),
    ),
    LetterKind.ENDING_CHARGED: _OF_A_CONFIRMED_END,
    LetterKind.ENDING_FREE: _OF_A_CONFIRMED_END,
    LetterKind.PROCESS_PAUSED: _of_a_new_plan(sessions.SeriesPaused),
    LetterKind.PROCESS_PAUSED_OPEN: _of_a_new_plan(sessions.SeriesPaused),
    LetterKind.SUPERVISOR_AWAITED: _of_a_new_plan(sessions.SeriesPaused),
    LetterKind.PROCESS_RESUMED: _of_a_new_plan(sessions.SeriesResumed),
    LetterKind.SUPERVISOR_AGREED: _of_a_new_plan(sessions.SeriesResumed, names_person=True),
    LetterKind.PAUSE_CALLED_OFF: _of_a_new_plan(sessions.SeriesResumed),
    LetterKind.PAUSE_ENDED_SOONER: _of_a_new_plan(sessions.SeriesResumed),
    LetterKind.SERIES_AMENDED: _of_a_new_plan(sessions.SeriesAmended),
    LetterKind.PAUSE_OVERDUE: LetterRow(
        (contracts.PauseOverdue,),
        console=f"{PROCESS}/pause",
        names_organisation=True,
        why="coordinator",
        tells_with_whom=True,
        answered_by=(
            contracts.ProcessResumed,
            contracts.ProcessTerminated,
            contracts.ProcessRenewed,
            contracts.ProcessClosed,
        ),
    ),
    LetterKind.SUPERVISOR_CHANGED: _of_a_new_plan(sessions.SessionsHandedOver, names_person=True),
    LetterKind.SUPERVISOR_STANDS_IN: _of_a_new_plan(sessions.SessionsHandedOver, names_person=True),
    LetterKind.SESSIONS_TAKEN_OVER: _of_a_new_plan(sessions.SessionsHandedOver, names_person=True),
    LetterKind.SESSIONS_HANDED_OVER: _of_a_new_plan(sessions.SessionsHandedOver, names_person=True),
    LetterKind.PROCESS_CLOSED: LetterRow(
        (contracts.ProcessClosed,), portal=PROCESS, console=PROCESS, why="party", tells_with_whom=True
    ),
}
