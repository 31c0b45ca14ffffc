"""Half-way and final reviews: opened, recorded or waived, consented to, released."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.values import LongText, Utc, Viewer

ReviewKind = Literal["interim", "final"]

ReviewStatus = Literal["open", "done", "waived", "lapsed"]
"""lapsed: its process came to its end without it."""


class ReviewAwaited(Reply):
    """due_at: until when it is to be held or waived; none once it is."""

    due_at: datetime | None


class OpenReview(Command[ReviewAwaited]):
    """Asked by the process. Asked twice: the same review. Refuses: unknown_process."""

    process_id: UUID
    kind: ReviewKind
    as_of: Utc


class RecordReview(Command[Done]):
    """By its supervisor. statement: shown to the commissioner only after every consent.

    Refuses: unknown_process, not_the_supervisor, review_not_open.
    """

    process_id: UUID
    kind: ReviewKind
    benefit: bool
    wants_to_continue: bool
    statement: LongText = ""
    recorded_by: UUID
    as_of: Utc


class WaiveReview(Command[Done]):
    """By its supervisor or a coordinator.

    Refuses: unknown_process, not_yours_to_decide, review_not_open, reason_missing.
    """

    process_id: UUID
    kind: ReviewKind
    reason: LongText
    waived_by: UUID
    as_of: Utc


class ConsentToReview(Command[Done]):
    """That the commissioner may read it; needed from every supervisee of the contract and from its supervisor.

    From all of them, whether they attended or not: the words are about what they share, and a shorter list would
    tell who was there. Who recorded the review has consented by it.
    Refuses: unknown_process, review_not_done, not_a_member.
    """

    proved = "person_id"
    process_id: UUID
    kind: ReviewKind
    person_id: UUID
    as_of: Utc


class RefuseReview(Command[Done]):
    """Who is asked for that consent says no, or takes it back: the commissioner does not read it while that stands.

    Consenting takes it back.
    Refuses: unknown_process, review_not_done, not_a_member, review_released.
    """

    proved = "person_id"
    process_id: UUID
    kind: ReviewKind
    person_id: UUID
    as_of: Utc


class ReviewCard(Reply):
    """Of a done review, what the policy shows the viewer. consents_given, consents_required: how many; none where
    the viewer's role never reads it, and to the commissioner. released_at: when the last consent came. may_consent: the
    viewer's is not given.
    may_refuse: nor is their no said. refused_at: when they said no. consents_refused: how many did, to those who
    hold or waive reviews.
    waived_because: for the group, its supervisor, and those who waive. nothing_held: waived by
    itself, as no session was.
    """

    kind: ReviewKind
    status: ReviewStatus
    opened_at: datetime
    closed_at: datetime | None = None
    statement: str | None = None
    benefit: bool | None = None
    wants_to_continue: bool | None = None
    consents_given: int | None = None
    consents_required: int | None = None
    released_at: datetime | None = None
    may_consent: bool = False
    may_refuse: bool = False
    refused_at: datetime | None = None
    consents_refused: int | None = None
    waived_because: str | None = None
    nothing_held: bool = False


class ReviewList(Reply):
    reviews: list[ReviewCard]


class ListReviews(Query[ReviewList]):
    """Those opened so far. viewer: none, and a service asks, which is told nothing of what was said.

    Refuses: unknown_process - also for those out of whose reach it is.
    """

    process_id: UUID
    viewer: Viewer | None = None


class ReviewDue(Event):
    """due_at: until when it is to be held or waived. told_with_end: in the same letter as the contract's early end."""

    process_id: UUID
    kind: ReviewKind
    due_at: Utc
    told_with_end: bool = False


class ReviewOverdue(Event):
    process_id: UUID
    kind: ReviewKind


class ReviewDone(Event):
    """asked: whose consent is awaited, that the commissioner may read it."""

    process_id: UUID
    kind: ReviewKind
    wants_to_continue: bool
    benefit: bool
    asked: list[UUID] = []


class ReviewWaived(Event):
    """nothing_held: nobody said so; no session was held, and none will be."""

    process_id: UUID
    kind: ReviewKind
    nothing_held: bool = False


class ReviewLapsed(Event):
    """Nobody held it, and nobody waived it, until the process had come to its end."""

    process_id: UUID
    kind: ReviewKind


class ReviewReleased(Event):
    """Every consent is given: the commissioner may read it."""

    process_id: UUID
    kind: ReviewKind


class ReviewRefused(Event):
    """Somebody whose consent is needed does not give it; who, is nobody's to know."""

    process_id: UUID
    kind: ReviewKind
    supervisor_id: UUID
    refused_at: Utc
