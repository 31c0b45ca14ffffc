"""What waits for one person: what a group asks of its members, plans, and sessions to which nobody can come."""

from uuid import UUID

from services.messages.envelope import Query, Reply
from services.messages.sessions.reviews import ReviewKind
from services.messages.sessions.session import SessionCard
from services.messages.values import Utc, Viewer


class ReviewToHold(Reply):
    process_id: UUID
    kind: ReviewKind


class Waits(Reply):
    """goals: the processes in which a change of the group's goal waits for the viewer's yes or no; never its words.

    representatives: those in which the viewer has not said who is to act for the group.
    plans: the processes whose proposed plan waits for the viewer's.
    plans_to_propose: a supervisor's processes without a plan that somebody could still say yes to, or other days were
    asked for.
    reviews: which a supervisor holds or waives, as long as the process is theirs by the day.
    nobody_can_come: sessions that are to come, the earliest first, which the viewer may move or cancel.
    """

    goals: list[UUID]
    representatives: list[UUID] = []
    plans: list[UUID] = []
    plans_to_propose: list[UUID] = []
    reviews: list[ReviewToHold] = []
    nobody_can_come: list[SessionCard]


class ShowWaiting(Query[Waits]):
    """Of all processes at once; nothing for who has none."""

    viewer: Viewer
    as_of: Utc
