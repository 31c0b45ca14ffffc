"""Who acts for a group of several supervisees, when it is not the one any more who signed for them."""

from uuid import UUID

from services.messages.envelope import Command, Done, Event, Reply
from services.messages.values import Day, Utc


class GroupAsked(Reply):
    """What every member has to agree to was said by one. waits: for others' yes; else it is done."""

    waits: bool = True


class NameRepresentative(Command[GroupAsked]):
    """Another member is to act for the group from a day on: it is so when every member has said yes.

    named_by: a member, whose yes it is, or a coordinator to whom the members said it. The same said by another member
    is a yes too. Where the last yes comes after from_day, it is so from the day of that yes on.
    Refuses: unknown_process, not_yours_to_decide, representative_not_a_member, signs_for_both (who signs for the
    customer speaks for no group of others), already_the_representative, from_day_passed, outside_the_contract,
    another_waits.
    """

    process_id: UUID
    representative_id: UUID
    from_day: Day
    named_by: UUID
    as_of: Utc


class AgreeToRepresentative(Command[Done]):
    """A member's word on whom somebody would have act for the group; one no, and it stays as it is.

    from_day: as it was shown; none: whatever day it is.
    Refuses: unknown_process, not_a_member, another_waits (where it is not representative_id who waits, or from another
    day), decided_otherwise (where nobody waits any more).
    """

    proved = "person_id"
    process_id: UUID
    representative_id: UUID
    from_day: Day | None = None
    agrees: bool
    person_id: UUID
    as_of: Utc


class RepresentativeWaiting(Reply):
    """agreed: of those asked, how many have; may_answer: the viewer has not."""

    representative_id: UUID
    from_day: Day
    agreed: int
    asked: int
    may_answer: bool = False


class RepresentativeProposed(Event):
    """asked: whose yes is awaited."""

    process_id: UUID
    representative_id: UUID
    from_day: Day
    asked: list[UUID]
    proposed_at: Utc


class RepresentativeAsked(Event):
    """Who joins the group while its members are asked: their yes is awaited too, from their first day on."""

    process_id: UUID
    representative_id: UUID
    from_day: Day
    person_id: UUID
    first_day: Day
    proposed_at: Utc


class RepresentativeRefused(Event):
    """One of the members said no, or who would have acted for them has left: it stays as it is.

    members: who are told so.
    """

    process_id: UUID
    representative_id: UUID
    members: list[UUID]
    proposed_at: Utc


class RepresentativeNamed(Event):
    """members: those of the day on which all had agreed; the one who is left alone is asked nothing."""

    process_id: UUID
    representative_id: UUID
    from_day: Day
    members: list[UUID]
    named_at: Utc
