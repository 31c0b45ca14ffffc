"""sessions: availability, the series, what happened at each meeting, goals, reviews, confidential notes."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Command, Done, Event, Reply
from services.messages.values import LongText, Score, Utc, Viewer, Weight

SessionStatus = Literal["planned", "held", "no_show", "cancelled"]
Canceller = Literal["supervisee", "commissioner", "supervisor"]
ReviewKind = Literal["interim", "final"]


class OfferAvailability(Command[Done]):
    """Weekly hours in Helsinki local time, both days counted. Natural key: all fields but as_of.

    Refuses: ends_before_start.
    """

    supervisor_id: UUID
    weekday: Annotated[int, Field(ge=0, le=6)]
    from_time: time
    to_time: time
    valid_from: date
    valid_until: date
    as_of: Utc


class WithdrawAvailability(Command[Done]):
    """Nothing more is planned on these hours; what is booked on them stays. Of hours that are gone: nothing."""

    supervisor_id: UUID
    availability_id: UUID
    as_of: Utc


class AvailabilityCard(Reply):
    """Weekly hours as they were offered. availability_id: the same whenever the same hours are offered."""

    availability_id: UUID
    weekday: int
    from_time: time
    to_time: time
    valid_from: date
    valid_until: date


class AvailabilityList(Reply):
    availability: list[AvailabilityCard]


class ListAvailability(Command[AvailabilityList]):
    """By weekday and hour. Refuses: unknown_supervisor, also to all but the supervisor and coordinators."""

    supervisor_id: UUID
    viewer: Viewer


class SessionCard(Reply):
    """sequence: rises with each change that calendars must hear of. Never a person's name."""

    session_id: UUID
    process_id: UUID
    number: int
    starts_at: datetime
    ends_at: datetime
    status: SessionStatus
    sequence: int
    supervisor_id: UUID | None = None


class SessionList(Reply):
    sessions: list[SessionCard]


class Conflict(Reply):
    """A day that suited the series better, and why the session of this number is not on it.

    reason: public_holiday, midsummer_eve, christmas_eve, july, supervisor_not_available, supervisor_busy,
    nothing_free_after (it would have left the next session without a day), no_free_day (nothing in the window
    that begins on this day).
    """

    day: date
    reason: str
    number: int | None = None


class SeriesPlan(Reply):
    """wake_at: when the process should look at the series next; none: nothing is planned."""

    wake_at: datetime | None
    sessions: list[SessionCard]
    conflicts: list[Conflict]


class PreviewSeries(Command[SeriesPlan]):
    """The plan and all its conflicts, nothing kept. Refuses: unknown_process, no_availability."""

    process_id: UUID
    as_of: Utc


class PlanSeries(Command[SeriesPlan]):
    """Books the series of the signed contract. Asked twice: the same series.

    Refuses: unknown_process, contract_not_signed, no_availability, slot_taken.
    """

    process_id: UUID
    as_of: Utc


class ListSessions(Command[SessionList]):
    """In the order of their numbers. viewer: none, and a service asks.

    Refuses: unknown_process - also for those out of whose reach it is.
    """

    process_id: UUID
    viewer: Viewer | None = None


class ListMySessions(Command[SessionList]):
    """What touches the time between the two instants, the earliest first, at most 2000.

    A supervisor's own, a supervisee's groups', those of a commissioner's or payer's organisation, else all.
    """

    viewer: Viewer
    from_: Utc
    until: Utc


class SessionShown(Reply):
    """One session as this viewer may see it.

    present_count, member_count: none where the policy hides attendance; the first also before it is recorded.
    present, members: by id, empty where the policy hides attendance by name.
    has_note: whether the viewer has written one; of others' notes nothing is said.
    """

    card: SessionCard
    process_id: UUID
    organisation_id: UUID
    supervisor_id: UUID
    format: Literal["individual", "group"]
    present_count: int | None = None
    member_count: int | None = None
    present: list[UUID] = []
    members: list[UUID] = []
    recorded_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_by: Canceller | None = None
    has_note: bool = False


class ShowSession(Command[SessionShown]):
    """Refuses: unknown_session - also for those out of whose reach it is."""

    session_id: UUID
    viewer: Viewer


