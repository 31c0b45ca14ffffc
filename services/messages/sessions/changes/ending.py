"""What becomes of the sessions when a contract ends before its last day."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Event, Query, Reply
from services.messages.sessions.session import SessionCard
from services.messages.values import Day, Party, Percent, Utc, Viewer


class EndingPreview(Reply):
    """Of the sessions that are planned: which are held as agreed, and which are called off.

    stay_out: what a pause has taken out of the days that are left: the pause ends with it, and they do not come back.
    review_by: by when the final review would be held. nothing_held: no session has been and none will be, and there is
    no review; otherwise none is to be held where it is settled already. left_out: those called off before, for which
    another day would be looked for no longer.
    """

    standing: list[SessionCard]
    called_off: list[SessionCard]
    stay_out: list[SessionCard] = []
    review_by: Day | None = None
    nothing_held: bool = False
    left_out: list[SessionCard] = []


class PreviewEnding(Query[EndingPreview]):
    """Changes nothing. last_day: the contract's, as its owner says; none: it ends now. agreed: by all three parties.
    Refuses: unknown_process.
    """

    process_id: UUID
    last_day: Day | None
    agreed: bool = False
    viewer: Viewer
    as_of: Utc


class SeriesCutShort(Event):
    """The contract was terminated, and this is settled with it. session_ids: of those called off, in their order.

    attendee_ids: who would have come to them, as in SeriesPlanned. by: which party ended it.
    at_once: without notice; to_decide: and what was called off too late for nothing may be paid for, as a coordinator
    decides. agreed: by all three. standing: how many are still held before the end. stay_out: how many a pause has
    taken out of these days, which ends with it. review_by: until
    when its final review is to be held, of which nothing else tells; none: it was settled before, or with this.
    review_waived: with this, by who ended it. fee_percent, withdraws, renewal_off, amendment_off,
    unbegun_from: as of ProcessTerminated. left_out: how many of those called off before, for which another day was
    looked for, are not held because of it.
    """

    process_id: UUID
    by: Party
    last_day: Day
    session_ids: list[UUID]
    attendee_ids: list[UUID]
    at_once: bool = False
    agreed: bool = False
    to_decide: bool = True
    standing: int = 1
    stay_out: Annotated[int, Field(ge=0, le=1_000)] = 0
    review_by: Day | None = None
    review_waived: bool = False
    withdraws: bool = False
    fee_percent: Percent | None = None
    renewal_off: UUID | None = None
    amendment_off: list[Party] = []
    unbegun_from: Day | None = None
    left_out: int = 0
