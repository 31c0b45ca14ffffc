"""Who is in the group of a signed contract: a member takes part no longer, and what is done about those who stay."""

from uuid import UUID

from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.sessions.representative import RepresentativeWaiting
from services.messages.values import Day, LongText, Utc, Viewer


class LeaveGroup(Command[Done]):
    """A member takes part no longer, from today on: nobody else decides it, and no notice is owed.

    reason: theirs to give or not, read by the coordinators alone.
    Refuses: unknown_process, not_a_member, already_left (with another reason), ends_instead (of a signed contract: see
    Group).
    """

    proved = "person_id"
    process_id: UUID
    person_id: UUID
    reason: LongText = ""
    as_of: Utc


class SettleGroup(Command[Done]):
    """A coordinator has talked with those who stay, and it goes on as it is. Nothing where nothing waits for it.

    Refuses: unknown_process, not_yours_to_decide.
    """

    process_id: UUID
    settled_by: UUID
    as_of: Utc


class MemberShown(Reply):
    """left_on: the last day in the group, of who has left; joins_on: the first, of who is to join.

    reason: to a coordinator only, those of who left last as many as one message holds; empty where none is.
    """

    person_id: UUID
    left_on: Day | None = None
    reason: str = ""
    joins_on: Day | None = None


class Group(Reply):
    """members: with those who are to join and who have left, in the order in which they came; empty where the viewer
    sees no names. today: how many are members today. in_trial: no contract is signed yet.

    may_leave: the viewer. left_on: the viewer's own last day. unsettled: it is too small, or has nobody to sign for
    it, and no coordinator has seen to that; to a coordinator only.
    representative_id: who acts for it today; none where the one who did is no member any more. next_representative_id:
    who is to from next_from on. waiting: whom all are asked about. may_name: the viewer, who that is to be;
    alone: there is no other member to ask. ends_instead: the viewer alone takes part, and is the customer too: they end
    it.
    """

    members: list[MemberShown]
    today: int = 0
    in_trial: bool = False
    may_leave: bool = False
    left_on: Day | None = None
    unsettled: bool = False
    representative_id: UUID | None = None
    next_representative_id: UUID | None = None
    next_from: Day | None = None
    waiting: RepresentativeWaiting | None = None
    may_name: bool = False
    alone: bool = False
    ends_instead: bool = False


class ShowGroup(Query[Group]):
    """As it is today. Refuses: unknown_process - also for those out of whose reach it is."""

    process_id: UUID
    viewer: Viewer


class Roster(Reply):
    """Of one day. members, representative_id: empty where the viewer sees no names; count: how many they were.

    representative_id: who acted for them; none where nobody of them did. supervisor_id: with whom it was agreed.
    """

    members: list[UUID]
    count: int
    representative_id: UUID | None = None
    supervisor_id: UUID


class ShowRoster(Query[Roster]):
    """Who was in the group on a day of its contract, who acted for it and who supervised.

    Refuses: unknown_process - also for those who never had to do with it, outside_the_contract, no_part_in_it_then (the
    viewer had to do with it on other days alone).
    """

    process_id: UUID
    viewer: Viewer
    on: Day


class MemberLeft(Event):
    """left_on: their last day in the group. remaining: who stay.

    settle_by: until when a coordinator is to talk with them, where they are too few or nobody signs for them any more.
    in_trial: before its outcome, of which the customer is to know nothing else.
    """

    process_id: UUID
    person_id: UUID
    left_on: Day
    remaining: list[UUID]
    settle_by: Utc | None = None
    in_trial: bool = False


class GroupSettled(Event):
    process_id: UUID