class FreeTimes(Reply):
    """times: when the session could begin instead. next_day: from which to ask for more; none: the term ends."""

    times: list[datetime]
    next_day: date | None


class ListFreeTimes(Command[FreeTimes]):
    """Half-hour steps in the supervisor's hours, of the session's length, in the contract's term; whole days.

    from_day: none, or a past one: as soon as possible.
    Refuses: unknown_session (also to those who may not move it), session_not_open.
    """

    session_id: UUID
    viewer: Viewer
    from_day: date | None = None
    as_of: Utc


class CancellationPreview(Reply):
    """What SessionCancelled would say; `billing` quotes the price for it."""

    process_id: UUID
    performed_on: date
    starts_at: datetime
    minutes: int
    notice_hours: int
    notice_working_days: int


class PreviewCancellation(Command[CancellationPreview]):
    """Changes nothing.

    Refuses: unknown_session (also to those who may not cancel it), session_not_open, session_already_begun.
    """

    session_id: UUID
    cancelled_by: Canceller
    viewer: Viewer
    as_of: Utc


class MoveSession(Command[SessionCard]):
    """To a free time; neither the others nor the count change.

    Refuses: unknown_session, session_not_open, not_in_the_future, slot_taken, outside_the_contract.
    """

    session_id: UUID
    starts_at: Utc
    moved_by: UUID
    as_of: Utc


class CancelSession(Command[SessionCard]):
    """Refuses: unknown_session, session_not_open, session_already_begun."""

    session_id: UUID
    cancelled_by: Canceller
    person_id: UUID
    as_of: Utc


class RecordHeld(Command[SessionCard]):
    """present: those who attended, at least one. Refuses: unknown_session, session_not_over,

    already_recorded (otherwise), not_the_supervisor, not_a_member.
    """

    session_id: UUID
    present: Annotated[list[UUID], Field(min_length=1, max_length=12)]
    recorded_by: UUID
    as_of: Utc


class RecordNoShow(Command[SessionCard]):
    """Nobody came. Refuses: unknown_session, session_not_over, already_recorded (otherwise), not_the_supervisor."""

    session_id: UUID
    recorded_by: UUID
    as_of: Utc


class SeriesState(Reply):
    """wake_at: a day after the next open session's end; none when all are settled.

    review: the review that the series has reached and that is not open yet.
    """

    wake_at: datetime | None
    review: ReviewKind | None


class SettleSeries(Command[SeriesState]):
    """Asked by the process a day after each session: reminds of what nobody recorded, and says what is next."""

    process_id: UUID
    as_of: Utc


class OpenReview(Command[Done]):
    """Asked by the process. Asked twice: the same review. Refuses: unknown_process."""

    process_id: UUID
    kind: ReviewKind
    as_of: Utc


class RecordReview(Command[Done]):
    """statement: shown to the commissioner only after every consent. Refuses: unknown_process, review_not_open."""

    process_id: UUID
    kind: ReviewKind
    benefit: bool
    wants_to_continue: bool
    statement: LongText = ""
    recorded_by: UUID
    as_of: Utc


class WaiveReview(Command[Done]):
    """Refuses: unknown_process, review_not_open, reason_missing."""

    process_id: UUID
    kind: ReviewKind
    reason: LongText
    waived_by: UUID
    as_of: Utc


class RemindReview(Command[Done]):
    """Asked by the process when a review is late; nothing once it is done."""

    process_id: UUID
    kind: ReviewKind
    as_of: Utc


class ConsentToReview(Command[Done]):
    """That the commissioner may read it; needed from every supervisee of the contract and from its supervisor.

    From all of them, whether they attended or not: the words are about what they share, and a shorter list would
    tell who was there. Who recorded the review has consented by it.
    Refuses: unknown_process, review_not_done, not_a_member.
    """

    process_id: UUID
    kind: ReviewKind
    person_id: UUID
    as_of: Utc


class ReviewCard(Reply):
    """status: open, done, waived.

    Of a done review, what the policy shows the viewer. consents_given, consents_required: how many; none where
    the viewer's role never reads it. released_at: when the last consent came. may_consent: the viewer's is awaited.
    waived_because: for the group, its supervisor, and those who waive.
    """

    kind: ReviewKind
    status: str
    opened_at: datetime
    closed_at: datetime | None = None
    statement: str | None = None
    benefit: bool | None = None
    wants_to_continue: bool | None = None
    consents_given: int | None = None
    consents_required: int | None = None
    released_at: datetime | None = None
    may_consent: bool = False
    waived_because: str | None = None


class ReviewList(Reply):
    reviews: list[ReviewCard]


class ListReviews(Command[ReviewList]):
    """Those opened so far. viewer: none, and a service asks, which is told nothing of what was said.

    Refuses: unknown_process - also for those out of whose reach it is.
    """

    process_id: UUID
    viewer: Viewer | None = None


class SetGoal(Command[Done]):
    """In the supervisees' own words, by one of them. Refuses: unknown_process, not_a_member."""

    goal_id: UUID
    process_id: UUID
    words: Annotated[str, Field(min_length=1, max_length=2000)]
    weight: Weight = Decimal(1)
    set_by: UUID
    as_of: Utc


class ScoreGoal(Command[Done]):
    """By a supervisee or their supervisor. Refuses: unknown_goal, not_a_member."""

    goal_id: UUID
    score: Score
    scored_by: UUID
    as_of: Utc


class ReleaseGoal(Command[Done]):
    """Lets the commissioner see it; a supervisee does. Refuses: unknown_goal, not_a_member."""

    goal_id: UUID
    released_by: UUID
    as_of: Utc


class Goal(Reply):
    goal_id: UUID
    words: str
    weight: Decimal
    score: int | None
    released: bool


class Goals(Reply):
    """t_score: goal attainment over the scored goals, two decimals; none while none is scored."""

    goals: list[Goal]
    t_score: Decimal | None


class ListGoals(Command[Goals]):
    """Filtered by what the viewer may see. Refuses: unknown_process."""

    process_id: UUID
    viewer: Viewer


class WriteNote(Command[Done]):
    """Sealed with the process's own key; written again, it is replaced.

    Refuses: unknown_session, not_the_supervisor.
    """

    session_id: UUID
    author_id: UUID
    words: Annotated[str, Field(min_length=1, max_length=20_000)]
    as_of: Utc


class Note(Reply):
    words: str


class ReadNote(Command[Note]):
    """Refuses: unknown_note - for everyone but its author, whether there is one or not."""

    session_id: UUID
    viewer: Viewer


class PlannedSession(Reply):
    session_id: UUID
    number: int
    starts_at: Utc
    ends_at: Utc


class SeriesPlanned(Event):
    process_id: UUID
    supervisor_id: UUID
    attendee_ids: list[UUID]
    sessions: list[PlannedSession]


class SessionMoved(Event):
    process_id: UUID
    session_id: UUID
    number: int
    starts_at: Utc
    ends_at: Utc
    sequence: int


class SessionCancelled(Event):
    """How much notice there was; what it costs is for billing to say."""

    process_id: UUID
    session_id: UUID
    number: int
    starts_at: Utc
    performed_on: date
    minutes: int
    cancelled_by: Canceller
    notice_hours: int
    notice_working_days: int
    sequence: int


class SessionHeld(Event):
    process_id: UUID
    session_id: UUID
    number: int
    performed_on: date
    minutes: int
    present: int


class SessionNotAttended(Event):
    process_id: UUID
    session_id: UUID
    number: int
    performed_on: date
    minutes: int


class ConfirmationOverdue(Event):
    """The supervisor has not said what happened."""

    process_id: UUID
    session_id: UUID
    number: int
    supervisor_id: UUID


class ReviewDue(Event):
    process_id: UUID
    kind: ReviewKind


class ReviewOverdue(Event):
    process_id: UUID
    kind: ReviewKind


class ReviewDone(Event):
    process_id: UUID
    kind: ReviewKind
    wants_to_continue: bool
    benefit: bool


class ReviewWaived(Event):
    process_id: UUID
    kind: ReviewKind


class ReviewReleased(Event):
    """Every consent is given: the commissioner may read it."""

    process_id: UUID
    kind: ReviewKind
